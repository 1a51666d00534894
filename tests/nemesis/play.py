"""One schedule: a new game in the house, people who play it, a nemesis, calm, and the checker's verdict."""

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import asyncpg
import httpx
from tests.nemesis import checker, long, schedule, stored
from tests.nemesis.clients import Client, Instructor, Known, Player
from tests.nemesis.fronts import Front
from tests.nemesis.history import Heard, History
from tests.nemesis.nemesis import Nemesis
from tests.nemesis.processes import House
from tests.servers import HOST

from comity.game.engine import load_rulebook
from comity.game.errors import Refused
from comity.game.replay import verify

SCENARIO: Final = {"scenario": long.SCENARIO, "length": long.LENGTH, "minutes_per_turn": 1, "early": True}
TURNS: Final = 10
"""So many turns at least fall into a schedule; hands that are ready early make more of them."""
TURN_SECONDS_MIN: Final = 2.5
PLAYERS, SPECTATORS = 8, 2
ASKED_AT_THE_END: Final = 10
AWAY: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
COOKIE: Final = "comity-dev"


@dataclass
class Outcome:
    """What came of one schedule. `recovery`: seconds from the last fault until no due turn was unresolved,
    and until each client had heard something that was said after that fault, and all else.
    """

    seed: int
    front: Front
    faults: int
    history: History
    heard: list[Heard]
    wrong: list[str]
    recovery: dict[str, float] = field(default_factory=dict)
    turns: int = 0
    frames: int = 0


class Teacher:
    """The instructor's account, which outlives the games."""

    def __init__(self, cookie: str, class_id: str) -> None:
        self.cookie, self.class_id = cookie, class_id

    @classmethod
    async def of(cls, house: House) -> "Teacher":
        invite = await house.processes[0].invite()
        async with httpx.AsyncClient(base_url=_base(house), timeout=30) as http:
            wish = {"invite": invite, "name": "Ada", "password": "a long enough sentence"}
            (await http.post("/instructors", json=wish)).raise_for_status()
            made = (await http.post("/classes", json={"name": "Tuesday"})).raise_for_status().json()
            return cls(f"{COOKIE}={http.cookies[COOKIE]}", made.get("id") or made["class_id"])


async def play(
    house: House,
    teacher: Teacher,
    seed: int,
    seconds: float,
    within: float,
    *,
    weights: schedule.Weights = schedule.WEIGHTS,
) -> Outcome:
    """Plays one schedule to its end. Who has not recovered `within` seconds of the last fault is stuck."""
    chance, history, known = random.Random(seed), History(), Known()
    clients = await _gather(house, teacher, chance, history, known)
    instructor = next(one for one in clients if isinstance(one, Instructor))
    nemesis = Nemesis(house, history)
    turn_seconds = max(seconds / TURNS, TURN_SECONDS_MIN)
    listening = [asyncio.create_task(one.listen()) for one in clients]
    hand = asyncio.create_task(_hand_of_the_clock(house, instructor.game, known, chance, turn_seconds))
    acting = [asyncio.create_task(one.play()) for one in clients if isinstance(one, Player)]
    acting.append(asyncio.create_task(instructor.direct()))
    try:
        last_fault = await nemesis.inflict(schedule.draw(seed, seconds, weights))
        for one in clients:
            one.calm = True
        acting.append(asyncio.create_task(instructor.resume()))
        recovery, stuck = await _recover(house, clients, last_fault, within)
        await asyncio.wait(acting, timeout=within)
        wrong, found = await _judge(house, instructor, clients, history)
    finally:
        for task in (hand, *acting, *listening):
            task.cancel()
        await asyncio.gather(hand, *acting, *listening, return_exceptions=True)
        for one in clients:
            await one.close()
        await house.leave()
    heard = [one.heard for one in clients]
    frames = sum(len(run.frames) for one in heard for run in one.runs)
    return Outcome(
        seed=seed,
        front=house.front,
        faults=nemesis.inflicted,
        history=history,
        heard=heard,
        wrong=stuck + wrong,
        recovery=recovery,
        turns=len(found.resolved) - 1,
        frames=frames,
    )


async def _gather(
    house: House, teacher: Teacher, chance: random.Random, history: History, known: Known
) -> list[Client]:
    """A started game with everybody in it."""
    headers = {"Cookie": teacher.cookie}
    async with httpx.AsyncClient(base_url=_base(house), timeout=30) as http:

        async def post(path: str, body: dict[str, Any], **more: Any) -> httpx.Response:
            http.cookies.clear()
            return (await http.post(path, json=body, **more)).raise_for_status()

        made = await post(f"/classes/{teacher.class_id}/games", SCENARIO, headers=headers)
        game: str = made.json()["id"]
        room = (await http.get(f"/games/{game}/room", headers=headers)).raise_for_status().json()
        seats = [one["seat"] for one in room["seats"]]

        async def client(kind: type[Client], name: str, cookie: str, seat: str | None = None) -> Client:
            private = "instructor" if kind is Instructor else seat and f"seat:{seat}"
            doors = await house.doors(name)
            mind = random.Random(chance.random())
            return kind(name, cookie, game, doors, history, mind, known, seat, private)

        clients = [await client(Instructor, "instructor", teacher.cookie)]
        for number in range(PLAYERS):
            seat = seats[number % len(seats)]
            wish = {"code": room["join_code"], "name": f"P{number}", "seat": seat}
            cookie = f"{COOKIE}={(await post('/join', wish)).cookies[COOKIE]}"
            clients.append(await client(Player, f"player-{number}", cookie, seat))
        link = (await post(f"/games/{game}/spectator-link", {}, headers=headers)).json()["url"]
        for number in range(SPECTATORS):
            claimed = await post("/links/claim", {"token": link.split("#")[1]})
            cookie = f"{COOKIE}={claimed.cookies[COOKIE]}"
            clients.append(await client(Client, f"spectator-{number}", cookie))
        await post(f"/games/{game}/start", {}, headers=headers)
    return clients


