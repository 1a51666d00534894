"""The live protocol's schema is served as it is made."""

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from comity.live import messages
from comity.live.schema_route import router


async def test_clients_can_read_the_schema_of_the_live_messages() -> None:
    app = FastAPI()
    app.include_router(router)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://here") as client:
        answer = await client.get("/live/schema")
    assert answer.status_code == 200
    assert answer.json() == messages.schema()
