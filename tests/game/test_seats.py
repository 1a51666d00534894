"""Links that open seats, links that end others, bots, and who is here."""

import orjson
import pytest
from tests.game.checks import Follower, told_to
from tests.game.house import BOOST, Game, House

from comity.game import history, lobby, presence, seats, sessions, streams, submit
from comity.game.access import ANONYMOUS, Caller, Seat, Spectator
from comity.game.errors import Conflict, NotAllowed, NotVisible, Refused
from comity.game.sessions import SignedIn
from comity.game.wire import encode


async def test_a_seat_link_seats_everybody_who_claims_it_under_a_name(house: House) -> None:
    game = await house.lobby()
    token = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")

    grace = await seats.claim(house.ports, token, "Grace")
    alan = await seats.claim(house.ports, token, "Alan")

    assert grace.caller.principal == alan.caller.principal == Seat(game.id, "usa")
    assert grace.caller.person != alan.caller.person


@pytest.mark.parametrize("name", [None, "", "  "])
async def test_a_seat_link_wants_a_name(house: House, name: str | None) -> None:
    game = await house.lobby()
    token = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")

    with pytest.raises(Refused) as refusal:
        await seats.claim(house.ports, token, name)

    assert refusal.value.faults[0].field == "name"


@pytest.mark.parametrize("token", ["", "unknown", "\0", "\ud800"])
async def test_a_link_that_we_never_gave_is_refused(house: House, token: str) -> None:
    await house.lobby()

    with pytest.raises(Refused) as refusal:
        await seats.claim(house.ports, token, "Grace")

    assert refusal.value.code == "unknown_link"


async def test_an_instructors_invite_is_no_way_into_a_game(house: House) -> None:
    from comity.game import accounts

    invite = await accounts.invite_instructor(house.ports)

    with pytest.raises(Refused):
        await seats.claim(house.ports, invite, "Grace")


async def test_a_new_link_ends_the_old_one_and_every_session_and_code_of_the_seat(house: House) -> None:
    game = await house.started("fiji")
    old_link = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")
    old = await seats.claim(house.ports, old_link, "Grace")
    viewer = await streams.viewer(house.ports, old.caller, game.id)
    epoch = (await streams.missed(house.ports, viewer, 0, 0)).epoch

    new_link = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")

    assert await sessions.authenticate(house.ports, old.token) == ANONYMOUS
    assert await sessions.still_valid(house.ports, [old.caller.session or ""]) == set()
    for dead in (old_link, old.personal_code or ""):
        with pytest.raises(Refused):
            await seats.claim(house.ports, dead, "Grace")
    assert (await seats.claim(house.ports, new_link, "Alan")).caller.principal == Seat(game.id, "usa")
    assert (await streams.missed(house.ports, viewer, 0, 0)).epoch != epoch
    assert await _is_alive(house, game.player("fiji"))


async def test_a_link_made_under_an_older_version_is_dead_even_if_its_row_survived(house: House) -> None:
    game = await house.lobby()
    token = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")
    signed_in = await seats.claim(house.ports, token, "Grace")
    async with house.ports.store.write() as work:
        await work.seats.rotate(game.id, "usa")

    with pytest.raises(Refused):
        await seats.claim(house.ports, token, "Grace")
    assert await sessions.authenticate(house.ports, signed_in.token) == ANONYMOUS


async def test_a_handed_over_seat_is_empty_and_its_move_stands(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)

    await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")

    room = await seats.room(house.ports, game.teacher, game.id)
    usa = next(seat for seat in room.seats if seat.seat == "usa")
    assert (usa.people, usa.rev, usa.status, usa.blocking) == ([], 1, "submitted", False)


async def test_a_new_holder_continues_the_seats_move(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)
    token = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")
    alan = (await seats.claim(house.ports, token, "Alan")).caller

    saved = await submit.saved_move(house.ports, alan, game.id, 1)

    assert saved is not None
    assert (saved.rev, saved.by) == (1, "Player of usa")


async def test_a_spectator_link_admits_many_until_a_new_one_replaces_it(house: House) -> None:
    game = await house.lobby()
    old = await seats.new_spectator_link(house.ports, game.teacher, game.id)
    first, second = [await seats.claim(house.ports, old) for _ in range(2)]

    new = await seats.new_spectator_link(house.ports, game.teacher, game.id)

    assert first.caller.principal == second.caller.principal == Spectator(game.id)
    assert first.caller.person is None
    with pytest.raises(Refused):
        await seats.claim(house.ports, old)
    assert (await seats.claim(house.ports, new)).caller.principal == Spectator(game.id)
    assert await _is_alive(house, first.caller)


