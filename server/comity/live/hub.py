"""Who listens in this process, and telling them: what is new is read and encoded once a viewer.

The hub keeps no truth. For each audience it remembers up to which numbers it has told its listeners; on a
hint, after somebody came, and within 2 seconds in any case, it reads what follows. A listener that is too
slow is hung up on and resumes by number.
"""

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, Protocol

import structlog

from comity.game.errors import NotVisible, Unavailable
from comity.game.shapes import Heads, Instant
from comity.game.streams import Missed, Viewer
from comity.live.audience import Audience
from comity.live.lag import lag_seconds
from comity.live.listener import Listener
from comity.live.messages import CloseCode
from comity.metrics import DELIVERY_LAG, HINTS_LOST, QUEUED_BYTES

log = structlog.get_logger(__name__)

PAGE: Final = 100
"""Deliveries read at a time: two full streams fit into an outbox, and the loop turns before the next page."""


class Source(Protocol):
    """What the hub reads; `app.py` gives it the game service."""

    async def missed(self, viewer: Viewer, public_after: int, private_after: int, limit: int) -> Missed: ...
    async def still_valid(self, sessions: Collection[str]) -> set[str]: ...


class Hub:
    """The listeners of one process, by game and viewer."""

    def __init__(self, source: Source, clock: Callable[[], float], now: Callable[[], Instant]) -> None:
        self._source = source
        self._clock = clock
        self._now = now
        self._open: set[Listener] = set()
        """Everybody with an open socket."""
        self._arriving: set[Listener] = set()
        """Those of them who have not caught up yet."""
        self._games: dict[str, dict[Viewer, Audience]] = {}
        self._refreshing: set[str] = set()
        self._again: dict[str, bool] = {}
        """Games to go over once more, and whether spectators' sessions are to be looked at too."""
        self._saving = True

    # Coming and going.

    def greet(self, listener: Listener) -> None:
        """A connection that has just opened; from here on its time is watched."""
        self._open.add(listener)
        self._arriving.add(listener)

    def attach(self, listener: Listener, epoch: str) -> None:
        """A session that has just caught up. Its audience is told again from its numbers on, if need be."""
        self._arriving.discard(listener)
        audiences = self._games.setdefault(listener.viewer.game, {})
        audience = audiences.get(listener.viewer)
        if audience is not None and audience.epoch != epoch:
            self._renew(audience)
            audience = None
        if audience is None:
            audience = audiences[listener.viewer] = Audience(listener.viewer, epoch, listener.session.heads)
        audience.join(listener)

    def detach(self, listener: Listener) -> None:
        """The connection is over. Idempotent."""
        self._open.discard(listener)
        self._arriving.discard(listener)
        audiences = self._games.get(listener.viewer.game, {})
        audience = audiences.get(listener.viewer)
        if audience is None:
            return
        audience.leave(listener)
        if not audience:
            del audiences[listener.viewer]
        if not audiences:
            self._games.pop(listener.viewer.game, None)

    def listeners(self, game: str | None = None) -> Iterator[Listener]:
        """Of one game, or of all; players before spectators."""
        games = [game] if game is not None else list(self._games)
        found = [one for each in games for one in self._of_game(each)]
        yield from sorted(found, key=lambda one: not one.plays)

    def _of_game(self, game: str) -> Iterator[Listener]:
        for audience in self._games.get(game, {}).values():
            yield from audience.listeners

    def games(self) -> list[str]:
        return list(self._games)

    # Telling.

    async def refresh(self, game: str, *, everybody: bool = False) -> bool:
        """Tells the listeners of `game` what is new, and ends the sessions that no longer hold.

        Players' sessions are looked at each time, before anything is told; spectators', who may be thousands
        and hear what is public, only for `everybody`. Calls made while one is at work are folded into one
        more round. Returns whether there was news.
        """
        if game not in self._games:
            return False
        if game in self._refreshing:
            self._again[game] = everybody or self._again.get(game, False)
            return False
        self._refreshing.add(game)
        news = False
        try:
            while True:
                await self._end_invalid(game, everybody=everybody)
                for audience in self._in_order(game):
                    news |= await self._tell(audience)
                if game not in self._again:
                    return news
                everybody = self._again.pop(game)
        finally:
            self._refreshing.discard(game)
            self._again.pop(game, None)

    async def poll(self) -> None:
        """One round over all games, under lost hints a safety net. Also learns whether the store is away."""
        saving = True
        for game in self.games():
            try:
                if await self.refresh(game, everybody=True):
                    HINTS_LOST.inc()
            except Unavailable:
                saving = False
        self._tell_saving(saving)

    async def tick(self) -> None:
        """Heartbeats and the gauge; call it every second."""
        now, server_now = self._clock(), self._now()
        for listener in list(self._arriving):
            listener.tick(now, server_now)
        waiting = sum(listener.session.outbox.held_bytes for listener in self._arriving)
        for game in self.games():
            for audience in self._in_order(game):
                waiting += await audience.tick(now, server_now)
        QUEUED_BYTES.set(waiting)

    def hang_up_all(self, code: int, reason: str) -> None:
        """For the end of the process."""
        for listener in list(self._open):
            listener.do(listener.session.hang_up(code, reason))

    def _in_order(self, game: str) -> list[Audience]:
        return sorted(self._games.get(game, {}).values(), key=lambda one: one.viewer.private is None)

    async def _end_invalid(self, game: str, *, everybody: bool) -> None:
        # Who comes while we ask was let in a moment ago.
        asked = [one for one in self._of_game(game) if everybody or one.plays]
        valid = await self._source.still_valid({one.caller.session or "" for one in asked})
        for listener in asked:
            if listener.caller.session not in valid:
                reason = "this session has ended; open your link again"
                listener.do(listener.session.hang_up(CloseCode.NO_LONGER_ALLOWED, reason))

    async def _tell(self, audience: Audience) -> bool:
        """Reads and hands out what follows the audience's numbers, until it is at the heads."""
        news = False
        while audience:
            asked = Heads(audience.public, audience.private)
            try:
                missed = await self._source.missed(audience.viewer, asked.public, asked.private, PAGE)
            except NotVisible:  # the game was erased while they watched
                self._dismiss(audience)
                return True
            if asked != Heads(audience.public, audience.private):
                continue  # somebody came meanwhile who has less
            if missed.epoch != audience.epoch:
                await self._end_invalid(
                    audience.viewer.game, everybody=True
                )  # a hand-over ends sessions and the epoch
                self._renew(audience)
                return True
            public, private = missed.public, missed.private
            if not public and not private:
                return news
            news = True
            self._measure(audience.viewer, public)
            await audience.tell(public, private)
            if audience.public >= missed.heads.public and audience.private >= missed.heads.private:
                return True
            await asyncio.sleep(0)
        return news

    def _measure(self, viewer: Viewer, public: Sequence[bytes]) -> None:
        if public and not viewer.delayed:  # who reads late on purpose says nothing about us
            lag = lag_seconds(public[-1], self._now())
            if lag is not None:
                DELIVERY_LAG.observe(lag)

    def _dismiss(self, audience: Audience) -> None:
        for listener in audience.listeners:
            reason = "this game is no longer kept"
            listener.do(listener.session.hang_up(CloseCode.NO_LONGER_ALLOWED, reason))

    def _renew(self, audience: Audience) -> None:
        """The stream began anew (restored from a backup, handed over): everybody starts from a snapshot."""
        for listener in audience.listeners:
            listener.do(listener.session.hang_up(CloseCode.RESTART, "the stream began anew; resume"))

    def _tell_saving(self, saving: bool) -> None:
        if saving == self._saving:
            return
        self._saving = saving
        log.warning("saving_resumed" if saving else "saving_paused")
        for listener in self.listeners():
            listener.do(listener.session.notice("saving_resumed" if saving else "saving_paused"))
