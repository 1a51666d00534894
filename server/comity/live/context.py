"""What every live line needs, built once at start-up."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from comity.game.access import Caller
from comity.game.errors import GameError
from comity.game.ports import Ports
from comity.live.hub import Hub
from comity.rules.faults import Fault

KEPT_IN_A_GAME: Final = 60
"""So many of a game's places are for seats and the instructor: one link makes spectators without end."""
KEPT_IN_A_PROCESS: Final = 400
"""The same of all places: spectators of some games leave room for ten classes."""


def spectators_of(places: int, kept: int) -> int:
    """How many of these places spectators may take: all but those kept, or half where that is more."""
    return max(places - kept, (places + 1) // 2)


@dataclass(eq=False)
class LiveContext:
    """Built by `app.py`. The callables keep HTTP's own words in the web room."""

    ports: Ports
    hub: Hub
    origin_allowed: Callable[[str | None], bool]
    caller_of: Callable[[HTTPConnection], Awaitable[Caller]]
    problem: Callable[[int, Fault], Response]
    refusal: Callable[[GameError], Response]
    clock: Callable[[], float]
    """Steady seconds, the same as the hub's."""
    sockets_per_game: int
    sockets_per_process: int
    open_by: Counter[str] = field(default_factory=Counter)
    """Open sockets by session (`session:ID`), game (`game:ID`), in all (`all`), and of these spectators of a
    game (`spectators:ID`) and in all (`spectators`).
    """

    def take(self, places: tuple[str, ...]) -> None:
        """One more socket at these places."""
        self.open_by.update(places)

    def free(self, places: tuple[str, ...]) -> None:
        """One less."""
        for place in places:
            self.open_by[place] -= 1
            if not self.open_by[place]:
                del self.open_by[place]
