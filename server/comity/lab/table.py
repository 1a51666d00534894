"""One game on the table: a stored world, its seed and its chain of digests, one turn further at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comity import bots
from comity.rules import account, codec, injects, intake, news
from comity.rules.codec import Stored
from comity.rules.draws import Draws
from comity.rules.moves import Injected
from comity.rules.resolve import resolve
from comity.rules.version import RULES_VERSION
from comity.scenarios.load import Scenario

MoveBody = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn's outcome. `digest` covers the digest before it, the inputs, the state and the ledger."""

    stored: Stored
    state: bytes
    ledger: bytes
    input_digest: str
    digest: str


def opening(scenario: Scenario, seed: bytes) -> Turn:
    """Turn 0: the opening world, an empty ledger and the first link of the chain."""
    world = scenario.opening
    stored = Stored(world, world.values[0], news.opening_chronicle(world, scenario.catalogue))
    state = codec.encode(stored)
    first = codec.digest(
        b"comity/game/v1", scenario.digest.encode(), scenario.theory.key.encode(), seed, state
    )
    return Turn(stored, state, b"", "", first)


def advance(
    scenario: Scenario,
    stored: Stored,
    moves: Mapping[str, MoveBody],
    sent: Sequence[Injected] = (),
    *,
    state: bytes,
    seed: bytes,
    previous_digest: str,
) -> Turn:
    """Resolve one turn of `stored`, whose bytes are `state`.

    Moves are those that `intake.check` accepts for this very state; `sent` are the instructor's events, as
    `injects.check` accepts them, in any order.

    Raises:
        ValueError: a move is malformed, or an event that was sent is not sound.
    """
    read = {}
    for seat, body in moves.items():
        read[seat], faults = intake.read(body)
        if faults:
            raise ValueError(f"an unchecked move reached the rules: {faults[0]}")
    before, catalogue = stored.world, scenario.catalogue
    turn = before.turn + 1
    arrays = replace(intake.gather(before, catalogue, read), injected=injects.rows(catalogue, sent))
    outcome = resolve(before, arrays, catalogue, scenario.theory.coefficients, Draws.for_turn([seed], turn))
    if outcome.ledger is None:
        raise AssertionError("a live turn never drops its ledger")
    after = Stored(
        outcome.world, before.values[0], news.chronicle(before, outcome.world, outcome.record, catalogue)
    )
    encoded, ledger = codec.encode(after), account.encode(outcome.ledger, turn)
    inputs = codec.digest(
        state,
        codec.canonical({seat: dict(body) for seat, body in moves.items()}),
        seed,
        RULES_VERSION.encode(),
        *_told(sent),
    )
    return Turn(
        after,
        encoded,
        ledger,
        inputs,
        codec.digest(previous_digest.encode(), inputs.encode(), encoded, ledger),
    )


def _told(sent: Sequence[Injected]) -> tuple[bytes, ...]:
    """What the digest of a turn's inputs holds of the events that were sent; nothing where none was."""
    rows = sorted({(inject.event, inject.state or "") for inject in sent})
    return (codec.canonical(rows),) if rows else ()


def bot_moves(scenario: Scenario, stored: Stored, seats: Sequence[str], seed: bytes) -> dict[str, MoveBody]:
    """House-bot moves, each from what its own seat sees."""
    chance = Draws.for_turn([seed], stored.world.turn + 1, "bots")
    moves = bots.moves(house(scenario), stored.world, tuple(seats), chance)
    return dict(bots.bodies(stored.world, scenario.catalogue, moves, seats))


def bot_reasons(
    scenario: Scenario, stored: Stored, seats: Sequence[str], seed: bytes
) -> dict[str, Mapping[str, str]]:
    """Why the house bots move as `bot_moves` says, in a sentence for each part of each move."""
    chance = Draws.for_turn([seed], stored.world.turn + 1, "bots")
    mind = house(scenario)
    return bots.because(
        mind, stored.world, bots.moves(mind, stored.world, tuple(seats), chance), seats, chance
    )


_HOUSES: list[bots.House] = []
_HOUSES_MAX = 8


def house(scenario: Scenario) -> bots.House:
    """The bots of a scenario; those of the last few are kept, since to weigh all its deeds takes a while."""
    for known in _HOUSES:
        if known.catalogue is scenario.catalogue and known.theory == scenario.theory.coefficients:
            return known
    made = bots.House.of(scenario.catalogue, scenario.theory.coefficients, scenario.opening)
    _HOUSES.insert(0, made)
    del _HOUSES[_HOUSES_MAX:]
    return made
