"""The loop: time passes by itself, and a seed is an order."""

import asyncio
import random

import pytest
from tests.simulated.loop import SeededLoop


def run(seed: int) -> list[tuple[str, float]]:
    """What five tasks wrote down, and when, each before and after a sleep of ten minutes."""
    loop, written = SeededLoop(random.Random(seed)), list[tuple[str, float]]()

    async def write(name: str) -> None:
        written.append((name, loop.time()))
        await asyncio.sleep(600)
        written.append((name.upper(), await loop.run_in_executor(None, loop.time)))

    async def everybody() -> None:
        await asyncio.gather(*map(write, "abcde"))

    try:
        loop.run_until_complete(everybody())
    finally:
        loop.close()
    return written


def test_given_a_seed_when_tasks_run_then_their_order_is_drawn_and_time_costs_nothing() -> None:
    assert run(1) == run(1)
    assert len({"".join(name for name, _ in run(seed)) for seed in range(5)}) > 1
    assert {at for _, at in run(1)} == {0.0, 600.0}


def test_given_nobody_with_anything_to_do_when_run_then_it_says_so_instead_of_waiting() -> None:
    loop = SeededLoop(random.Random(0))
    try:
        with pytest.raises(RuntimeError, match="nothing will ever happen"):
            loop.run_until_complete(loop.create_future())
    finally:
        loop.close()
