"""How a game fares, for its instructor: do turns come on time, who is connected, do hints come in?"""

from comity.game.access import Access, Action, Caller, access_game
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import GameRow, TurnRow
from comity.game.seating import Seating, seating_of
from comity.game.shapes import GameHealth, LastResolution, OtherRules, SeatedPerson
from comity.game.wire import instant


async def health(ports: Ports, caller: Caller, game: str) -> GameHealth:
    """The state of things now. Raises NotVisible, NotAllowed, Unavailable."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.MANAGE_SEATS)
        seating = await seating_of(work, access.game)
        turn = await work.turns.find(access.game.id, access.game.turn_no)
        last = await _last_resolution(work, access)
    return GameHealth(
        server_now=instant(seating.now),
        turn=access.game.turn_no,
        overdue_seconds=_overdue(seating, turn),
        unresolved_seconds=_unresolved(seating, turn),
        failed=turn is not None and turn.status == "failed",
        other_rules=_other_rules(ports, access.game),
        last_resolution=last,
        live_updates="at_once" if ports.bus.hears else "delayed",
        people=[
            SeatedPerson(seat.key, seat.name, person.name, person.here)
            for seat in seating.seats
            for person in seating.room_view(seat).people
        ],
    )


def _other_rules(ports: Ports, game: GameRow) -> OtherRules | None:
    here = ports.shelf.rules_versions
    if game.status == "ended" or game.rules_version in here:
        return None
    return OtherRules(game.rules_version, sorted(here))


async def _last_resolution(work: UnitOfWork, access: Access) -> LastResolution | None:
    n = access.game.turn_no - 1
    if n < 1:  # turn 0 is the opening, which nobody waited for
        return None
    at, turn = await work.resolutions.resolved_at(access.game.id, n), await work.turns.find(access.game.id, n)
    if at is None or turn is None or turn.closed_at is None:
        return None
    return LastResolution(n, instant(at), round((at - turn.closed_at).total_seconds(), 3))


def _overdue(seating: Seating, turn: TurnRow | None) -> float:
    if turn is None or turn.status != "open" or turn.deadline_at is None:  # a paused game has no deadline
        return 0.0
    return max(round((seating.now - turn.deadline_at).total_seconds(), 3), 0.0)


def _unresolved(seating: Seating, turn: TurnRow | None) -> float:
    if turn is None or turn.status != "closed" or turn.closed_at is None:
        return 0.0
    return max(round((seating.now - turn.closed_at).total_seconds(), 3), 0.0)
