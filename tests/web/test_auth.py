"""Ways in and out: accounts, codes, links, sessions. One class a route; rights stand in `test_rights.py`."""

import pytest
from fastapi import FastAPI
from tests.web.house import PASSWORD, SITE, Actor, Table, join, make_instructor, ports_of, watch

from comity.game import accounts

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANONYMOUS = {"principal": "anonymous", "name": None, "game": None, "seat": None, "personal_code": None}


class TestGetSession:
    async def test_a_stranger_is_anonymous(self, table: Table) -> None:
        assert await table.anonymous.ok("GET", "/session") == ANONYMOUS

    async def test_a_seat_knows_its_game_and_its_seat(self, table: Table) -> None:
        session = await table.seats["fiji"].ok("GET", "/session")
        assert session == {
            "principal": "seat",
            "name": "Player of fiji",
            "game": table.game,
            "seat": "fiji",
            "personal_code": None,
        }

    @pytest.mark.parametrize("token", ["garbage", "x" * 5000, "a=b", "'; drop table session"])
    async def test_a_made_up_cookie_is_anonymous(self, table: Table, token: str) -> None:
        answer = await table.anonymous.http.get("/session", headers={"Cookie": f"comity-dev={token}"})
        assert answer.status_code == 200
        assert answer.json() == ANONYMOUS

    async def test_the_secure_name_is_not_looked_at_on_plain_http(self, app: FastAPI, table: Table) -> None:
        token = table.seats["usa"].http.cookies["comity-dev"]
        answer = await Actor(app).http.get("/session", headers={"Cookie": f"__Host-comity={token}"})
        assert answer.json() == ANONYMOUS


class TestDeleteSession:
    async def test_the_session_ends_on_the_server_and_the_cookie_in_the_browser(self, table: Table) -> None:
        usa = table.seats["usa"]
        token = usa.http.cookies["comity-dev"]
        answer = await usa.ask("DELETE", "/session")
        assert answer.status_code == 204
        assert "Max-Age=0" in answer.headers["set-cookie"]
        again = await usa.http.get("/session", headers={"Cookie": f"comity-dev={token}"})
        assert again.json() == ANONYMOUS


class TestSessions:
    async def test_one_sees_where_one_is_signed_in_and_ends_it_everywhere_else(self, app: FastAPI) -> None:
        here = await make_instructor(app)
        there, colleague = Actor(app), await make_instructor(app)
        await there.ok("POST", "/session", {"name": here.name, "password": PASSWORD})
        found = await here.ok("GET", "/sessions")
        assert [one["present"] for one in found] == [True, False]
        await here.ok("DELETE", "/sessions")
        assert await there.ok("GET", "/session") == ANONYMOUS
        assert [one["present"] for one in await here.ok("GET", "/sessions")] == [True]
        assert (await colleague.ok("GET", "/session"))["name"] == colleague.name

    async def test_teammates_at_one_seat_are_not_signed_out_with_each_other(self, table: Table) -> None:
        mate = await join(table.app, table.code, "usa", "Second Secretary")
        await mate.ok("DELETE", "/sessions")
        assert (await table.seats["usa"].ok("GET", "/session"))["seat"] == "usa"

    async def test_a_spectator_is_one_of_many_and_ends_nobody_elses_session(self, table: Table) -> None:
        other = await watch(table.app, table.instructor, table.game)
        await table.spectator.ok("DELETE", "/sessions")
        assert (await other.ok("GET", "/session"))["principal"] == "spectator"
        assert len(await table.spectator.ok("GET", "/sessions")) == 1


