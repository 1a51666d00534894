"""What is kept stays within its bounds, and what many ask for at once is made once."""

import asyncio

import pytest

from comity.game.kept import IDLE_SECONDS, Kept, Once, let_go_of_idle


class Making:
    """Counts what it makes."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made

    async def slowly(self) -> int:
        await asyncio.sleep(0)
        return self()


class TestKept:
    def test_what_was_made_of_an_equal_state_is_given_again(self) -> None:
        kept, making = Kept[int](most=2, state_bytes=100), Making()
        assert kept.of(b"state", making, "usa") == kept.of(bytes([*b"state"]), making, "usa")

    def test_another_state_or_another_seat_is_made_anew(self) -> None:
        kept, making = Kept[int](most=3, state_bytes=100), Making()
        assert [kept.of(b"one", making), kept.of(b"two", making), kept.of(b"one", making, "usa")] == [1, 2, 3]

    def test_of_too_many_the_one_that_was_not_used_longest_goes(self) -> None:
        kept, making = Kept[int](most=2, state_bytes=100), Making()
        for state in (b"a", b"b", b"a", b"c"):
            kept.of(state, making)
        assert (kept.of(b"a", making), kept.of(b"b", making)) == (1, 4)

    def test_heavy_states_leave_room_for_few(self) -> None:
        kept, making = Kept[int](most=100, state_bytes=10), Making()
        for state in (b"aaaa", b"bbbb", b"cccc"):
            kept.of(state, making)
        assert (kept.of(b"cccc", making), kept.of(b"bbbb", making)) == (3, 2)
        assert kept.of(b"aaaa", making) == 4

    def test_what_nobody_asked_for_in_a_while_goes_and_what_was_asked_for_stays(self) -> None:
        now = 0.0
        kept, making = Kept[int](most=9, state_bytes=100, clock=lambda: now), Making()
        assert (kept.of(b"old turn", making), kept.of(b"turn", making)) == (1, 2)

        now = IDLE_SECONDS - 1
        assert kept.of(b"turn", making) == 2
        now = IDLE_SECONDS + 1
        assert kept.of(b"turn", making) == 2

        assert kept.of(b"old turn", making) == 3

    def test_given_nobody_who_asks_when_idle_things_are_let_go_of_then_the_last_one_goes_too(self) -> None:
        now = 0.0
        kept, making = Kept[int](most=9, state_bytes=100, clock=lambda: now), Making()
        kept.of(b"turn", making)

        now = IDLE_SECONDS - 1
        let_go_of_idle()
        assert kept.of(b"turn", making) == 1
        now += IDLE_SECONDS + 1
        let_go_of_idle()

        assert kept.of(b"turn", making) == 2

    def test_one_that_is_heavier_than_all_the_room_is_kept_alone(self) -> None:
        kept, making = Kept[int](most=100, state_bytes=1), Making()
        assert kept.of(b"heavy", making) == kept.of(b"heavy", making)


class TestOnce:
    async def test_a_whole_class_that_asks_at_once_gets_what_was_made_once(self) -> None:
        once, making = Once(most=2), Making()
        assert await asyncio.gather(*(once.of("debrief", making.slowly) for _ in range(40))) == [1] * 40
        assert await once.of("debrief", making.slowly) == 1

    async def test_who_asked_first_and_goes_away_takes_it_from_nobody(self) -> None:
        once, making = Once(most=2), Making()
        first = asyncio.create_task(once.of("debrief", making.slowly))
        await asyncio.sleep(0)
        second = asyncio.create_task(once.of("debrief", making.slowly))
        first.cancel()
        assert await second == 1

    async def test_a_failure_is_told_and_tried_again(self) -> None:
        once, making = Once(most=2), Making()

        async def fail() -> int:
            raise ValueError("not now")

        with pytest.raises(ValueError, match="not now"):
            await once.of("debrief", fail)
        assert await once.of("debrief", making.slowly) == 1

    async def test_of_too_many_the_one_that_was_not_asked_for_longest_goes(self) -> None:
        once, making = Once(most=2), Making()
        for key in ("a", "b", "a", "c"):
            await once.of(key, making.slowly)
        assert [await once.of(key, making.slowly) for key in ("a", "b")] == [1, 4]

    async def test_given_more_keys_in_flight_than_are_kept_when_readers_ask_in_turn_then_each_is_made_once(
        self,
    ) -> None:
        once, making, may_end = Once(most=2), Making(), asyncio.Event()

        async def make() -> int:
            await may_end.wait()
            return making()

        readers = [asyncio.create_task(once.of(number % 5, make)) for number in range(40)]
        await asyncio.sleep(0)
        may_end.set()

        assert len(set(await asyncio.gather(*readers))) == making.made == 5

    async def test_given_more_than_are_kept_when_all_are_made_then_only_the_last_asked_for_stay(self) -> None:
        once, making = Once(most=2), Making()
        await asyncio.gather(*(once.of(key, making.slowly) for key in "abcd"))
        assert [await once.of(key, making.slowly) for key in "cda"] == [3, 4, 5]

    async def test_given_one_that_takes_long_when_others_are_made_meanwhile_then_they_are_kept_beside_it(
        self,
    ) -> None:
        once, making, may_end = Once(most=2), Making(), asyncio.Event()
        slow = asyncio.create_task(once.of("slow", may_end.wait))
        for key in "abcb":
            await once.of(key, making.slowly)
        again = asyncio.create_task(once.of("slow", making.slowly))
        await asyncio.sleep(0)
        may_end.set()
        assert [await slow, await again, await once.of("b", making.slowly)] == [True, True, 2]
