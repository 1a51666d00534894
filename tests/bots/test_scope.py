"""Whom bots have an eye on: in a small world all, in a large one whom they live with and some others."""

from typing import Any

import numpy as np
import numpy.typing as npt
from tests.bots.small import action, chance, change, done, game, house, made, moved, only, sight
from tests.rules import worlds

from comity.bots.house import House
from comity.bots.scope import DESKS, in_view
from comity.rules.world import World

MANY = 2 * DESKS
AID = action("aid", change("economy", 1), change("economy", 1, of="actor"), cost=1)
PAIR = ("sac", "sad")


def key(number: int) -> str:
    return f"S{chr(65 + number // 26)}{chr(65 + number % 26)}"


def peopled(count: int, *, first: dict[str, Any] | None = None, **rest: Any) -> worlds.Game:
    """So many states that are alike, but for the first."""
    states = [worlds.state(key(number), interests=only(economy=1)) for number in range(count)]
    states[0] |= first or {}
    return game(states, AID, **rest)


def seen(bot: House, world: World, seed: int = 1) -> npt.NDArray[np.bool_] | None:
    """[state]: whom the first has in view."""
    view = in_view(bot.followed, sight(bot, world, key(0).lower()), chance(seed))
    return None if view is None else view[0, 0]


def often(played: worlds.Game, turns: int = 40) -> npt.NDArray[np.float64]:
    """[state]: in what share of turns the first has each in view."""
    bot = house(played)
    views = [view for seed in range(turns) if (view := seen(bot, played.opening, seed)) is not None]
    share: npt.NDArray[np.float64] = np.mean(views, axis=0)
    return share


def test_a_small_world_is_in_view_as_a_whole() -> None:
    played = peopled(DESKS)
    assert seen(house(played), played.opening) is None


def test_of_strangers_about_so_many_are_in_view_and_others_next_turn() -> None:
    share = often(peopled(MANY))
    assert abs(share[1:].sum() - DESKS * (MANY - 1) / MANY) < DESKS / 4
    assert share[1:].max() < 1


def test_alike_states_do_not_all_pick_the_same_of_many_strangers() -> None:
    # Given states that are alike, to which it is all the same whom they help
    played = peopled(MANY)
    bot = house(played)
    # When two of them move under many lots
    helped = [{whom for _, whom, _ in done(bot, moved(bot, played.opening, seat), seat)} for seat in PAIR]
    # Then each helps several, and not the same ones
    assert min(map(len, helped)) > 1
    assert helped[0] != helped[1]


def relation(**figures: Any) -> dict[str, Any]:
    return {"relations": [{"between": [key(0), key(7)], **figures}]}


def test_whom_a_state_lives_with_is_always_in_view() -> None:
    # Given a seventh state with which the first has something: then it is in view in every turn
    assert often(peopled(MANY, first={"neighbours": [key(7)]}))[7] == 1
    assert often(peopled(MANY, **relation(trust=75)))[7] == 1
    assert often(peopled(MANY, **relation(tension=25)))[7] == 1
    assert often(peopled(MANY, **relation(dependence=[12, 0])))[7] == 1
    # And with a little of each it is not
    assert often(peopled(MANY, **relation(trust=60, tension=15, dependence=[11, 12])))[7] < 1


def test_whom_an_aim_is_about_is_always_in_view() -> None:
    # Given a seat whose aims are its own growth, trust with the seventh and the growth of the eighth
    document = worlds.scenario([worlds.state(key(number)) for number in range(MANY)])
    aims = [
        f"states.{key(0)}.economy",
        f"pairs.{key(0)}.{key(7)}.trust",
        f"states.{key(8)}.economy",
        "globalisms.liberal.prevalence",
    ]
    document["seats"][0]["objectives"] = [
        {"key": f"aim_{place}", "text": "An aim.", "points": 5, "path": path, "rises_by": 1}
        for place, path in enumerate(aims)
    ]
    played = made(document, AID)
    # Then it follows those two, and the others follow nobody else
    followed = house(played).followed
    assert np.nonzero(followed[0])[0].tolist() == [7, 8]
    assert not followed[1].any()
    assert often(played)[[7, 8]].tolist() == [1, 1]
