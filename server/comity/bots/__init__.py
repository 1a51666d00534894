"""House bots: they play a seat from what that seat sees."""

from comity.bots.because import of_seats as because
from comity.bots.bodies import of_seats as bodies
from comity.bots.house import House
from comity.bots.policy import moves

__all__ = ["House", "because", "bodies", "moves"]
