"""Events that were sent, proved by the file: whoever changes one is found out."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.game.house import House
from tests.game.test_injects import ECLIPSE, send, take_back
from tests.game.tiny_rulebook import load_tiny

from comity.game import journal
from comity.game.export import export_game
from comity.game.replay import verify
from comity.rules.moves import Injected


async def played_file(house: House) -> dict[str, Any]:
    """A game of three turns with an event taken back, two that came, and one sent again in another turn."""
    game = await house.started("usa")
    await send(game, ECLIPSE)
    await send(game)
    await send(game, Injected("flood", "usa"))
    await take_back(game, ECLIPSE)
    await game.play_turn()
    await send(game)
    await game.play_turn()
    await game.play_turn()
    file: dict[str, Any] = json.loads((await export_game(house.ports, game.teacher, game.id, "json")).body)
    return file


def problems(file: dict[str, Any]) -> list[str]:
    return [problem.field for problem in verify(json.dumps(file).encode(), load_tiny).problems]


def rechained(file: dict[str, Any]) -> None:
    """Numbers and hashes the journal anew, as a forger would, so that its chain holds."""
    previous = journal.BEFORE_THE_FIRST
    for seq, line in enumerate(file["journal"], start=1):
        line["seq"], line["prev_hash"] = seq, previous
        header = {"game": file["game"], "seq": seq, "kind": line["kind"], "at": line["at"]}
        previous = line["hash"] = journal.chain_hash(previous, header, line["nonce"], line["payload"])


def _of(file: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [line for line in file["journal"] if line["kind"] == kind]


def _left_out(file: dict[str, Any]) -> None:
    file["journal"].remove(_of(file, "event_injected")[1])


def _another_state(file: dict[str, Any]) -> None:
    line = _of(file, "event_injected")[1]
    line["payload"] = line["payload"].replace("fiji", "china")


def _another_event(file: dict[str, Any]) -> None:
    _of(file, "event_injected")[1]["payload"] = '{"event":"eclipse","state":null,"turn":1}'


def _another_turn(file: dict[str, Any]) -> None:
    line = _of(file, "event_injected")[3]
    line["payload"] = line["payload"].replace('"turn":2', '"turn":1')


def _taking_back_left_out(file: dict[str, Any]) -> None:
    file["journal"].remove(_of(file, "event_taken_back")[0])


def _added(file: dict[str, Any]) -> None:
    last = file["journal"][-1]
    payload = '{"event":"eclipse","state":null,"turn":2}'
    file["journal"].append({**last, "kind": "event_injected", "payload": payload})


def _unknown_event(file: dict[str, Any]) -> None:
    line = _of(file, "event_injected")[1]
    line["payload"] = line["payload"].replace("flood", "frogs")


def _no_payload(file: dict[str, Any]) -> None:
    _of(file, "event_injected")[1]["payload"] = "[" * 10**5


FORGERIES = [
    _left_out,
    _another_state,
    _another_event,
    _another_turn,
    _taking_back_left_out,
    _added,
    _unknown_event,
    _no_payload,
]


async def test_a_game_with_events_that_were_sent_proves_itself_from_its_file(house: House) -> None:
    file = await played_file(house)

    verdict = verify(json.dumps(file).encode(), load_tiny)

    assert (verdict.turns_checked, verdict.problems) == (3, ())
    assert len(_of(file, "event_injected")) == 4


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__.strip("_"))
async def test_a_changed_event_is_found_out_even_where_the_chain_is_made_anew(
    house: House, forge: Callable[[dict[str, Any]], None]
) -> None:
    file = await played_file(house)
    rechained(file)
    assert problems(file) == []

    forge(file)
    assert problems(file) != []
    rechained(file)

    assert problems(file) != []


async def test_an_event_that_the_scenario_has_not_is_a_problem_not_a_crash(house: House) -> None:
    file = await played_file(house)
    _unknown_event(file)

    assert "journal.event_injected.event" in problems(file)
