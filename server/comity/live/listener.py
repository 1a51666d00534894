"""One admitted connection, as the hub sees it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from comity.game.access import Caller, Spectator
from comity.game.shapes import Instant
from comity.game.streams import Viewer
from comity.live.session import Action, Session


@dataclass(eq=False, slots=True)
class Listener:
    """Its session, and whose it is. `wake` is called when its outbox has something, `act` does what a session
    wants.
    """

    session: Session
    caller: Caller
    viewer: Viewer
    wake: Callable[[], None]
    act: Callable[[Action | None], None]

    plays: bool = field(init=False)

    def __post_init__(self) -> None:
        self.plays = not isinstance(self.caller.principal, Spectator)

    def do(self, action: Action | None) -> None:
        """What the session asked for, and sends what it said."""
        if action is not None:
            self.act(action)
        if self.session.outbox:
            self.wake()

    def tick(self, now: float, server_now: Instant) -> None:
        """Time went by."""
        self.do(self.session.tick(now, server_now))
