"""A server's loops end what others left behind when they fell silent, and say so in the log."""

import asyncio

import pytest
from structlog.testing import capture_logs
from tests.game.house import House, loops_of

from comity.game.ports import Store
from comity.house import loops


class Waited:
    """A store that finds two silent connections when it is first asked, and none after."""

    def __init__(self, store: Store) -> None:
        self.write, self.read = store.write, store.read
        self.is_linked = True
        self.asked = 0
        self.asked_again = asyncio.Event()

    async def hang_up_on_the_silent(self) -> int:
        self.asked += 1
        if self.asked > 1:
            self.asked_again.set()
        return 2 if self.asked == 1 else 0


async def test_given_servers_that_fell_silent_when_another_lives_then_it_hangs_up_on_them_and_says_so_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "HANG_UP_SECONDS", 0.0)
    store = Waited(house.ports.store)
    running = loops_of(house.replaced(store=store))

    with capture_logs() as logs:
        await running.start()
        async with asyncio.timeout(10):
            await store.asked_again.wait()
        await running.stop()

    assert [line["count"] for line in logs if line["event"] == "silent_connections_ended"] == [2]
