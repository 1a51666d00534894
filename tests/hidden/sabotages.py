"""Projections with one leak each, which the comparison must find. They live here alone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final
from unittest.mock import patch

import orjson

from comity.game import access, export, history, lobby, played, press, streams, submit
from comity.game.access import Action, Caller, Instructor, access_game
from comity.game.errors import NotAllowed, NotVisible
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import GameRow, MessageRow
from comity.game.seat_news import tell_seat
from comity.game.shapes import MessagePage
from comity.game.streams import Viewer
from comity.rules.views import CauseLine


@contextmanager
def a_saved_move_is_told_to_all() -> Iterator[None]:
    """The instructor's news of a saved move also makes a public one: one frame too many."""

    async def too_much(*args: Any, **how: Any) -> None:
        await tell_seat(*args, **{**how, "publicly": True})

    with patch.object(submit, "tell_seat", too_much):
        yield


@contextmanager
def one_field_too_many() -> Iterator[None]:
    """A snapshot's view of a seat, which is the same for all, says whether something is saved."""
    snapshot = history.snapshot

    async def leaky(ports: Ports, caller: Caller, game: str) -> Any:
        found = await snapshot(ports, caller, game)
        async with ports.store.read() as work:
            saved = {move.seat: move.rev for move in await work.moves.last_of_turn(game, found.header.turn)}
        return replace(
            found, seats=[replace(one, name=f"{one.name} {saved.get(one.seat, 0)}") for one in found.seats]
        )

    with patch.object(history, "snapshot", leaky):
        yield


@contextmanager
def everybody_reads_cables() -> Iterator[None]:
    with patch.object(press, "may_read", lambda _access, _message: True):
        yield


@contextmanager
def earlier_messages_that_count_cables() -> Iterator[None]:
    """How many messages came before those of a snapshot is counted without asking who may read them."""
    newest = press.newest

    async def counted(work: UnitOfWork, held: access.Access, before: MessageRow | None = None) -> MessagePage:
        found = await newest(work, held, before)
        said = sum(one.count for one in await work.messages.envelopes(held.game.id, before))
        return replace(found, earlier_messages=said - len(found.messages))

    with patch.object(press, "newest", counted):
        yield


@contextmanager
def an_etag_over_hidden_data() -> Iterator[None]:
    """The mark of the texts, by which browsers keep them, also covers what was saved in secret."""
    texts = history.texts

    async def marked(ports: Ports, caller: Caller, game: str) -> Mapping[str, Any]:
        found = await texts(ports, caller, game)
        async with ports.store.read() as work:
            moves = await work.moves.of_game(game)
        return {**found, "digest": f"{found['digest']}-{len(moves)}"}

    with patch.object(history, "texts", marked):
        yield


@contextmanager
def ids_that_count() -> Iterator[None]:
    """Ids of messages are numbered through the game: a statement's tells how many cables there were."""
    keep = press._keep

    async def numbered(ports: Ports, work: UnitOfWork, held: Any, to: Any, text: str) -> Any:
        count = len(await work.messages.of_game(held.game.id))
        with patch.object(press, "new_id", lambda _randomness: f"{count:032x}"):
            return await keep(ports, work, held, to, text)

    with patch.object(press, "_keep", numbered):
        yield


@contextmanager
def a_count_of_hidden_things() -> Iterator[None]:
    """The header's version of the deadline also counts the moves saved, for all but the instructor."""
    header = lobby.header

    async def counting(ports: Ports, caller: Caller, game: str) -> Any:
        found = await header(ports, caller, game)
        async with ports.store.read() as work:
            saved = 0 if isinstance(caller.principal, Instructor) else len(await work.moves.of_game(game))
        return replace(found, deadline_version=found.deadline_version + saved)

    with patch.object(lobby, "header", counting):
        yield


