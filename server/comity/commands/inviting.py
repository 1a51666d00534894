"""`comity invite`: the way in for a further instructor, and back in for one who has lost the password."""

import asyncio
from typing import Any

from comity.commands.failing import CommandError
from comity.config import Settings
from comity.game.accounts import invite_instructor
from comity.game.errors import GameError, Refused
from comity.house.building import NotReadyToServeError, open_house


def invite(settings: Settings, account: str | None) -> dict[str, Any]:
    """A new link, and whose password it renews. Raises CommandError."""

    async def run() -> str:
        async with open_house(settings) as house:
            return await invite_instructor(house.ports, account)

    try:
        token = asyncio.run(run())
    except Refused as error:
        raise CommandError(f"{error.faults[0].message} {error.faults[0].fix}") from error
    except (GameError, NotReadyToServeError) as error:
        raise CommandError(str(error)) from error
    return {"link": f"{settings.site}/invite#{token}", "renews": account}


def in_words(document: dict[str, Any]) -> str:
    """The link, and what to do with it."""
    account = document["renews"]
    what = f"{account} chooses a new password" if account else "One instructor makes an account"
    return f"{what} with this link. It works once; give it to nobody else:\n{document['link']}"