async def _hand_of_the_clock(
    house: House, game: str, known: Known, chance: random.Random, seconds: float
) -> None:
    """Turns of seconds instead of minutes: moves a far deadline near, as the database would by itself."""
    query = (
        "UPDATE turn SET deadline_at = clock_timestamp() + $2 * interval '1 second',"
        " deadline_version = deadline_version + 1 WHERE game = $1 AND status = 'open'"
        " AND deadline_at > clock_timestamp() + interval '20 seconds' RETURNING n, deadline_at"
    )
    while True:
        with suppress(*AWAY):
            connection = await asyncpg.connect(house.postgres.url, timeout=2)
            try:
                while True:
                    row = await connection.fetchrow(
                        query, game, seconds * chance.uniform(0.6, 1.4), timeout=2
                    )
                    if row is not None:
                        known.turn, known.deadline = row["n"], row["deadline_at"].timestamp()
                    await asyncio.sleep(0.1)
            finally:
                connection.terminate()
        await asyncio.sleep(0.1)


async def _recover(
    house: House, clients: list[Client], last_fault: float, within: float
) -> tuple[dict[str, float], list[str]]:
    """Waits until no due turn is unresolved and every client is at the head, to which something was added
    after the last fault; who is not in time is stuck.
    """
    recovery: dict[str, float] = {}
    said = asyncio.create_task(_say_something(next(one for one in clients if isinstance(one, Player))))
    while time.time() < last_fault + within:
        with suppress(*AWAY):
            found = await _look(house, clients[0].game)
            if _nothing_is_due(found):
                recovery.setdefault("turns", time.time() - last_fault)
            for one in clients if said.done() else ():
                if one.heads["public"] == found.heads["public"] and one.heads["private"] == (
                    found.heads[one.private] if one.private else 0
                ):
                    recovery.setdefault(one.name, time.time() - last_fault)
        if len(recovery) == len(clients) + 1:
            break
        await asyncio.sleep(0.05)
    said.cancel()
    names = {"turns", *(one.name for one in clients)}
    return recovery, [f"stuck: {name} after {within:.0f} s" for name in names - recovery.keys()]


async def _say_something(player: Player) -> None:
    """In public, until it is known to have been said: nobody has recovered who has nothing new to hear."""
    words = {"text": "It is over."}
    while await player.act("statement", "POST", f"/games/{player.game}/statements", words) != "ok":  # noqa: ASYNC110
        await asyncio.sleep(0.05)


def _nothing_is_due(found: stored.Stored) -> bool:
    return not any(
        turn.status in ("closed", "failed")
        or (turn.status == "open" and turn.deadline_at is not None and turn.deadline_at <= time.time())
        for turn in found.turns
    )


async def _look(house: House, game: str) -> stored.Stored:
    connection = await asyncpg.connect(house.postgres.url, timeout=5)
    try:
        return await stored.read(connection, game)
    finally:
        connection.terminate()


async def _judge(
    house: House, instructor: Instructor, clients: list[Client], history: History
) -> tuple[list[str], stored.Stored]:
    """Ends the game, holds the history against the store, and resolves every turn again from the export."""
    async with httpx.AsyncClient(timeout=30, headers={"Cookie": instructor.cookie}) as http:
        for process in house.processes:
            await process.ready()
        await _answered(http, "POST", f"{_base(house)}/games/{instructor.game}/finish", json={})
        exported = await _answered(http, "GET", f"{_base(house)}/games/{instructor.game}/export?format=json")
    found = await _look(house, instructor.game)
    wrong = checker.violations(history, [one.heard for one in clients], found)
    wrong += [error for process in house.processes for error in process.written.errors()]
    if exported.status_code != 200:
        return [*wrong, f"replay: the export answered {exported.status_code}"], found
    try:
        verdict = await asyncio.to_thread(verify, exported.content, _rulebook)
    except Refused as refusal:
        return [*wrong, f"replay: {refusal}"], found
    wrong += [f"replay: {problem}" for problem in verdict.problems]
    return wrong, found


async def _answered(http: httpx.AsyncClient, method: str, url: str, **more: Any) -> httpx.Response:
    """The first answer that is not "try again": faults are over, but a pool may still hold a dead line."""
    for _ in range(ASKED_AT_THE_END):
        with suppress(httpx.HTTPError):
            answer = await http.request(method, url, **more)
            if answer.status_code < 500:
                return answer
        await asyncio.sleep(0.5)
    return await http.request(method, url, **more)


@cache
def _compiled(sources: frozenset[tuple[str, str]]) -> Any:
    return load_rulebook(dict(sources))


def _rulebook(sources: Any) -> Any:
    return _compiled(frozenset(sources.items()))


def _base(house: House) -> str:
    return f"http://{HOST}:{house.processes[0].port}/api/v1"
