"""House bots: they play a seat from what that seat sees."""

from comity.bots.guide import Guide
from comity.bots.policy import move

__all__ = ["Guide", "move"]
