"""What a server offers the one who starts it: the first instructor's invitation, and a demonstration to
watch.
"""

from dataclasses import dataclass
from typing import Final

from comity.game import lobby, pace, seats
from comity.game.access import Caller, Instructor
from comity.game.errors import Refused
from comity.game.ports import Ports
from comity.game.records import InstructorRow, LinkRow, PersonRow
from comity.game.tokens import new_id, new_token, token_hash
from comity.scenarios.faults import ScenarioInvalid

FIRST_INVITE: Final = "first_invite"
DEMO_LOGIN: Final = "house:demonstration"
DEMO_NAME: Final = "Demonstration"
NO_PASSWORD: Final = "!"  # noqa: S105  no hash looks like this, so nobody can sign in with it
DEMO_SCENARIO: Final = "crash-course"
DEMO_MINUTES: Final = 1


@dataclass(frozen=True, slots=True)
class Welcome:
    """Links to print; `invite` is None once the first instructor has come, `demo` when there is none."""

    invite: str | None = None
    demo: str | None = None
    no_demo: str | None = None
    """Why there is no demonstration although one was asked for."""


class NoDemonstrationError(Exception):
    """Its scenario cannot be played; the message says why. A server does without."""


async def welcome(ports: Ports, site: str, *, demo: bool) -> Welcome:
    invite = await first_invite(ports)
    watch, no_demo = None, None
    try:
        watch = await demonstration(ports) if demo else None
    except NoDemonstrationError as error:
        no_demo = str(error)
    return Welcome(
        invite=f"{site}/invite#{invite}" if invite else None,
        demo=f"{site}/watch#{watch}" if watch else None,
        no_demo=no_demo,
    )


async def first_invite(ports: Ports) -> str | None:
    """The token of the first instructor's invitation until it is used; the same after every restart."""
    fresh = new_token(ports.randomness)
    async with ports.store.write() as work:
        token = (await work.secrets.keep(FIRST_INVITE, fresh.encode())).decode()
        if token == fresh:
            link = LinkRow(token_hash(token), "invite", None, None, None, 0, created_at=await work.now())
            await work.links.add(link)
            return token
        return token if await work.links.find(token_hash(token)) else None


async def demonstration(ports: Ports) -> str:
    """A token for spectators of a running game that house bots play. Raises NoDemonstrationError."""
    owner = Caller(Instructor(await _demo_owner(ports)))
    classes = await lobby.list_classes(ports, owner)
    classroom = classes[0] if classes else await lobby.make_class(ports, owner, DEMO_NAME)
    running = [one for one in await lobby.list_games(ports, owner, classroom.id) if one.status == "running"]
    game = running[0].id if running else await _new_demo(ports, owner, classroom.id)
    return await seats.new_spectator_link(ports, owner, game)


async def _new_demo(ports: Ports, owner: Caller, classroom: str) -> str:
    wish = lobby.GameWish(
        scenario=DEMO_SCENARIO,
        title=DEMO_NAME,
        minutes_per_turn=DEMO_MINUTES,
        early=False,  # bots are always ready: an early close would end it before anybody looked
        bots_fill=True,
    )
    try:
        game = (await lobby.make_game(ports, owner, classroom, wish)).id
    except Refused as error:
        raise NoDemonstrationError(f"there is no scenario {DEMO_SCENARIO}") from error
    except ScenarioInvalid as error:
        raise NoDemonstrationError(f"the scenario {DEMO_SCENARIO} is not sound") from error
    await pace.start(ports, owner, game)
    return game


async def _demo_owner(ports: Ports) -> str:
    """An account that owns the demonstrations and that nobody can sign in to."""
    async with ports.store.write() as work:
        account = await work.people.instructor_by_login(DEMO_LOGIN)
        if account is None:
            person = PersonRow(new_id(ports.randomness), DEMO_NAME)
            await work.people.add(person)
            account = InstructorRow(person.id, DEMO_LOGIN, NO_PASSWORD, await work.now())
            await work.people.add_instructor(account)
        return account.person
