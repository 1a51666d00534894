"""`comity receipt GAME RECEIPT`: whether this server gave a receipt, and for what."""

from dataclasses import asdict
from typing import Any

from comity.commands.failing import CommandError
from comity.commands.in_house import in_house, naming_a_game
from comity.config import Settings
from comity.game.access import CONSOLE
from comity.game.ports import Ports
from comity.game.receipts import SIGNS_MIN, Receipted, of_receipt


def receipt(settings: Settings, game: str, given: str) -> dict[str, Any]:
    """The move that it is of, as a JSON document. Raises CommandError where it is of none."""
    if len(given.strip()) < SIGNS_MIN:
        raise CommandError(f"A receipt has 64 signs. Give at least the {SIGNS_MIN} that the page shows.")

    async def ask(ports: Ports) -> Receipted | None:
        with naming_a_game():
            return await of_receipt(ports, CONSOLE, game, given)

    found = in_house(settings, ask)
    if found is None:
        raise CommandError(
            "This server gave no such receipt in this game, or COMITY_SECRET_KEY is not what it was then."
        )
    return asdict(found)


def in_words(document: dict[str, Any]) -> str:
    """The same for people."""
    what = "the withdrawal of its move" if document["withdrawn"] else "its move"
    end = "It was the last of that turn." if document["last"] else "A later revision took its place."
    where = f"in turn {document['turn']} as revision {document['rev']}"
    return f"The seat {document['seat']} submitted {what} {where}, received {document['received_at']}. {end}"
