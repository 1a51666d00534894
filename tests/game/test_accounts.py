"""Instructors: from the first invite to the last session."""

import asyncio
import threading

import pytest
from tests.game.house import PASSWORD, House

from comity.game import accounts, lobby, sessions
from comity.game.access import ANONYMOUS, Instructor
from comity.game.errors import Crowded, NotSignedIn, NotVisible, Refused
from comity.game.passwords import AT_ONCE, WAITING_MAX, Argon2Passwords


async def test_an_invite_makes_one_account_and_signs_it_in(house: House) -> None:
    assert await accounts.needs_first_instructor(house.ports)
    invite = await accounts.invite_instructor(house.ports)

    signed_in = await accounts.accept_invite(house.ports, invite, "  Ada   Lovelace ", PASSWORD)

    assert signed_in.caller.name == "Ada Lovelace"
    assert await sessions.authenticate(house.ports, signed_in.token) == signed_in.caller
    assert not await accounts.needs_first_instructor(house.ports)


async def test_an_invite_is_used_up_by_the_first_account(house: House) -> None:
    invite = await accounts.invite_instructor(house.ports)
    await accounts.accept_invite(house.ports, invite, "Ada", PASSWORD)

    for token in (invite, "no such token", "", "\ud800"):
        with pytest.raises(Refused) as refusal:
            await accounts.accept_invite(house.ports, token, "Eve", PASSWORD)
        assert refusal.value.code == "bad_invite"


async def test_an_invite_survives_a_name_that_is_taken(house: House) -> None:
    first, second = [await accounts.invite_instructor(house.ports) for _ in range(2)]
    await accounts.accept_invite(house.ports, first, "Ada", PASSWORD)

    with pytest.raises(Refused) as refusal:
        await accounts.accept_invite(house.ports, second, "ADA", PASSWORD)

    assert refusal.value.code == "name_taken"
    assert (await accounts.accept_invite(house.ports, second, "Bea", PASSWORD)).caller.name == "Bea"


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 1001, "twelve chars\ud800"])
async def test_a_password_too_short_too_long_or_broken_is_refused_by_name(
    house: House, password: str
) -> None:
    invite = await accounts.invite_instructor(house.ports)

    with pytest.raises(Refused) as refusal:
        await accounts.accept_invite(house.ports, invite, "Ada", password)

    assert refusal.value.faults[0].field == "password"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "nul\0", "\ud800", "turn\u202ename", "bell\a"])
async def test_a_name_that_cannot_be_shown_is_refused_by_name(house: House, name: str) -> None:
    invite = await accounts.invite_instructor(house.ports)

    with pytest.raises(Refused) as refusal:
        await accounts.accept_invite(house.ports, invite, name, PASSWORD)

    assert refusal.value.faults[0].field == "name"


async def test_the_right_password_opens_a_new_session_each_time(house: House) -> None:
    await _account(house, "Ada Lovelace")

    first = await accounts.log_in(house.ports, "ada  LOVELACE", PASSWORD)
    second = await accounts.log_in(house.ports, "Ada Lovelace", PASSWORD)

    assert first.token != second.token
    assert first.caller.principal == second.caller.principal
    assert isinstance(first.caller.principal, Instructor)


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ada", "not the password"), ("Eve", PASSWORD), ("Ada", ""), ("\0", PASSWORD), ("Ada", "\ud800" * 12)],
)
async def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(
    house: House, name: str, password: str
) -> None:
    await _account(house, "Ada")

    with pytest.raises(NotSignedIn) as refusal:
        await accounts.log_in(house.ports, name, password)

    assert str(refusal.value) == "Name and password do not belong together."


async def test_signing_out_ends_this_session_and_no_other(house: House) -> None:
    await _account(house, "Ada")
    here = await accounts.log_in(house.ports, "Ada", PASSWORD)
    there = await accounts.log_in(house.ports, "Ada", PASSWORD)

    await sessions.sign_out(house.ports, here.caller)
    await sessions.sign_out(house.ports, ANONYMOUS)

    assert await sessions.authenticate(house.ports, here.token) == ANONYMOUS
    assert await sessions.authenticate(house.ports, there.token) == there.caller


@pytest.mark.parametrize("token", [None, "", "unknown", "\0", "\ud800", "x" * 10_000])
async def test_a_cookie_that_we_never_gave_is_a_stranger(house: House, token: str | None) -> None:
    assert await sessions.authenticate(house.ports, token) == ANONYMOUS


async def test_an_instructors_session_ends_after_twelve_idle_hours(house: House) -> None:
    await _account(house, "Ada")
    session = await accounts.log_in(house.ports, "Ada", PASSWORD)

    house.clock.advance(hours=11, minutes=59)
    assert await sessions.authenticate(house.ports, session.token) != ANONYMOUS
    house.clock.advance(hours=12)

    assert await sessions.authenticate(house.ports, session.token) == ANONYMOUS
    assert await sessions.still_valid(house.ports, [session.caller.session or ""]) == set()


async def test_an_instructors_session_ends_after_seven_days_however_busy(house: House) -> None:
    await _account(house, "Ada")
    session = await accounts.log_in(house.ports, "Ada", PASSWORD)

    for _ in range(16):
        house.clock.advance(hours=10)
        assert await sessions.authenticate(house.ports, session.token) != ANONYMOUS
    house.clock.advance(hours=10)

    assert await sessions.authenticate(house.ports, session.token) == ANONYMOUS


