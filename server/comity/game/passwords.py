"""Passwords, hashed with argon2id off the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from comity.game.errors import Crowded

AT_ONCE: Final = 2
"""A hash takes a core for 0.2 s and 64 MiB, and anybody may ask for one: they have threads of their own, so
that nothing else waits behind them.
"""
WAITING_MAX: Final = 20

T = TypeVar("T")


class Argon2Passwords:
    """`ports.Passwords` with the library's defaults (RFC 9106, low memory), or another hasher.

    Both raise Crowded where too many are waiting already.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash("the password of an account that does not exist")
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._asked = 0

    async def hash(self, password: str) -> str:
        return await self._in_turn(self._hasher.hash, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        right = await self._in_turn(self._matches, password, password_hash or self._nobodys)
        return right and password_hash is not None

    async def _in_turn(self, work: Callable[..., T], *what: str) -> T:
        if self._asked >= AT_ONCE + WAITING_MAX:
            raise Crowded
        self._asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *what)
        finally:
            self._asked -= 1

    def _matches(self, password: str, password_hash: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
