"""What if? asked of an exported game (`comity.lab.whatif`)."""

from collections.abc import Mapping
from typing import Any

from comity.game import journal
from comity.game.errors import Refused
from comity.game.exported import ExportedGame, read_export
from comity.lab import whatif
from comity.lab.whatif import Played, WhatIf
from comity.rules import intake
from comity.rules.faults import Fault
from comity.rules.version import RULES_VERSION
from comity.scenarios.load import load_sources


def ask(document: bytes, *, turn: int, seat: str, move: Mapping[str, Any] | None, games: int) -> WhatIf:
    """What if `seat` had submitted `move` in that turn, or nothing?

    Raises Refused where the file is no export of an ended game under these rules, where it has no such turn
    or seat, or where the move would not have been legal; ScenarioInvalid as loading does.
    """
    file = read_export(document)
    scenario = load_sources(file.scenario.sources)
    turns = _played(file)
    _check(file, turn, seat)
    seed = bytes.fromhex(file.seed or "")
    if move is not None:
        world = whatif.before(scenario, seed, turns, turn).world
        faults = intake.check(world, scenario.catalogue, seat, move)
        if faults:
            raise Refused(*faults)
    return whatif.what_if(scenario, seed, turns, turn=turn, seat=seat, move=move, games=games)


def _played(file: ExportedGame) -> list[Played]:
    """By turn, from the first: the revisions that counted and the events that were sent."""
    found = []
    for line in file.turns[1:]:
        moves = sorted(
            (move for move in file.moves if move.turn == line.turn), key=lambda move: (move.seat, move.rev)
        )
        last = {move.seat: move.body for move in moves}
        bodies = {seat: body for seat, body in last.items() if body is not None}
        found.append(Played(bodies, journal.injects(file.journal, line.turn)))
    return found


def _check(file: ExportedGame, turn: int, seat: str) -> None:
    if not file.seed:
        message = "This file holds no seed: the game had not ended when it was exported."
        raise Refused(Fault("no_seed", "seed", message, "Export the game again after its end."))
    if file.rules_version != RULES_VERSION:
        message = f"This game was played under rules {file.rules_version}; these are rules {RULES_VERSION}."
        raise Refused(
            Fault("other_rules", "rules_version", message, "Ask the version that it was played on.")
        )
    last = len(file.turns) - 1
    if not 1 <= turn <= last:
        message = f"Turn {turn} was not played."
        raise Refused(Fault("no_such_turn", "turn", message, f"Give a turn from 1 to {last}."))
    seats = [row.seat for row in file.seats]
    if seat not in seats:
        message = f"There is no seat {seat} in this game."
        raise Refused(Fault("unknown_seat", "seat", message, f"Choose among {', '.join(seats)}."))
