"""`comity invite`: the way in for a further instructor, and back in for one who has lost the password."""

from typing import Any

from comity.commands.in_house import in_house
from comity.config import Settings
from comity.game.accounts import invite_instructor


def invite(settings: Settings, account: str | None) -> dict[str, Any]:
    """A new link, and whose password it renews. Raises CommandError."""
    token = in_house(settings, lambda ports: invite_instructor(ports, account))
    return {"link": f"{settings.site}/invite#{token}", "renews": account}


def in_words(document: dict[str, Any]) -> str:
    """The link, and what to do with it."""
    account = document["renews"]
    what = f"{account} chooses a new password" if account else "One instructor makes an account"
    return f"{what} with this link. It works once; give it to nobody else:\n{document['link']}"
