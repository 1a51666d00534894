"""Instructors: invites, accounts, passwords, log-in."""

import unicodedata

from comity.game.errors import NotSignedIn, Refused
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import InstructorRow, LinkRow, PersonRow
from comity.game.sessions import SignedIn, open_session
from comity.game.tokens import new_id, new_token, token_hash
from comity.game.words import NAME_LENGTH, clean_line, is_unicode
from comity.rules.faults import Fault

PASSWORD_SHORTEST = 12
PASSWORD_LONGEST = 1000
"""Argon2 takes any length; this only bounds the work that a stranger can ask for."""


async def invite_instructor(ports: Ports, account: str | None = None) -> str:
    """A new single-use invite token: to a new account, or to a new password for the account of this name.

    Only the console calls this. Raises Refused where nobody signs in by that name.
    """
    token, person = new_token(ports.randomness), None
    async with ports.store.write() as work:
        if account is not None:
            found = await work.people.instructor_by_login(login_of(account))
            if found is None:
                message = "No instructor signs in by this name."
                raise Refused(
                    Fault("unknown_account", "name", message, "Write it as it is written to sign in.")
                )
            person = found.person
        now = await work.now()
        await work.links.add(LinkRow(token_hash(token), "invite", None, None, person, 0, created_at=now))
    return token


async def needs_first_instructor(ports: Ports) -> bool:
    """Whether nobody can sign in yet, so that `serve` should print an invite."""
    async with ports.store.read() as work:
        return not await work.people.any_instructor()


async def accept_invite(ports: Ports, invite: str, name: str, password: str) -> SignedIn:
    """Makes the account, or renews its password, and signs it in; uses the invite up.

    A new password ends every session that the account had. Raises Refused: `invite` unknown or used, `name`
    taken or not that of the account, `password` under 12 characters.
    """
    name = clean_line(name, "name", NAME_LENGTH)
    _check_password(password)
    async with ports.store.read() as work:  # before the slow hash, so that strangers cannot ask for it
        link = await work.links.find(token_hash(invite))
    if link is None or link.kind != "invite":
        raise _bad_invite()
    password_hash = await ports.passwords.hash(password)
    async with ports.store.write() as work:
        if not await work.links.consume(link.token_hash):
            raise _bad_invite()
        if link.person is not None:
            return await _renew(ports, work, link.person, name, password_hash)
        person = PersonRow(new_id(ports.randomness), name)
        await work.people.add(person)
        account = InstructorRow(person.id, login_of(name), password_hash, await work.now())
        if not await work.people.add_instructor(account):
            message = "There is an account of this name already."
            raise Refused(Fault("name_taken", "name", message, "Choose another name, or sign in."))
        return await open_session(ports, work, "instructor", person=person.id, name=name)


async def _renew(ports: Ports, work: UnitOfWork, person: str, name: str, password_hash: str) -> SignedIn:
    account = await work.people.instructor_by_login(login_of(name))
    if account is None or account.person != person:
        message = "This invite is for a new password of another account."
        raise Refused(Fault("other_account", "name", message, "Write the name that you sign in by."))
    await work.people.set_password(person, password_hash)
    for session in await work.sessions.of_person(person):
        await work.sessions.end(session.id)
    names = await work.people.names([person])
    return await open_session(ports, work, "instructor", person=person, name=names[person])


def login_of(name: str) -> str:
    """What an account is found by: the same however its name is spaced, composed or capitalised."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


async def log_in(ports: Ports, name: str, password: str) -> SignedIn:
    """Raises NotSignedIn, in the same words and after the same time for a wrong name or a wrong password."""
    login = login_of(name)
    async with ports.store.read() as work:
        account = await work.people.instructor_by_login(login) if _is_storable(login) else None
    hashed = account.password_hash if account else None
    right = _is_hashable(password) and await ports.passwords.verify(password, hashed)
    if account is None or not right:
        raise _wrong_login()
    async with ports.store.write() as work:
        if await work.people.instructor_by_login(login, hold=True) != account:  # renewed while we compared
            raise _wrong_login()
        names = await work.people.names([account.person])
        return await open_session(
            ports, work, "instructor", person=account.person, name=names[account.person]
        )


def _check_password(password: str) -> None:
    if len(password) < PASSWORD_SHORTEST or not _is_hashable(password):
        raise Refused(
            Fault(
                "bad_password",
                "password",
                f"A password has {PASSWORD_SHORTEST} to {PASSWORD_LONGEST} characters; any will do.",
                "Three or four unrelated words are easy to keep in mind.",
            )
        )


def _is_hashable(password: str) -> bool:
    return len(password) <= PASSWORD_LONGEST and is_unicode(password)


def _is_storable(text: str) -> bool:
    """Whether a database can be asked about this text at all."""
    return len(text) <= NAME_LENGTH * 4 and text.isprintable()


def _wrong_login() -> NotSignedIn:
    return NotSignedIn("wrong_login", "Name and password do not belong together.")


def _bad_invite() -> Refused:
    message = "This invite is unknown or was used already."
    return Refused(Fault("bad_invite", "invite", message, "Ask the operator of the server for a new one."))
