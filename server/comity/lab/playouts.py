"""Whole games: bots play every seat that no given move does. What `comity play` prints."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.lab import table
from comity.lab.quick_par import SeatPar
from comity.rules import account, intake, project, scores, subjects
from comity.rules.draws import seed_from_number
from comity.rules.faults import Fault
from comity.rules.views import CauseLine, Gauge, PublicBoard
from comity.scenarios.load import Scenario


class MovesRefusedError(Exception):
    """Given moves that the rules refuse. `faults` pairs the place in the input with each fault."""

    def __init__(self, faults: list[tuple[str, Fault]]) -> None:
        super().__init__("; ".join(f"{place}: {fault.message}" for place, fault in faults))
        self.faults = faults


@dataclass
class Playout:
    """A finished game: the printable document and, if asked for, every ledger line and what was told of each
    turn.
    """

    document: dict[str, Any]
    met: dict[str, dict[str, bool]]
    """Which objectives each seat has met at the end."""
    ledger: list[CauseLine] = field(default_factory=list)
    chronicles: list[Mapping[str, Any]] = field(default_factory=list)
    """One a turn, from the first: `{headlines, notices, tallies}`; see `rules/news.py`."""
    par: Mapping[str, SeatPar] = field(default_factory=dict)
    """By seat, how its score stands among those of bots; empty where nobody asked or it is not known."""


def play(
    scenario: Scenario,
    *,
    seed: int,
    turns: int | None = None,
    moves: Iterable[object] = (),
    keep_ledger: bool = False,
) -> Playout:
    """Play a game to its end or for `turns` turns.

    `moves` are lines `{turn, seat, stance?, actions?, votes?, tabled?, answers?}` in the scenario's keys.

    Raises:
        MovesRefusedError: a line is malformed, names no seat or turn, or is not legal when its turn comes.
    """
    given = _by_turn(scenario, moves)
    secret = seed_from_number(seed)
    now = table.opening(scenario, secret)
    names = subjects.names(scenario.catalogue) if keep_ledger else ()
    rows = [_row(0, now, scenario)]
    lines: list[CauseLine] = []
    chronicles: list[Mapping[str, Any]] = []
    for turn in range(1, min(turns or scenario.catalogue.turns, scenario.catalogue.turns) + 1):
        mine = given.get(turn, {})
        _judge(scenario, now, mine)
        idle = [seat.key for seat in scenario.catalogue.seats if seat.key not in mine]
        bodies = {seat: body for seat, (_, body) in mine.items()} | table.bot_moves(
            scenario, now.stored, idle, secret
        )
        now = table.advance(
            scenario, now.stored, bodies, state=now.state, seed=secret, previous_digest=now.digest
        )
        if keep_ledger:
            chronicles.append(now.stored.chronicle)
            lines.extend(
                account.lines(
                    account.read(now.ledger),
                    scenario.catalogue,
                    names,
                    scenario.rule_names,
                    reader=None,
                    reveal=True,
                )
            )
        rows.append(_row(turn, now, scenario))
        if int(now.stored.world.over[0]):
            break
    results = {
        seat.key: scores.score(seat, now.stored.world, scenario.opening, scenario.catalogue)
        for seat in scenario.catalogue.seats
    }
    document = {
        "scenario": scenario.key,
        "theory": scenario.theory.key,
        "seed": seed,
        "digest": now.digest,
        "turns": rows,
        "scores": {key: result.total for key, result in results.items()},
    }
    return Playout(document, {key: result.met for key, result in results.items()}, lines, chronicles)


def _by_turn(scenario: Scenario, moves: Iterable[object]) -> dict[int, dict[str, tuple[str, dict[str, Any]]]]:
    known = {seat.key for seat in scenario.catalogue.seats}
    faults: list[tuple[str, Fault]] = []
    given: dict[int, dict[str, tuple[str, dict[str, Any]]]] = {}
    for number, line in enumerate(moves, start=1):
        place = f"line {number}"
        if not isinstance(line, Mapping):
            faults.append(
                (place, Fault("move_malformed", "", "a line is not a JSON object", "write one object a line"))
            )
            continue
        turn, seat = line.get("turn"), line.get("seat")
        if isinstance(turn, bool) or not isinstance(turn, int) or not 1 <= turn <= scenario.catalogue.turns:
            fix = f"give a whole number from 1 to {scenario.catalogue.turns}"
            faults.append((place, Fault("no_such_turn", "turn", "this is not a turn of the game", fix)))
        elif not isinstance(seat, str) or seat not in known:
            faults.append(
                (
                    place,
                    Fault(
                        "no_such_seat",
                        "seat",
                        "this is not a seat of the scenario",
                        "use one of: " + ", ".join(sorted(known)),
                    ),
                )
            )
        elif seat in given.setdefault(turn, {}):
            faults.append(
                (
                    place,
                    Fault(
                        "move_twice",
                        "seat",
                        "this seat already has a move in this turn",
                        "keep one line a seat and turn",
                    ),
                )
            )
        else:
            given[turn][seat] = (
                place,
                {key: value for key, value in line.items() if key not in ("turn", "seat")},
            )
    if faults:
        raise MovesRefusedError(faults)
    return given


def _judge(scenario: Scenario, now: table.Turn, mine: Mapping[str, tuple[str, dict[str, Any]]]) -> None:
    faults = [
        (place, fault)
        for seat, (place, body) in mine.items()
        for fault in intake.check(now.stored.world, scenario.catalogue, seat, body)
    ]
    if faults:
        raise MovesRefusedError(faults)


def _row(turn: int, now: table.Turn, scenario: Scenario) -> dict[str, Any]:
    board = project.public_board(now.stored, scenario.catalogue)
    return {"turn": turn, "digest": now.digest, **published(board)}


def published(board: PublicBoard) -> dict[str, Any]:
    """A public board as bare values: what outside tools read of a turn."""
    return {
        "indices": _values(board.indices),
        "system": _values(board.system),
        "challenges": _values(board.challenges),
        "globalisms": {
            key: {
                name: getattr(view, name).value
                for name in ("prevalence", "legitimacy", "claim", "recognition", "radicalisation")
            }
            for key, view in board.globalisms.items()
        },
        "institutions": {
            key: {
                "authority": view.authority.value,
                "legitimacy": view.legitimacy.value,
                "ownership": view.ownership,
            }
            for key, view in board.institutions.items()
        },
        "states": {key: dict(_state_values(board, key)) for key in board.states},
        "movements": {key: view.strength.value for key, view in board.movements.items()},
    }


def _values(gauges: Mapping[str, Gauge]) -> dict[str, float]:
    return {key: gauge.value for key, gauge in gauges.items()}


def _state_values(board: PublicBoard, key: str) -> Iterator[tuple[str, Any]]:
    view = board.states[key]
    for name in (
        "economy",
        "military",
        "technology",
        "standing",
        "autonomy",
        "cohesion",
        "inequality",
        "governance",
        "carbon",
    ):
        yield name, getattr(view, name).value
    yield "stance", view.stance
