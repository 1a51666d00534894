"""Who is here: people with an open socket, as far as their last sign of life reaches.

Kept in the database, because a colleague's socket may hang on another process; a process that dies takes
nobody's presence with it for longer than `HERE_FOR`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta

from comity.game.access import Caller, Seat
from comity.game.ports import Ports
from comity.game.seat_news import tell_seat
from comity.game.seating import seating_of
from comity.game.work import writing

HERE_FOR = timedelta(seconds=45)
"""Three heartbeats of a socket."""


async def arrived(ports: Ports, caller: Caller) -> None:
    """A live socket of this caller opened. The instructor is told if the person was not here before."""
    await _set_here(ports, caller, here=True)


async def left(ports: Ports, caller: Caller) -> None:
    """The caller's last live socket closed."""
    await _set_here(ports, caller, here=False)


async def keep_here(ports: Ports, listening: Callable[[], Iterable[Caller]]) -> None:
    """Renews the presence of everybody who is `listening` by an open socket; call it every 15 s.

    Who is not here any more, because another server saw its last socket of theirs close or because nobody
    renewed their presence in time, arrives anew: the instructor may have been told that they are away.
    """
    by_game: dict[str, dict[str, Caller]] = defaultdict(dict)
    for caller in listening():
        if isinstance(caller.principal, Seat) and caller.person:
            by_game[caller.principal.game][caller.person] = caller
    if not by_game:
        return
    away: list[Caller] = []
    async with ports.store.write() as work:
        now = await work.now()
        for game, people in sorted(by_game.items()):
            renewed = await work.seats.renew_here(game, people, now, now + HERE_FOR)
            away += [caller for person, caller in people.items() if person not in renewed]
    for caller in away:
        await arrived(ports, caller)
    if away:
        still = {caller.person for caller in listening()}
        for caller in away:
            if caller.person not in still:  # their socket closed meanwhile, and perhaps they had left first
                await left(ports, caller)


async def _set_here(ports: Ports, caller: Caller, *, here: bool) -> None:
    match caller.principal:
        case Seat(game_id, seat) if caller.person is not None:
            person = caller.person
        case _:
            return
    async with writing(ports) as work:
        game = await work.games.lock(game_id)
        if game is None:
            return
        before = await seating_of(work, game)
        was_here = any(
            holder.person == person and holder.here_until is not None and holder.here_until > before.now
            for holder in before.holders.get(seat, ())
        )
        await work.seats.set_here(game.id, [person], before.now + HERE_FOR if here else None)
        if was_here != here:
            await tell_seat(work, game, seat, publicly=False)