@contextmanager
def numbers_that_all_streams_share() -> Iterator[None]:
    """What is told to somebody else leaves a hole in everybody's numbers."""
    epoch_and_heads = streams.epoch_and_heads

    async def shared(work: UnitOfWork, game: Any, viewer: Viewer) -> Any:
        epoch, heads = await epoch_and_heads(work, game, viewer)
        others = [
            await work.streams.find(game.id, f"seat:{seat.key}") for seat in await work.seats.of_game(game.id)
        ]
        return epoch, replace(heads, public=heads.public + sum(one.head for one in others if one is not None))

    with patch.object(history, "epoch_and_heads", shared):
        yield


@contextmanager
def a_refusal_that_differs() -> Iterator[None]:
    """Who asks for a move that is not theirs hears 404 while nobody has saved one, and 403 afterwards."""
    saved_move = submit.saved_move

    async def telling(ports: Ports, caller: Caller, game: str, turn: int) -> Any:
        try:
            return await saved_move(ports, caller, game, turn)
        except NotAllowed:
            async with ports.store.read() as work:
                held = await access_game(work, caller, game, Action.WATCH)
                if not await work.moves.last_of_turn(held.game.id, turn):
                    raise NotVisible from None
            raise

    with patch.object(submit, "saved_move", telling):
        yield


@contextmanager
def causes_that_name_everybody() -> Iterator[None]:
    """Why? names the authors of hidden deeds to all."""
    causes = history.causes

    async def revealed(ports: Ports, caller: Caller, game: str, turn: int, **how: Any) -> list[CauseLine]:
        with patch.object(access.Access, "sees_everything", True):
            return await causes(ports, caller, game, turn, **how)

    with patch.object(history, "causes", revealed):
        yield


@contextmanager
def what_every_bot_played() -> Iterator[None]:
    """Who asks what was played for their own seat reads what house bots played for the others, too."""
    played_turn = played.played_turn

    async def all_told(ports: Ports, caller: Caller, game: str, turn: int) -> Any:
        found = await played_turn(ports, caller, game, turn)
        async with ports.store.read() as work:
            moves = await work.moves.last_of_turn(game, turn)
        others = {move.seat: move.body for move in moves if move.by_bot and move.body is not None}
        return replace(found, docket={**found.docket, **others})

    with patch.object(played, "played_turn", all_told):
        yield


@contextmanager
def an_export_with_a_name() -> Iterator[None]:
    """The file of an ended game also says who sat where."""
    json_of = export._json_of

    async def named(work: UnitOfWork, game: GameRow) -> Callable[[], bytes]:
        people = sorted(holder.name for holder in await work.seats.holders(game.id))
        written = await json_of(work, game)
        return lambda: orjson.dumps({**orjson.loads(written()), "people": people})

    with patch.object(export, "_json_of", named):
        yield


@dataclass(frozen=True, slots=True)
class Sabotage:
    """`apply` breaks this process for the length of a block."""

    apply: Callable[[], AbstractContextManager[None]]
    words: str


SABOTAGES: Final[Mapping[str, Sabotage]] = {
    "frame": Sabotage(a_saved_move_is_told_to_all, "a frame to all when a move is saved"),
    "field": Sabotage(one_field_too_many, "a snapshot tells of each seat how often it has saved"),
    "cables": Sabotage(everybody_reads_cables, "a snapshot holds the cables of others"),
    "earlier": Sabotage(
        earlier_messages_that_count_cables, "the count of earlier messages counts the cables of others"
    ),
    "etag": Sabotage(an_etag_over_hidden_data, "an ETag covers what was saved in secret"),
    "ids": Sabotage(ids_that_count, "ids of messages count the cables of others"),
    "count": Sabotage(a_count_of_hidden_things, "a number in the header counts the moves saved"),
    "numbers": Sabotage(numbers_that_all_streams_share, "stream numbers are shared by all streams"),
    "refusal": Sabotage(a_refusal_that_differs, "404 while nobody has saved a move, 403 afterwards"),
    "causes": Sabotage(causes_that_name_everybody, "Why? names the authors of hidden deeds"),
    "played": Sabotage(what_every_bot_played, "who reads what a bot played for them reads of all bots"),
    "export": Sabotage(an_export_with_a_name, "an ended game's file names the people"),
}
