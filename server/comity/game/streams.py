"""Delivery streams: what each viewer was told, as the bytes that are sent, under gapless numbers.

A game has a public stream and one private stream for each seat and for the instructor. Telling happens in
the transaction that makes it true. Taking a number holds the stream until the commit, so numbers are
contiguous and in commit order; and a rival's stream shows no holes where somebody else was told something.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.game.access import Access, Action, Caller, access_game
from comity.game.errors import NotVisible
from comity.game.events import Event
from comity.game.invariants import certain
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import DeliveryRow, GameRow
from comity.game.shapes import Heads
from comity.game.wire import encode

PUBLIC = "public"
INSTRUCTOR = "instructor"

LIMIT = 500
"""Deliveries a stream and answer; who has missed more is better served by a snapshot."""
MOST_BYTES = 1024 * 1024
"""Of a stream and answer, if it is more than one delivery: 500 of the longest statements would be 4 MB."""


def seat_stream(seat: str) -> str:
    return f"seat:{seat}"


@dataclass(frozen=True, slots=True)
class Viewer:
    """One audience of one game. Callers with equal Viewers receive equal bytes: fetch once for them all."""

    game: str
    private: str | None
    """`seat:KEY`, `instructor`, or None."""
    delayed: bool
    """Whether the public stream is read late (spectators of a game with a delay)."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Deliveries after the numbers asked for: whole websocket frames, in order, at most `limit` of a stream
    and `most_bytes`.
    """

    epoch: str
    heads: Heads
    public: Sequence[bytes]
    private: Sequence[bytes]


async def open_streams(work: UnitOfWork, game: str, seats: Sequence[str], epoch: str) -> None:
    """The empty streams of a new game."""
    for viewer in (PUBLIC, INSTRUCTOR, *map(seat_stream, seats)):
        await work.streams.open(game, viewer, epoch)


async def tell(work: UnitOfWork, game: GameRow, news: Mapping[str, Sequence[Event]]) -> None:
    """Writes `news` (stream -> events, in order) into the streams.

    The caller holds the game's lock or a share of its open turn, so that `game.turn_no` is still the turn
    being played. Streams are taken by name, always in the same order.
    """
    deliveries: dict[str, list[DeliveryRow]] = {}
    for viewer in sorted(news):
        events = news[viewer]
        first = await work.streams.take(game.id, viewer, len(events))
        deliveries[viewer] = [
            DeliveryRow(seq, game.turn_no, _frame(viewer, seq, event))
            for seq, event in enumerate(events, start=first)
        ]
    await work.streams.add(game.id, deliveries)
    work.news.add(game.id)


def _frame(viewer: str, seq: int, event: Event) -> bytes:
    stream = "public" if viewer == PUBLIC else "private"
    return encode({"type": "delivery", "stream": stream, "seq": seq, "event": event})


async def viewer(ports: Ports, caller: Caller, game: str) -> Viewer:
    """The audience that the caller belongs to. Raises NotVisible."""
    async with ports.store.read() as work:
        return viewer_of(await access_game(work, caller, game, Action.WATCH))


def viewer_of(access: Access) -> Viewer:
    return Viewer(access.game.id, access.private_viewer, access.is_delayed)


async def missed(
    ports: Ports,
    viewer: Viewer,
    public_after: int,
    private_after: int,
    *,
    limit: int = LIMIT,
    most_bytes: int = MOST_BYTES,
) -> Missed:
    """What this viewer has not had yet, with epoch and heads, read in one transaction.

    `viewer` is proof enough: only `viewer()` makes one, after looking at the caller's rights.
    """
    most = {"limit": limit, "most_bytes": most_bytes}
    async with ports.store.read() as work:
        game = await work.games.find(viewer.game)
        if game is None:
            raise NotVisible
        epoch, heads = await epoch_and_heads(work, game, viewer)
        # Beyond a head there is nothing, however far: no column holds every number that a client may send.
        public_after, private_after = min(public_after, heads.public), min(private_after, heads.private)
        public = await work.streams.read(game.id, PUBLIC, public_after, heads.public, **most)
        private = (
            await work.streams.read(game.id, viewer.private, private_after, heads.private, **most)
            if viewer.private
            else []
        )
    return Missed(epoch, heads, [row.body for row in public], [row.body for row in private])


async def epoch_and_heads(work: UnitOfWork, game: GameRow, viewer: Viewer) -> tuple[str, Heads]:
    """How far this viewer's streams go now, and the epoch in which these numbers mean anything."""
    public = certain(await work.streams.find(game.id, PUBLIC), "every game is made with its streams")
    private = await work.streams.find(game.id, viewer.private) if viewer.private else None
    horizon = game.horizon if viewer.delayed else None
    public_head = public.head if horizon is None else await work.streams.head(game.id, PUBLIC, horizon)
    if private is None:
        return public.epoch, Heads(public_head, 0)
    return f"{public.epoch}.{private.epoch}", Heads(public_head, private.head)
