"""The header of a game: what every member sees first."""

from datetime import datetime

from comity.game.invariants import certain
from comity.game.ports import UnitOfWork
from comity.game.records import GameRow, ResolutionRow, TurnRow
from comity.game.shapes import GameHeader
from comity.game.wire import instant, maybe_instant


def turn_shown(game: GameRow) -> int:
    """The turn being played; once the game has ended, the last one that was resolved."""
    return max(game.turn_no - 1, 0) if game.status == "ended" else game.turn_no


def make_header(
    game: GameRow,
    turn: TurnRow | None,
    now: datetime,
    *,
    seed: bytes | None = None,
    horizon: int | None = None,
) -> GameHeader:
    """The header as of `now`. A viewer with a `horizon` behind the game sees that turn, without a clock."""
    seen = game.turn_no if horizon is None else horizon
    late = seen < game.turn_no
    deadline = turn.deadline_at if turn and turn.status == "open" and not late else None
    remaining: float | None = None
    if deadline is not None:
        remaining = max(round((deadline - now).total_seconds(), 3), 0.0)
    elif game.paused_ms is not None and not late:
        remaining = game.paused_ms / 1000
    return GameHeader(
        id=game.id,
        title=game.title,
        scenario=game.scenario_key,
        scenario_title=game.scenario_title,
        status=game.status,
        turn=seen if late else turn_shown(game),
        turns=game.turns,
        deadline_at=maybe_instant(deadline),
        deadline_version=turn.deadline_version if turn else 0,
        remaining_seconds=remaining,
        early=game.early,
        bots_fill=game.bots_fill,
        server_now=instant(now),
        seed_commitment=game.seed_commitment,
        seed=None if seed is None else seed.hex(),
    )


async def header_of(work: UnitOfWork, game_id: str, *, horizon: int | None = None) -> GameHeader:
    """The header as the rows of this unit of work stand now; the seed is in it once the game has ended.

    Who reads late gets the deadline's version of the turn that they watch: that of the present one would tell
    how often its clock was touched.
    """
    game = certain(await work.games.find(game_id), "callers come through the door with a game in hand")
    turn = await work.turns.find(game.id, game.turn_no if horizon is None else horizon)
    seed = await work.games.seed(game.id) if game.status == "ended" else None
    return make_header(game, turn, await work.now(), seed=seed, horizon=horizon)


async def resolved_turn(work: UnitOfWork, game_id: str, n: int) -> ResolutionRow:
    """What turn `n` was resolved to; for turns before the present one, and 0 for the opening."""
    found = await work.resolutions.find(game_id, n)
    return certain(found, "a turn opens only after the one before it is resolved")