class TestPostInstructors:
    async def test_an_invite_makes_an_account_and_signs_it_in(self, app: FastAPI) -> None:
        actor = await make_instructor(app)
        session = await actor.ok("GET", "/session")
        assert (session["principal"], session["name"]) == ("instructor", actor.name)

    async def test_an_invite_works_once(self, app: FastAPI) -> None:
        invite = await accounts.invite_instructor(ports_of(app))
        body = {"invite": invite, "name": "First Comer", "password": PASSWORD}
        await Actor(app).ok("POST", "/instructors", body)
        problem = await Actor(app).refused(422, "POST", "/instructors", {**body, "name": "Second Comer"})
        assert problem["field"] == "invite"

    async def test_a_made_up_invite_is_refused(self, app: FastAPI) -> None:
        body = {"invite": "made-up", "name": "Mallory", "password": PASSWORD}
        problem = await Actor(app).refused(422, "POST", "/instructors", body)
        assert problem["field"] == "invite"

    async def test_a_short_password_is_refused_and_does_not_use_the_invite_up(self, app: FastAPI) -> None:
        invite = await accounts.invite_instructor(ports_of(app))
        body = {"invite": invite, "name": "Short Password", "password": "eleven char"}
        problem = await Actor(app).refused(422, "POST", "/instructors", body)
        assert problem["field"] == "password"
        await Actor(app).ok("POST", "/instructors", {**body, "password": PASSWORD})

    async def test_the_cookie_is_out_of_reach_of_scripts(self, app: FastAPI) -> None:
        invite = await accounts.invite_instructor(ports_of(app))
        body = {"invite": invite, "name": "Cookie Reader", "password": PASSWORD}
        answer = await Actor(app).ask("POST", "/instructors", body)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("comity-dev=")
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie


class TestPostSession:
    async def test_name_and_password_sign_in(self, app: FastAPI) -> None:
        known = await make_instructor(app)
        session = await Actor(app).ok("POST", "/session", {"name": known.name, "password": PASSWORD})
        assert session["principal"] == "instructor"

    async def test_a_wrong_password_and_an_unknown_name_say_the_same(self, app: FastAPI) -> None:
        known = await make_instructor(app)
        wrong = await Actor(app).refused(401, "POST", "/session", {"name": known.name, "password": "wrong"})
        unknown = await Actor(app).refused(401, "POST", "/session", {"name": "Nobody", "password": "wrong"})
        assert wrong == unknown

    async def test_guessing_is_slowed_down_for_the_account_from_wherever_it_comes(self, app: FastAPI) -> None:
        known = await make_instructor(app)
        for _ in range(5):
            await Actor(app).refused(401, "POST", "/session", {"name": known.name, "password": "wrong"})
        answer = await Actor(app).ask("POST", "/session", {"name": known.name.upper(), "password": PASSWORD})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1

    async def test_other_blanks_in_a_name_give_no_further_guesses(self, app: FastAPI) -> None:
        known = await make_instructor(app)
        spelt = [known.name.replace(" ", " " * count) for count in range(1, 7)]
        assert len(set(spelt)) == 6
        for name in spelt[:5]:
            await Actor(app).refused(401, "POST", "/session", {"name": name, "password": "wrong"})
        await Actor(app).refused(429, "POST", "/session", {"name": spelt[5], "password": PASSWORD})

    async def test_one_address_may_not_ask_for_one_name_after_the_other(self, app: FastAPI) -> None:
        stranger = Actor(app)
        answers = [
            await stranger.ask("POST", "/session", {"name": f"Nobody {number}", "password": "wrong"})
            for number in range(31)
        ]
        assert [answer.status_code for answer in answers] == [401] * 30 + [429]

    async def test_signing_in_ends_the_session_that_the_browser_had(self, table: Table) -> None:
        usa = table.seats["usa"]
        token = usa.http.cookies["comity-dev"]
        await usa.ok("POST", "/session", {"name": table.instructor.name, "password": PASSWORD})
        assert usa.http.cookies["comity-dev"] != token
        old = await Actor(table.app).http.get("/session", headers={"Cookie": f"comity-dev={token}"})
        assert old.json() == ANONYMOUS