async def test_one_sees_and_ends_ones_own_sessions_only(house: House) -> None:
    await _account(house, "Ada")
    await _account(house, "Eve")
    here, there = [await accounts.log_in(house.ports, "Ada", PASSWORD) for _ in range(2)]
    other = await accounts.log_in(house.ports, "Eve", PASSWORD)

    own = await sessions.own_sessions(house.ports, here.caller)
    await sessions.end_other_sessions(house.ports, here.caller)

    # Making the account signed Ada in, too.
    assert sorted(session.present for session in own) == [False, False, True]
    assert await sessions.authenticate(house.ports, here.token) == here.caller
    assert await sessions.authenticate(house.ports, there.token) == ANONYMOUS
    assert await sessions.authenticate(house.ports, other.token) == other.caller


async def test_only_instructors_have_classes_and_only_their_own(house: House) -> None:
    ada, eve = await house.teacher(), await house.teacher()
    room = await lobby.make_class(house.ports, ada, "IR 101")

    assert [each.name for each in await lobby.list_classes(house.ports, ada)] == ["IR 101"]
    assert await lobby.list_classes(house.ports, eve) == []
    with pytest.raises(NotVisible):
        await lobby.list_games(house.ports, eve, room.id)
    with pytest.raises(NotSignedIn):
        await lobby.make_class(house.ports, ANONYMOUS, "IR 102")


async def test_passwords_are_hashed_with_argon2id_and_a_stranger_never_matches() -> None:
    passwords = Argon2Passwords()

    hashed = await passwords.hash(PASSWORD)

    assert hashed.startswith("$argon2id$")
    assert await passwords.verify(PASSWORD, hashed)
    assert not await passwords.verify("another password", hashed)
    assert not await passwords.verify("the password of an account that does not exist", None)
    assert not await passwords.verify(PASSWORD, "no hash at all")


async def _account(house: House, name: str) -> None:
    await accounts.accept_invite(house.ports, await accounts.invite_instructor(house.ports), name, PASSWORD)


async def test_who_lost_the_password_chooses_another_which_ends_every_session(house: House) -> None:
    invite = await accounts.invite_instructor(house.ports)
    before = await accounts.accept_invite(house.ports, invite, "Ada Lovelace", PASSWORD)
    room = await lobby.make_class(house.ports, before.caller, "IR 101")

    renewal = await accounts.invite_instructor(house.ports, account="ada  LOVELACE")
    after = await accounts.accept_invite(house.ports, renewal, "Ada Lovelace", "another long sentence")

    assert [one.id for one in await lobby.list_classes(house.ports, after.caller)] == [room.id]
    assert await sessions.authenticate(house.ports, before.token) == ANONYMOUS
    await accounts.log_in(house.ports, "Ada Lovelace", "another long sentence")
    with pytest.raises(NotSignedIn):
        await accounts.log_in(house.ports, "Ada Lovelace", PASSWORD)
    with pytest.raises(Refused) as refusal:
        await accounts.accept_invite(house.ports, renewal, "Ada Lovelace", PASSWORD)
    assert refusal.value.code == "bad_invite"


async def test_a_renewal_makes_no_account_and_opens_no_other_one(house: House) -> None:
    for name in ("Ada", "Grace"):
        await accounts.accept_invite(
            house.ports, await accounts.invite_instructor(house.ports), name, PASSWORD
        )
    renewal = await accounts.invite_instructor(house.ports, account="Ada")

    for name in ("Grace", "Nobody"):
        with pytest.raises(Refused) as refusal:
            await accounts.accept_invite(house.ports, renewal, name, "another long sentence")
        assert refusal.value.code == "other_account"

    await accounts.log_in(house.ports, "Grace", PASSWORD)
    await accounts.accept_invite(house.ports, renewal, "Ada", "another long sentence")


async def test_nobody_is_invited_to_an_account_that_is_not_there(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        await accounts.invite_instructor(house.ports, account="Nobody")
    assert refusal.value.code == "unknown_account"


async def test_passwords_are_checked_a_few_at_a_time_and_the_crowd_is_told_to_come_back() -> None:
    hasher = _Patient()
    passwords = Argon2Passwords(hasher)  # type: ignore[arg-type]
    checks = [asyncio.create_task(passwords.verify("guess", "hash")) for _ in range(AT_ONCE + WAITING_MAX)]
    await asyncio.sleep(0)

    with pytest.raises(Crowded):
        await passwords.verify("one too many", "hash")
    hasher.may_go_on.set()

    assert await asyncio.gather(*checks) == [True] * (AT_ONCE + WAITING_MAX)
    assert hasher.most_at_once <= AT_ONCE
    assert await passwords.verify("right", "hash")


class _Patient:
    """A hasher that takes as long as it is let, and counts who is with it."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.most_at_once = 0
        self._present = 0
        self._lock = threading.Lock()

    def hash(self, password: str) -> str:
        return password

    def verify(self, _hash: str, _password: str) -> bool:
        with self._lock:
            self._present += 1
            self.most_at_once = max(self.most_at_once, self._present)
        self.may_go_on.wait(20)
        with self._lock:
            self._present -= 1
        return True
