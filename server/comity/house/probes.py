"""How the house's dependencies are asked whether they are well."""

from collections.abc import Sequence

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from comity.house.building import House
from comity.store.engine import check_durability
from comity.store.migrate import is_current
from comity.web.health import Probe


def probes(house: House) -> Sequence[Probe]:
    """The database is needed; without Redis we only hear of news later."""

    async def database() -> str:
        async with house.ports.store.read() as work:
            await work.now()
        return "answers"

    async def migrations() -> str:
        if not await is_current(house.engine):
            raise RuntimeError("the tables are not up to date")
        return "current"

    async def durability() -> str:
        await check_durability(house.engine)
        return "safe"

    async def redis() -> str:
        if house.settings.redis_url is None:
            return "not used"
        async with Redis.from_url(house.settings.redis_url, retry=Retry(NoBackoff(), 0)) as client:
            await client.ping()
        return "answers"

    return (
        Probe("database", True, database),
        Probe("migrations", True, migrations),
        Probe("durability", True, durability),
        Probe("redis", False, redis),
    )
