"""What deeds are worth to bots: by the catalogue's own terms and each state's interests, aims and place."""

from typing import Any

import numpy as np
import pytest
from tests.bots.small import action, change, game, house, made, sight
from tests.rules import worlds

from comity.bots import acts, aims, appraisal, options, resolutions, worth
from comity.rules import legal
from comity.rules.layout import POINT


def only(**interests: float) -> dict[str, float]:
    nothing = dict.fromkeys(("economy", "security", "autonomy", "standing", "wellbeing", "planet"), 0)
    return {**nothing, **interests}


RICHES = worlds.state("A", interests=only(economy=1))
GLORY = worlds.state("B", interests=only(standing=1))


def appraised(
    kind: str, *states: dict[str, Any], target: str = "state", **effect: Any
) -> appraisal.Appraisal:
    """One effect of an action aimed so, weighed in a world of these states."""
    deed = action("deed", effect, target=target)
    played = game(states or (RICHES, GLORY, worlds.state("C")), deed)
    return appraisal.Appraiser(played.catalogue, played.opening).deed(0, kind)


def test_a_gain_is_worth_to_each_what_its_interests_make_of_it() -> None:
    found = appraised("state", **change("economy", 3, of="actor"))
    # Two points of score for a point, to one who cares for nothing else
    assert found.mine_flat[0].tolist() == [6.0] * 3
    assert found.mine_flat[1].tolist() == [0.0] * 3


def test_what_is_done_to_a_target_it_weighs_by_its_own_lights() -> None:
    found = appraised("state", **change("economy", -3))
    assert not found.mine_flat.any()
    assert found.theirs_flat[:, 0].tolist() == [-6.0] * 3
    assert found.theirs_flat[:, 1].tolist() == [0.0] * 3


def test_what_scales_with_fit_is_kept_apart_from_what_does_not() -> None:
    found = appraised("state", **{**change("economy", 3, of="actor"), "scale": ["fit"]})
    assert found.mine_fit[0, 1] == 6.0
    assert not found.mine_flat.any()


def test_sanctions_are_worth_what_they_take_from_their_target() -> None:
    found = appraised("state", **change("sanctions", 20, of="target"))
    assert found.theirs_flat[1, 0] < 0
    assert found.theirs_flat[0, 1] == 0


def test_a_quarrel_that_is_cooled_is_counted_apart_since_there_may_be_none() -> None:
    own = appraised("state", **change("tension", -6, of="target"))
    others = appraised("state", **change("tension", -6, whose="target", of="adversaries"))
    assert (own.calm > 0).any()
    assert not own.mine_flat.any()
    assert (others.peace > 0).any()
    # What heats one is no relief
    assert not appraised("state", **change("tension", 6, of="target")).calm.any()


def test_who_believes_in_an_order_would_see_it_grow_and_the_others_would_not() -> None:
    liberal = worlds.state("A", predisposition={"liberal": 10})
    sovereign = worlds.state("B", predisposition={"conservative": 10})
    found = appraised("none", liberal, sovereign, target="none", **change("claim", 5, globalism="liberal"))
    assert found.mine_flat[0, 0] > 0 > found.mine_flat[1, 0]
    dealmaker = worlds.state("A", predisposition={"mercantilist": 10})
    played = game([dealmaker, sovereign], action("deed"))
    cares = worth.Worth.of(played.catalogue, played.opening).of_house("authority")
    assert cares[0] < 0 < cares[1]


def test_options_offer_what_the_rules_allow_and_nothing_else() -> None:
    deed = action(
        "deed", requires=[{"quantity": "cohesion", "of": "target", "at_least": 45, "otherwise": "weak"}]
    )
    played = game([worlds.state("A"), worlds.state("B", cohesion=40), worlds.state("C")], deed)
    bot = house(played)
    block = bot.options.of_states()
    assert isinstance(block, options.Block)
    allowed = block.possible(played.opening, played.catalogue, bot.states(("a",)))
    expected = legal.action_block(played.opening, played.catalogue, 0, bot.states(("a",))) == legal.OK
    assert allowed[0, 0].tolist() == expected[0].tolist() == [[False, False, True]]


def aim(**test: float) -> aims.Aim:
    """The aim of A on B's standing, where an action lowers it by four points and another raises it."""
    lower = action("lower", change("standing", -4))
    raised = action("raise", change("standing", 4))
    document = worlds.scenario([worlds.state("A"), worlds.state("B"), worlds.state("C")])
    document["seats"][0]["objectives"] = [
        {"key": "humble", "text": "Humble them.", "points": 10, "path": "states.B.standing", **test}
    ]
    played = made(document, lower, raised)
    (found,) = house(played).aims[0]
    return found


def gained(found: aims.Aim, by: float, standing: float = 50.0) -> float:
    values = np.zeros((1, found.place + 1), dtype=np.int64)
    values[0, found.place] = int(standing * POINT)

    class Seen:
        pass

    world: Any = Seen()
    world.values = values
    return float(found.gain(world, np.array([by * POINT]))[0, 0])


def test_an_aim_knows_which_deeds_move_what_it_measures() -> None:
    found = aim(at_most=44)
    moved = [each.tolist() for each in found.acts["state"]]
    assert list(zip(*moved, strict=True)) == [(0, 1, -4_000.0), (1, 1, 4_000.0)]


@pytest.mark.parametrize("test", [{"at_most": 44}, {"falls_by": 6}])
def test_a_step_toward_an_aim_is_worth_more_the_nearer_it_is_and_nothing_beyond(
    test: dict[str, float],
) -> None:
    found = aim(**test)
    far, near, beyond = (gained(found, -4, standing) for standing in (80.0, 48.0, 40.0))
    assert 0 < far < near == pytest.approx(aims.EAGER * 10)
    assert beyond == 0
    assert gained(found, 4, 48.0) < 0


def test_a_seat_that_has_an_aim_takes_the_deed_that_serves_it() -> None:
    # Given one and the same deed that is worth nothing else to anybody
    lower = action("lower", change("standing", -4), cost=3)
    document = worlds.scenario([worlds.state(key, interests=only(planet=1)) for key in "ABC"])
    document["seats"][0]["objectives"] = [
        {"key": "humble", "text": "Humble them.", "points": 20, "path": "states.B.standing", "at_most": 47}
    ]
    bot = house(made(document, lower))
    (block,) = bot.options.blocks
    seen = sight(bot, bot.opening, "a", "c")
    found = acts._worth(bot, seen, bot.tempers(("a", "c")), block)[0, :, 0]
    assert found[0].argmax() == 1
    assert found[0, 1] > found[1, 1] + 5


def test_a_resolution_is_weighed_as_a_voter_feels_it() -> None:
    gift = {
        "key": "gift",
        "name": "Gift",
        "help": "Gives.",
        "text": "{institution} gives to {target}.",
        "domains": ["finance"],
        "target": "state",
        "source": "test",
        "effects": [change("economy", 4), change("standing", 1, of="everyone")],
    }
    played = game([RICHES, GLORY, worlds.state("C")], action("deed"), rows={"resolutions": [gift]})
    found = resolutions.Ballots.of(played.catalogue, appraisal.Appraiser(played.catalogue, played.opening))
    assert found.target[0].tolist()[:2] == [8.0, 0.0]
    assert found.mine[0, 1, 0] == pytest.approx(2.0 + 0.03)
    assert (found.aimed[0], found.columns[0]) == (1, 3)
