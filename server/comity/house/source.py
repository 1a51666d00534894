"""What the hub reads, from the game service."""

from collections.abc import Collection
from dataclasses import dataclass

from comity.game import sessions, streams
from comity.game.ports import Ports
from comity.game.streams import Missed, Viewer


@dataclass(frozen=True, slots=True)
class ServiceSource:
    """`live.hub.Source`."""

    ports: Ports

    async def missed(self, viewer: Viewer, public_after: int, private_after: int, limit: int) -> Missed:
        return await streams.missed(self.ports, viewer, public_after, private_after, limit=limit)

    async def still_valid(self, session_ids: Collection[str]) -> set[str]:
        return await sessions.still_valid(self.ports, session_ids)
