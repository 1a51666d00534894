"""`comity invite`: a link for a further instructor, and one for who has lost the password."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.cli.asking import answer, comity
from tests.game.house import PASSWORD, House, open_house

from comity.game import accounts
from comity.game.errors import NotSignedIn
from comity.store import migrate
from comity.store.engine import make_engine


@pytest.fixture
def url(tmp_path: Path) -> str:
    async def make() -> None:
        engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'comity.sqlite3'}")
        await migrate.upgrade(engine)
        await engine.dispose()

    asyncio.run(make())
    return f"sqlite:///{tmp_path / 'comity.sqlite3'}"


def token_of(link: str, site: str) -> str:
    before, _, token = link.partition("#")
    assert before == f"{site}/invite"
    return token


def test_each_link_makes_one_account_also_after_the_first(url: str) -> None:
    site = "https://comity.example.edu"
    links = [
        answer("invite", "--database-url", url, "--public-url", site, "--json")["link"] for _ in range(2)
    ]

    async def come(house: House) -> None:
        for link, name in zip(links, ("Ada", "Grace"), strict=True):
            await accounts.accept_invite(house.ports, token_of(link, site), name, PASSWORD)
            await accounts.log_in(house.ports, name, PASSWORD)

    _in(url, come)


def test_a_link_renews_the_password_of_the_account_that_is_named(url: str) -> None:
    first = answer("invite", "--database-url", url, "--json")["link"]

    async def come(house: House) -> None:
        await accounts.accept_invite(house.ports, first.partition("#")[2], "Ada Lovelace", PASSWORD)

    _in(url, come)
    done = comity("invite", "--renew", "Ada Lovelace", "--database-url", url)
    assert done.stdout.startswith("Ada Lovelace chooses a new password")

    async def come_back(house: House) -> None:
        token = done.stdout.split("#")[1].strip()
        await accounts.accept_invite(house.ports, token, "Ada Lovelace", "another long sentence")
        await accounts.log_in(house.ports, "Ada Lovelace", "another long sentence")
        with pytest.raises(NotSignedIn):
            await accounts.log_in(house.ports, "Ada Lovelace", PASSWORD)

    _in(url, come_back)


def test_a_name_that_nobody_signs_in_by_is_refused_in_a_line(url: str) -> None:
    done = comity("invite", "--renew", "Nobody", "--database-url", url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "comity: No instructor signs in by this name. Write it as it is written to sign in.\n"
    )


def _in(url: str, what: Callable[[House], Awaitable[None]]) -> None:
    async def run() -> None:
        async with open_house(url.replace("sqlite:", "sqlite+aiosqlite:")) as house:
            await what(house)

    asyncio.run(run())