async def test_with_a_new_spectator_link_all_who_watch_can_be_shown_out_and_nobody_else(house: House) -> None:
    game, other = await house.lobby(), await house.lobby()
    player = await game.sit("usa")
    watching, elsewhere = [
        await seats.claim(house.ports, await seats.new_spectator_link(house.ports, one.teacher, one.id))
        for one in (game, other)
    ]

    new = await seats.new_spectator_link(house.ports, game.teacher, game.id, show_out=True)

    assert not await _is_alive(house, watching.caller)
    assert await _is_alive(house, elsewhere.caller)
    assert await _is_alive(house, player)
    assert await _is_alive(house, (await seats.claim(house.ports, new)).caller)


async def test_who_was_shown_out_of_a_seat_does_not_come_back_by_the_code(house: House) -> None:
    game = await house.lobby()
    await game.sit("usa", "Eve")
    code = (await seats.room(house.ports, game.teacher, game.id)).join_code

    token = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")

    with pytest.raises(Refused) as refusal:
        await lobby.join(house.ports, code, "Eve again", "usa")
    assert refusal.value.code == "seat_by_link"
    await lobby.join(house.ports, code, "Grace", "fiji")
    await seats.claim(house.ports, token, "Ada")


async def test_a_seat_takes_a_large_team_and_then_nobody_more(house: House) -> None:
    game = await house.lobby()
    for number in range(seats.HOLDERS_MAX):
        await game.sit("usa", f"Player {number}")
    link = await seats.new_seat_link(house.ports, game.teacher, game.id, "fiji")

    with pytest.raises(Conflict) as refusal:
        await game.sit("usa", "One too many")

    assert refusal.value.code == "seat_full"
    await seats.claim(house.ports, link, "Grace")


async def test_only_the_instructor_manages_seats(house: House) -> None:
    game = await house.lobby()
    player, stranger = await game.sit("usa"), await house.teacher()

    with pytest.raises(NotAllowed):
        await seats.room(house.ports, player, game.id)
    with pytest.raises(NotAllowed):
        await seats.new_seat_link(house.ports, player, game.id, "fiji")
    with pytest.raises(NotAllowed):
        await seats.set_bot(house.ports, player, game.id, "fiji", True)
    with pytest.raises(NotVisible):
        await seats.new_spectator_link(house.ports, stranger, game.id)


@pytest.mark.parametrize("seat", ["atlantis", "", "\0", "\ud800"])
async def test_a_seat_that_is_not_there_is_not_found(house: House, seat: str) -> None:
    game = await house.lobby()

    with pytest.raises(NotVisible):
        await seats.set_bot(house.ports, game.teacher, game.id, seat, True)
    with pytest.raises(NotVisible):
        await seats.new_seat_link(house.ports, game.teacher, game.id, seat)


async def test_switching_a_bot_is_told_once_and_journalled(house: House) -> None:
    game = await house.lobby()
    watcher = await game.spectator()

    for _ in range(2):
        seat = await seats.set_bot(house.ports, game.teacher, game.id, "fiji", True)

    assert (seat.bot, seat.status) == (True, "bot")
    assert [event["seat"]["bot"] for event in await told_to(game, watcher)] == [True]
    async with house.ports.store.read() as work:
        kinds = [line.kind for line in await work.journal.of_game(game.id)]
    assert kinds == ["game_made", "bot_switched"]


async def test_the_room_says_what_each_seat_is_doing_and_whom_all_wait_for(house: House) -> None:
    game = await house.started("china", "fiji", "usa", early=True)
    await presence.arrived(house.ports, game.player("fiji"))
    await game.save("usa", BOOST)
    await game.ready("usa")

    rows = {seat.seat: seat for seat in (await seats.room(house.ports, game.teacher, game.id)).seats}

    assert {key: (row.status, row.blocking) for key, row in rows.items()} == {
        "china": ("away", True),
        "fiji": ("reading", True),
        "usa": ("ready", False),
    }


async def test_presence_is_told_to_the_instructor_alone_and_only_when_it_changes(house: House) -> None:
    game = await house.started("usa")
    usa = game.player("usa")
    before = len(await told_to(game, game.teacher))
    followers = [await Follower.of(game, caller) for caller in (usa, await game.spectator())]

    await presence.arrived(house.ports, usa)
    await presence.arrived(house.ports, usa)
    await presence.left(house.ports, usa)

    told = (await told_to(game, game.teacher))[before:]
    assert [event["seat"]["people"][0]["here"] for event in told] == [True, False]
    assert [await follower.differences() for follower in followers] == [[], []]
    assert len(await told_to(game, usa)) == len(await told_to(game, await game.spectator()))


