"""Events that the instructor sends: they come with the next briefing, as if they had come by themselves.

An event is sent while a turn is open and waits until that turn is resolved; until the turn closes it can be
taken back. Nobody but the instructor learns of it before. The journal is all that is kept of it, so whoever
resolves the turn, or proves it later, reads the same inputs (`journal.injects`).
"""

from comity.game import journal
from comity.game.access import Action, Caller, access_game
from comity.game.errors import Refused, WrongStatus
from comity.game.events import InjectsChanged
from comity.game.pace import direct, lock_turn
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import GameRow
from comity.game.shapes import Injects, InjectView
from comity.game.streams import INSTRUCTOR, tell
from comity.game.work import writing
from comity.rules.moves import Injected


async def send(ports: Ports, caller: Caller, game: str, inject: Injected) -> Injects:
    """Lets an event come with the next turn; sent twice, it comes once.

    Raises Refused for an event or a state that is not there, WrongStatus when no turn is open
    (`turn_not_open`) or none follows (`no_turn_follows`).
    """
    await _check(ports, caller, game, inject)
    return await _write(ports, caller, game, "event_injected", inject)


async def take_back(ports: Ports, caller: Caller, game: str, inject: Injected) -> Injects:
    """Undoes `send` until the turn closes; an event that does not wait stays as it is.

    Raises Refused and WrongStatus as `send` does.
    """
    await _check(ports, caller, game, inject)
    return await _write(ports, caller, game, "event_taken_back", inject)


async def waiting(work: UnitOfWork, game: GameRow) -> Injects:
    """What comes with the turn after the present one, as the journal stands now."""
    if game.status == "ended":
        return Injects(game.turn_no, [])
    found = journal.injects(await work.journal.of_kinds(game.id, journal.OF_INJECTS), game.turn_no)
    return Injects(game.turn_no, [InjectView(inject.event, inject.state) for inject in found])


async def _check(ports: Ports, caller: Caller, game: str, inject: Injected) -> None:
    """Without a lock, since a game's scenario never changes."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.DIRECT)
        book = await ports.shelf.of(work, access.game.scenario_digest)
    faults = book.check_inject(inject)
    if faults:
        raise Refused(*faults)


async def _write(ports: Ports, caller: Caller, game: str, kind: journal.Kind, inject: Injected) -> Injects:
    """One line more, unless it would change nothing. Holding the turn, we are before its close or after."""
    async with writing(ports) as work:
        row = (await direct(work, caller, game, "running", "paused")).game
        turn = await lock_turn(work, row)
        if turn.status != "open":
            message = f"Turn {turn.n} is closed; what comes with the next one is settled."
            raise WrongStatus("turn_not_open", message, "Wait until a turn is open again.")
        if turn.n >= row.turns:
            message = f"Turn {turn.n} is the last one: no event can come after it."
            raise WrongStatus(
                "no_turn_follows", message, "Tell the class about it, or bring it to the debrief."
            )
        before = await waiting(work, row)
        waits = InjectView(inject.event, inject.state) in before.waiting
        if waits == (kind == "event_injected"):
            return before
        await journal.record(
            ports, work, row.id, kind, await work.now(), turn=turn.n, event=inject.event, state=inject.state
        )
        after = await waiting(work, row)
        await tell(work, row, {INSTRUCTOR: [InjectsChanged(injects=after)]})
        return after
