"""The live protocol's JSON Schema, for clients that generate their types from it."""

from typing import Any

from fastapi import APIRouter

from comity.live import messages

router = APIRouter(tags=["live"])


@router.get("/live/schema", summary="The JSON Schema of the live messages")
async def get_live_schema() -> dict[str, Any]:
    return messages.schema()