async def test_presence_wears_off_unless_it_is_renewed(house: House) -> None:
    game = await house.started("usa", "fiji")
    for seat in ("usa", "fiji"):
        await presence.arrived(house.ports, game.player(seat))

    house.clock.advance(seconds=40)
    await presence.keep_here(house.ports, lambda: [game.player("usa"), game.teacher])
    house.clock.advance(seconds=40)

    room = await seats.room(house.ports, game.teacher, game.id)
    here = {seat.seat: [person.here for person in seat.people] for seat in room.seats}
    assert here == {"china": [], "fiji": [False], "usa": [True]}


async def test_renewing_a_presence_is_no_news(house: House) -> None:
    game = await house.started("usa")
    await presence.arrived(house.ports, game.player("usa"))
    before = len(await told_to(game, game.teacher))

    await presence.keep_here(house.ports, lambda: [game.player("usa")])

    assert len(await told_to(game, game.teacher)) == before


async def test_who_leaves_one_server_and_stays_at_another_is_here(house: House, colleague: House) -> None:
    game = await house.started("usa")
    usa = game.player("usa")
    before = len(await told_to(game, game.teacher))

    await presence.arrived(house.ports, usa)
    await presence.arrived(colleague.ports, usa)
    await presence.left(house.ports, usa)
    await presence.keep_here(colleague.ports, lambda: [usa, usa])

    told = [event["seat"] for event in (await told_to(game, game.teacher))[before:]]
    assert [seat["people"][0]["here"] for seat in told] == [True, False, True]
    room = await seats.room(house.ports, game.teacher, game.id)
    assert told[-1] == orjson.loads(encode(next(seat for seat in room.seats if seat.seat == "usa")))


async def test_who_leaves_while_presences_are_renewed_is_away(house: House) -> None:
    game = await house.started("usa")
    usa = game.player("usa")
    await presence.arrived(house.ports, usa)
    await presence.left(house.ports, usa)
    listening = iter([[usa], []])

    await presence.keep_here(house.ports, lambda: next(listening))

    last = (await told_to(game, game.teacher))[-1]
    assert last["seat"]["people"][0]["here"] is False
    assert next(listening, None) is None


async def test_nobody_but_a_seats_people_can_be_here(house: House) -> None:
    game = await house.started("usa")
    before = len(await told_to(game, game.teacher))

    for caller in (game.teacher, await game.spectator(), ANONYMOUS):
        await presence.arrived(house.ports, caller)
        await presence.left(house.ports, caller)

    assert len(await told_to(game, game.teacher)) == before


async def test_a_ticket_opens_one_socket_of_one_session_for_half_a_minute(house: House) -> None:
    game = await house.started("usa", "fiji")
    usa, fiji = game.player("usa"), game.player("fiji")

    async def ticket() -> str:
        return await sessions.issue_ticket(house.ports, usa, game.id)

    good, stolen, elsewhere, late = [await ticket() for _ in range(4)]
    assert await sessions.redeem_ticket(house.ports, usa, good, game.id)
    assert not await sessions.redeem_ticket(house.ports, usa, good, game.id)
    assert not await sessions.redeem_ticket(house.ports, fiji, stolen, game.id)
    assert not await sessions.redeem_ticket(house.ports, usa, elsewhere, "0" * 32)
    house.clock.advance(seconds=31)
    assert not await sessions.redeem_ticket(house.ports, usa, late, game.id)
    assert not await sessions.redeem_ticket(house.ports, usa, "\ud800", game.id)


async def test_a_ticket_is_given_to_members_only(house: House) -> None:
    game = await house.started("usa")
    stranger = await house.teacher()

    with pytest.raises(NotVisible):
        await sessions.issue_ticket(house.ports, stranger, game.id)


async def test_no_token_code_or_password_is_stored_in_clear(house: House) -> None:
    game = await house.lobby()
    link = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")
    watching = await seats.new_spectator_link(house.ports, game.teacher, game.id)
    signed_in: list[SignedIn] = [
        await seats.claim(house.ports, link, "Grace"),
        await lobby.join(house.ports, game.code, "Alan", "fiji"),
        await seats.claim(house.ports, watching),
    ]
    ticket = await sessions.issue_ticket(house.ports, signed_in[0].caller, game.id)

    stored = await _everything_stored(house, game)

    secrets = [link, watching, ticket, *(each.token for each in signed_in), signed_in[1].personal_code or "x"]
    assert "Grace" in stored
    assert [secret for secret in secrets if secret in stored] == []


async def _is_alive(house: House, caller: Caller) -> bool:
    return caller.session in await sessions.still_valid(house.ports, [caller.session or ""])


async def _everything_stored(house: House, game: Game) -> str:
    from sqlalchemy import select

    from comity.store.engine import make_engine
    from comity.store.tables import metadata

    assert await history.texts(house.ports, game.teacher, game.id)
    engine = make_engine(house.database_url)
    async with engine.connect() as connection:
        rows = [list(await connection.execute(select(table))) for table in metadata.tables.values()]
    await engine.dispose()
    return repr(rows)