class TestJoinLook:
    async def test_a_code_shows_the_seats_and_no_names(self, table: Table) -> None:
        found = await table.anonymous.ok("POST", "/join/look", {"code": table.code})
        assert found["game"] == table.game
        assert [seat["seat"] for seat in found["seats"]] == ["china", "fiji", "usa"]
        assert all(seat["holders"] == 1 and seat["taken"] for seat in found["seats"])
        assert "Player of" not in str(found)

    @pytest.mark.parametrize("code", ["AAAAAA", "short", "*" * 16, "ABC DEF"])
    async def test_a_wrong_code_is_refused(self, table: Table, code: str) -> None:
        problem = await table.anonymous.refused(422, "POST", "/join/look", {"code": code})
        assert problem["field"] == "code"

    async def test_a_code_may_be_typed_as_people_type(self, table: Table) -> None:
        typed = f" {table.code[:3].lower()} {table.code[3:].lower()} "
        assert (await table.anonymous.ok("POST", "/join/look", {"code": typed}))["game"] == table.game


class TestJoin:
    async def test_several_people_may_hold_one_seat(self, table: Table) -> None:
        await join(table.app, table.code, "usa", "Second Secretary")
        found = await table.anonymous.ok("POST", "/join/look", {"code": table.code})
        assert next(seat for seat in found["seats"] if seat["seat"] == "usa")["holders"] == 2

    async def test_an_unknown_seat_is_refused(self, table: Table) -> None:
        body = {"code": table.code, "name": "Grace", "seat": "atlantis"}
        assert (await table.anonymous.refused(422, "POST", "/join", body))["field"] == "seat"

    @pytest.mark.parametrize("name", ["   ", "x" * 81, "\u202eevil", "tab\x07"])
    async def test_a_name_that_cannot_be_shown_is_refused(self, table: Table, name: str) -> None:
        body = {"code": table.code, "name": name, "seat": "usa"}
        answer = await table.anonymous.ask("POST", "/join", body)
        assert answer.status_code in (413, 422)
        assert answer.json()["field"] == "name"

    async def test_the_personal_code_brings_a_person_back_on_another_device(self, table: Table) -> None:
        first = Actor(table.app)
        session = await first.ok("POST", "/join", {"code": table.code, "name": "Grace", "seat": "usa"})
        phone = Actor(table.app)
        back = await phone.ok("POST", "/links/claim", {"token": session["personal_code"]})
        assert (back["principal"], back["seat"], back["name"]) == ("seat", "usa", "Grace")

    async def test_a_class_behind_one_address_can_join_and_a_flood_cannot(self, table: Table) -> None:
        one_address = Actor(table.app)
        statuses = [
            (await one_address.ask("POST", "/join/look", {"code": table.code})).status_code
            for _ in range(121)
        ]
        assert statuses == [200] * 120 + [429]


class TestLinksClaim:
    async def test_a_personal_link_gives_its_seat(self, table: Table) -> None:
        link = await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
        token = link["url"].removeprefix(f"{SITE}/join#")
        session = await Actor(table.app).ok("POST", "/links/claim", {"token": token, "name": "Grace"})
        assert (session["principal"], session["seat"]) == ("seat", "fiji")

    async def test_a_personal_link_needs_a_name(self, table: Table) -> None:
        link = await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
        token = link["url"].partition("#")[2]
        problem = await Actor(table.app).refused(422, "POST", "/links/claim", {"token": token})
        assert problem["field"] == "name"

    async def test_a_spectator_link_needs_no_name(self, table: Table) -> None:
        session = await table.spectator.ok("GET", "/session")
        assert (session["principal"], session["game"]) == ("spectator", table.game)

    async def test_a_new_link_ends_the_old_one_and_every_session_that_came_by_it(self, table: Table) -> None:
        first = await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
        token = first["url"].partition("#")[2]
        holder = Actor(table.app)
        await holder.ok("POST", "/links/claim", {"token": token, "name": "Grace"})
        await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
        assert await holder.ok("GET", "/session") == ANONYMOUS
        assert await table.seats["fiji"].ok("GET", "/session") == ANONYMOUS
        problem = await Actor(table.app).refused(422, "POST", "/links/claim", {"token": token, "name": "X"})
        assert problem["field"] == "token"

    async def test_looking_at_a_link_claims_nothing(self, table: Table) -> None:
        link = await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
        preview = await Actor(table.app).http.get(link["url"])
        assert "set-cookie" not in preview.headers
        token = link["url"].partition("#")[2]
        await Actor(table.app).ok("POST", "/links/claim", {"token": token, "name": "Grace"})
