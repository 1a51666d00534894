"""Looking at a game: the snapshot, its texts, and why things changed."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from comity.game import press
from comity.game.access import Access, Action, Caller, access_game, require_seat
from comity.game.errors import NotVisible
from comity.game.headers import header_of, resolved_turn, turn_shown
from comity.game.ports import Ports
from comity.game.seating import seating_of
from comity.game.shapes import SeatView, Snapshot
from comity.game.shelf import public_board_json, seat_board_json
from comity.game.streams import epoch_and_heads, viewer_of
from comity.game.submit import saved_record
from comity.game.wire import instant
from comity.rules.views import CauseLine


async def snapshot(ports: Ports, caller: Caller, game: str) -> Snapshot:
    """All that the caller may know, and the heads that it belongs to, read from one unchanging state."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.WATCH)
        row, seat = access.game, access.seat
        epoch, heads = await epoch_and_heads(work, row, viewer_of(access))
        book = await ports.shelf.of(work, row.scenario_digest)
        state = (await resolved_turn(work, row.id, _turns_shown(access))).state
        seating = await seating_of(work, row)
        move = seating.moves.get(seat) if seat else None
        said = await press.newest(work, access)
        return Snapshot(
            epoch=epoch,
            heads=heads,
            header=await header_of(work, row.id, horizon=access.horizon),
            board=public_board_json(book, state),
            own=seat_board_json(book, state, seat) if seat else None,
            move=await saved_record(work, move) if move else None,
            ready=seat is not None and seating.is_ready(seating.seat(seat)),
            seats=[_seat_view(access, seating.view(each)) for each in seating.seats],
            messages=said.messages,
            earlier_messages=said.earlier_messages,
            server_now=instant(seating.now),
        )


async def texts(ports: Ports, caller: Caller, game: str) -> Mapping[str, Any]:
    """The scenario's public words and pictures."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.WATCH)
        return (await ports.shelf.of(work, access.game.scenario_digest)).texts()


async def role_sheet(ports: Ports, caller: Caller, game: str) -> Mapping[str, Any]:
    """The caller's own private briefing."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.READ_SEAT)
        book = await ports.shelf.of(work, access.game.scenario_digest)
        return book.role_sheet(require_seat(access))


async def causes(
    ports: Ports,
    caller: Caller,
    game: str,
    turn: int,
    *,
    subject: str | None = None,
    variable: str | None = None,
) -> list[CauseLine]:
    """Why things changed in a turn, as far as the caller may know; all for instructors and at the end.

    Raises NotVisible for a turn that is not resolved, or whose news has not reached this caller yet.
    """
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.WATCH)
        if not 1 <= turn <= _turns_shown(access):
            raise NotVisible
        resolution = await resolved_turn(work, access.game.id, turn)
        book = await ports.shelf.of(work, access.game.scenario_digest)
    reveal = access.sees_everything or access.game.status == "ended"
    ask = partial(book.causes, reveal=reveal, subject=subject, variable=variable)
    return await asyncio.to_thread(ask, resolution.ledger, access.seat)


def _seat_view(access: Access, view: SeatView) -> SeatView:
    """Who is ready now is news of a turn that a delayed viewer has not reached."""
    return replace(view, ready=False) if access.is_delayed else view


def _turns_shown(access: Access) -> int:
    """How many resolved turns the caller knows of."""
    if access.game.status == "ended":
        return turn_shown(access.game)
    now_playing = access.game.turn_no if access.horizon is None else access.horizon
    return max(now_playing - 1, 0)
