"""Why the game service refused: exceptions that carry faults. Only the web knows their HTTP status.

GameError
  NotSignedIn         no session, an ended one, or a wrong password
  NotVisible          it does not exist, or not for this caller: the two are told apart nowhere
  NotAllowed          the caller knows the thing but may not do this to it
  Refused             the input itself is wrong
    TooLarge          the input is longer than its limit
    KeyReused         an idempotency key came back with another body
  Conflict            the input was fine, but the game has moved on
    TurnClosed        the move is late or names another turn than the one being played
    WrongStatus       the game is not in a state that allows this
    StaleDeadline     somebody else changed the deadline first
    RevisionMismatch  `If-Match` names a revision that is no longer the last
  Unavailable         the database is away; a write may or may not have happened, so repeat it with its key
    NotMade           a large page could not be made for want of time or memory
    Crowded           too many passwords are being checked already
"""

from collections.abc import Collection

from comity.rules.faults import Fault


class GameError(Exception):
    """Base of all refusals. `faults` is never empty; the first one is the reason."""

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            raise ValueError("a GameError needs at least one fault")
        self.faults = faults
        super().__init__("; ".join(fault.message for fault in faults))

    @property
    def code(self) -> str:
        return self.faults[0].code


class NotSignedIn(GameError):
    def __init__(self, code: str = "not_signed_in", message: str = "You are not signed in.") -> None:
        super().__init__(Fault(code, "session", message, "Sign in, or open your personal link again."))


class NotVisible(GameError):
    """Always the same words, so that nobody learns from them whether the thing exists."""

    def __init__(self) -> None:
        super().__init__(Fault("not_found", "", "There is nothing here.", "Check the address."))


class NotAllowed(GameError):
    def __init__(self, action: str, fix: str = "Ask the instructor of this game.") -> None:
        super().__init__(Fault("not_allowed", action, f"You may not {action.replace('_', ' ')} here.", fix))


class Refused(GameError):
    """The input is wrong; each fault names a field and its mend."""


class TooLarge(Refused):
    pass


class KeyReused(Refused):
    def __init__(self) -> None:
        super().__init__(
            Fault(
                "key_reused",
                "Idempotency-Key",
                "This idempotency key was already used for another move.",
                "Make a new key for each different move; repeat a key only to repeat the same request.",
            )
        )


class Conflict(GameError):
    """The world changed between the caller's look and the caller's act."""


class TurnClosed(Conflict):
    """`current_turn` is the turn now being played (0 before the start)."""

    def __init__(self, asked: int, current_turn: int) -> None:
        self.current_turn = current_turn
        super().__init__(
            Fault(
                "turn_closed",
                "turn",
                f"Turn {asked} takes no moves; the game is at turn {current_turn}.",
                "Read the game again and submit for the turn that is open.",
            )
        )


class WrongStatus(Conflict):
    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(Fault(code, "status", message, fix))


class OtherRules(Conflict):
    """The game is of other rules than this process has: none of its turns would be resolved here."""

    def __init__(self, of_game: str, here: Collection[str]) -> None:
        super().__init__(
            Fault(
                "other_rules",
                "rules_version",
                f"This game was begun under rules {of_game}, and this server has rules"
                f" {', '.join(sorted(here))}. Nothing was changed, and nothing is lost.",
                "Ask whoever runs the server to serve it with the release that made it (docs/operating.md,"
                " Upgrade); where such a server runs beside this one, try again. Or export the game.",
            )
        )


class StaleDeadline(Conflict):
    """`current_version` is the version to send with the next try."""

    def __init__(self, current_version: int) -> None:
        self.current_version = current_version
        super().__init__(
            Fault(
                "stale_deadline",
                "deadline_version",
                f"The deadline has changed meanwhile and is now at version {current_version}.",
                "Read the game again, look at the new deadline, and decide anew.",
            )
        )


class RevisionMismatch(Conflict):
    """`current_rev` is the last saved revision of this seat's move (0 when none is saved)."""

    def __init__(self, current_rev: int) -> None:
        self.current_rev = current_rev
        super().__init__(
            Fault(
                "revision_mismatch",
                "If-Match",
                f"A teammate has saved meanwhile: the last revision is {current_rev}.",
                "Read the saved move, merge your changes, and send its revision.",
            )
        )


class Unavailable(GameError):
    """The outcome of a write is unknown; the same request with the same key settles it."""

    def __init__(self) -> None:
        super().__init__(
            Fault(
                "unavailable",
                "",
                "The database cannot be reached; it is not certain whether this was saved.",
                "Repeat the same request with the same idempotency key in a few seconds.",
            )
        )


class NotMade(Unavailable):
    """The process that was making a page was ended: it took too long, or too much memory."""

    def __init__(self) -> None:
        fix = "Ask for it again in a minute; if it comes back, tell the operator."
        GameError.__init__(self, Fault("not_made", "", "This page could not be made just now.", fix))


class Crowded(Unavailable):
    """More people sign in at this moment than there is time for."""

    def __init__(self) -> None:
        message = "Too many people are signing in at this moment."
        GameError.__init__(self, Fault("crowded", "", message, "Try again in a few seconds."))
