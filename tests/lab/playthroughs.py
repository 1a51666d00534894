"""A whole game as text: what every seat moved, what was decided, what the world came to, and its chronicle.

`make golden` writes `tests/lab/golden/SCENARIO.txt` for every shipped scenario. The files are read by people,
who see in a review what a change of the rules does to a game, and compared byte for byte.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from comity.lab import quick_par, table
from comity.lab.playouts import play
from comity.lab.story import tell, text
from comity.rules import project
from comity.rules.draws import seed_from_number
from comity.rules.views import Gauge, PublicBoard
from comity.scenarios import sources
from comity.scenarios.load import Scenario, load

GOLDEN = Path(__file__).parent / "golden"
SEED = 1
WIDE = 60
"""From so many states on, two turns and no chronicle: nobody reads a review of two hundred threads."""
OF_STATES = (
    "economy",
    "military",
    "technology",
    "standing",
    "autonomy",
    "cohesion",
    "inequality",
    "governance",
    "carbon",
)
OF_GLOBALISMS = ("prevalence", "legitimacy", "claim", "recognition", "radicalisation", "gap")
OF_INSTITUTIONS = ("authority", "legitimacy", "renewal", "universality")


def scenarios() -> list[str]:
    """The keys of all shipped scenarios."""
    return list(sources.shipped())


def written(key: str) -> str:
    """The playthrough of one scenario, bots in every seat."""
    scenario = load(key)
    if len(scenario.catalogue.states.keys) >= WIDE:
        return "\n".join([*_game(scenario, turns=2), ""])
    game = play(scenario, seed=SEED, keep_ledger=True)
    game.par = quick_par.standings(scenario, game.document["scores"], quick_par.sample(scenario))
    return "\n".join([*_game(scenario), "", text(tell(scenario, game))])


def _game(scenario: Scenario, turns: int | None = None) -> Iterator[str]:
    secret = seed_from_number(SEED)
    now = table.opening(scenario, secret)
    yield f"{scenario.key}, seed {SEED}, theory {scenario.theory.key}, bots in every seat"
    yield ""
    yield "=== Opening"
    yield from _world(project.public_board(now.stored, scenario.catalogue))
    yield f"digest {now.digest}"
    seats = [seat.key for seat in scenario.catalogue.seats]
    for turn, label in enumerate(scenario.documents.scenario.turn_labels[:turns], start=1):
        bodies = table.bot_moves(scenario, now.stored, seats, secret)
        now = table.advance(
            scenario, now.stored, bodies, state=now.state, seed=secret, previous_digest=now.digest
        )
        yield ""
        yield f"=== Turn {turn}: {label}"
        yield from _moves(bodies)
        yield from (
            f"  {row['id']} {_outcome(row)}: {row['text']}" for row in now.stored.chronicle["tallies"]
        )
        yield from _world(project.public_board(now.stored, scenario.catalogue))
        yield f"digest {now.digest}"
        if int(now.stored.world.over[0]):
            break


def _moves(bodies: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for seat, body in bodies.items():
        stance = " ".join(f"{key[:4]} {points}" for key, points in body["stance"].items() if points)
        parts = [
            stance,
            *(" ".join(filter(None, (row["action"], row.get("target")))) for row in body["actions"]),
            *(f"{item} {vote}" for item, vote in body["votes"].items()),
            *(f"tables {row['resolution']} in {row['institution']}" for row in body.get("tabled", ())),
            *(f"answers {event} with {choice}" for event, choice in body.get("answers", {}).items()),
        ]
        yield f"  {seat:14} {' | '.join(parts)}"


def _outcome(row: Mapping[str, Any]) -> str:
    word = "passed" if row["passed"] else "vetoed" if row["vetoed"] else "failed"
    return f"{word} {row['yes']}:{row['no']}:{row['abstain']}"


def _world(board: PublicBoard) -> Iterator[str]:
    yield f"  indices {_gauges(board.indices.items())} | system {_gauges(board.system.items())}"
    yield f"  {board.order_phase.globalism} {board.order_phase.phase} | {_gauges(board.challenges.items())}"
    yield from _table("globalism", OF_GLOBALISMS, board.globalisms)
    yield from _table("institution", OF_INSTITUTIONS, board.institutions)
    yield from _table("state", OF_STATES, board.states)
    yield from _table("movement", ("strength",), board.movements)
    yield from _table("bloc", ("depth",), board.blocs)
    for pair in board.pairs:
        if pair.rung != "calm":
            yield f"  {pair.a} and {pair.b}: {pair.rung}, escalation {pair.escalation:.1f}"


def _gauges(rows: Iterable[tuple[str, Gauge]]) -> str:
    return ", ".join(f"{key} {gauge.value:.1f}" for key, gauge in rows)


def _table(head: str, names: tuple[str, ...], rows: Mapping[str, Any]) -> Iterator[str]:
    if rows:
        yield f"  {head:20}" + "".join(f"{name:>15}" for name in names)
    for key, row in rows.items():
        yield f"  {key:20}" + "".join(f"{getattr(row, name).value:15.1f}" for name in names)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in scenarios():
        (GOLDEN / f"{name}.txt").write_text(written(name))
