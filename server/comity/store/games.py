"""Classes, pinned scenarios, games and their secret seeds."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, update

from comity.game.records import ClassroomRow, GameRow, GameStatus
from comity.store import tables as t
from comity.store.repository import Repository, columns_of, values_of


class ClassroomsTable(Repository):
    async def add(self, classroom: ClassroomRow) -> None:
        await self._insert(t.classroom, classroom)

    async def find(self, classroom: str) -> ClassroomRow | None:
        query = columns_of(t.classroom, ClassroomRow).where(t.classroom.c.id == classroom)
        return await self._one(query, ClassroomRow)

    async def of_instructor(self, instructor: str) -> list[ClassroomRow]:
        query = columns_of(t.classroom, ClassroomRow).where(t.classroom.c.instructor == instructor)
        return await self._all(query.order_by(t.classroom.c.created_at, t.classroom.c.id), ClassroomRow)


class ScenariosTable(Repository):
    async def pin(self, digest: str, key: str, sources: Mapping[str, str]) -> None:
        texts = json.dumps(dict(sources), sort_keys=True)
        await self._insert_if_new(t.scenario, {"digest": digest, "key": key, "sources": texts})

    async def sources(self, digest: str) -> Mapping[str, str]:
        query = select(t.scenario.c.sources).where(t.scenario.c.digest == digest)
        texts: dict[str, str] = json.loads((await self._connection.execute(query)).scalar_one())
        return texts


GAMES = columns_of(t.game, GameRow)
BY_ID = GAMES.where(t.game.c.id == bindparam("game"))
BY_ID_LOCKED = BY_ID.with_for_update(key_share=True)
"""NO KEY UPDATE, because a plain FOR UPDATE also waits for the foreign keys of moves being accepted, which
wait for the turn row: a deadlock with the close.
"""
ADVANCE = update(t.game).where(
    t.game.c.id == bindparam("of_game"), t.game.c.turn_no == bindparam("from_turn")
)
SEED = select(t.secret_seed.c.seed).where(t.secret_seed.c.game == bindparam("game"))


class GamesTable(Repository):
    async def add(self, game: GameRow, seed: bytes) -> bool:
        if not await self._insert_if_new(t.game, values_of(game)):
            return False
        await self._connection.execute(t.secret_seed.insert().values(game=game.id, seed=seed))
        return True

    async def find(self, game: str) -> GameRow | None:
        return await self._one(BY_ID, GameRow, game=game)

    async def find_by_code(self, join_code: str) -> GameRow | None:
        return await self._one(GAMES.where(t.game.c.join_code == join_code), GameRow)

    async def of_classroom(self, classroom: str) -> list[GameRow]:
        query = GAMES.where(t.game.c.classroom == classroom)
        return await self._all(query.order_by(t.game.c.created_at, t.game.c.id), GameRow)

    async def going_on(self) -> list[str]:
        query = select(t.game.c.id).where(t.game.c.status != "ended").order_by(t.game.c.id)
        return list(await self._connection.scalars(query))

    async def lock(self, game: str) -> GameRow | None:
        return await self._one(BY_ID_LOCKED, GameRow, game=game)

    async def set_status(
        self, game: str, status: GameStatus, *, paused_ms: int | None = None, ended_at: datetime | None = None
    ) -> None:
        values = {"status": status, "paused_ms": paused_ms, "ended_at": ended_at}
        await self._changed(update(t.game).where(t.game.c.id == game).values(values))

    async def advance(self, game: str, from_turn: int) -> bool:
        values = {"of_game": game, "from_turn": from_turn, "turn_no": from_turn + 1}
        return await self._changed(ADVANCE, values) == 1

    async def seed(self, game: str) -> bytes:
        seed: bytes = (await self._connection.execute(SEED, {"game": game})).scalar_one()
        return seed
