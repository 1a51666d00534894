"""Chance: counter-based draws addressed by (seed, turn, rule, entity).

The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC
2011), written over numpy arrays so that a batch of games draws at once. The turn's key comes from the game's
secret seed by HMAC; a rule's name and an entity's number are the counter, so one rule's draws never shift
another's.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from comity.rules.layout import FloatArray, IntArray

UintArray = npt.NDArray[np.uint64]

_MULTIPLIERS: Final = np.array([0xD2511F53, 0xCD9E8D57], dtype=np.uint64)
_WEYL: Final = np.array([0x9E3779B9, 0xBB67AE85], dtype=np.uint64)
_LOW: Final = np.array(0xFFFFFFFF, dtype=np.uint64)
_SHIFT: Final = np.array(32, dtype=np.uint64)
_RANGE: Final = np.array(4294967296.0)
_ROUNDS: Final = 10
_STEPS: Final = np.arange(_ROUNDS, dtype=np.uint64)[:, None] * _WEYL
"""How far the key has moved on in each round."""


def philox(counter: UintArray, key: UintArray) -> UintArray:
    """Philox4x32-10: `counter` [4, ...] and `key` [2, ...], 32-bit values of shapes that fit each other;
    answers [4, ...]. Where many keys share their counters the first round multiplies these once for all.

    Every round writes over the one before it: fresh arrays took twice as long as the arithmetic.
    """
    single = (1,) * (counter.ndim - 1)
    multipliers = _MULTIPLIERS.reshape(2, *single)
    rounds = iter((key + _STEPS.reshape(_ROUNDS, 2, *single)) & _LOW)
    answer = np.empty((4, *np.broadcast_shapes(counter.shape[1:], key.shape[1:])), dtype=np.uint64)
    even, odd = answer[0::2], answer[1::2]
    product = counter[0::2] * multipliers
    np.bitwise_xor((product >> _SHIFT)[::-1] ^ counter[1::2], next(rounds), out=even)
    odd[...] = (product & _LOW)[::-1]
    product = np.empty_like(even)
    for each in rounds:
        np.multiply(even, multipliers, out=product)
        crossed = product[::-1]
        np.right_shift(crossed, _SHIFT, out=even)
        np.bitwise_xor(even, odd, out=even)
        np.bitwise_xor(even, each, out=even)
        np.bitwise_and(crossed, _LOW, out=odd)
    return answer


@lru_cache(maxsize=1024)
def _word(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "little")


@lru_cache(maxsize=32)
def _counter(rules: tuple[str, ...], entities: bytes) -> UintArray:
    """[4, columns]: the counters of every rule and entity, which are the same in every turn."""
    ids = np.frombuffer(entities, dtype=np.int64).astype(np.uint64)
    counter = np.zeros((4, len(rules), ids.size), dtype=np.uint64)
    counter[0] = ids & _LOW
    counter[1] = ids >> _SHIFT
    counter[2] = np.array([_word(rule) for rule in rules], dtype=np.uint64)[:, None]
    columns = counter.reshape(4, -1)
    columns.setflags(write=False)
    return columns


def seed_from_number(number: int) -> bytes:
    """The 32-byte seed of a numbered run (`comity play --seed N`)."""
    return hashlib.sha256(f"comity/seed/v1|{number}".encode()).digest()


def commitment(game: str, seed: bytes) -> str:
    """What is published at the start so that the seed cannot be changed afterwards: a hex SHA-256."""
    return hashlib.sha256(b"comity/seed/v1|" + game.encode() + b"|" + seed).hexdigest()


@dataclass(frozen=True, slots=True)
class Draws:
    """The chance of one turn for a batch of games: `keys` is [batch], 64-bit turn keys."""

    keys: UintArray

    @classmethod
    def for_turn(cls, seeds: Sequence[bytes], turn: int, purpose: str = "rules") -> "Draws":
        """Keys for one turn and purpose (`rules`, `bots`) from each game's secret seed."""
        about = f"turn/{turn}/{purpose}".encode()
        keys = b"".join([hmac.digest(seed, about, "sha256")[:8] for seed in seeds])
        return cls(np.frombuffer(keys, dtype="<u8").astype(np.uint64))

    def uniform(self, rule: str, entities: IntArray) -> FloatArray:
        """Numbers in [0, 1) by game and entity: `entities` [n] of 48-bit numbers, answers [batch, n]."""
        return self.table((rule,), entities)[:, 0]

    def table(self, rules: Sequence[str], entities: IntArray) -> FloatArray:
        """As `uniform` for several rules at once: answers [batch, rule, n]; each rule's row is what it would
        be alone.
        """
        counter = _counter(tuple(rules), entities.tobytes())
        fractions = _fractions(philox(counter[:, :, None], self._halves()[:, None]))
        return fractions.T.reshape(self.keys.size, len(rules), entities.size)

    def at(self, rules: Sequence[str], rule: IntArray, game: IntArray, entity: IntArray) -> FloatArray:
        """[row]: the draws of single places in a table, each what it is there; `rule` counts in `rules`."""
        ids = entity.astype(np.uint64)
        words = np.array([_word(name) for name in rules], dtype=np.uint64)
        counter = np.array([ids & _LOW, ids >> _SHIFT, words[rule], np.zeros_like(ids)])
        return _fractions(philox(counter, self._halves()[:, game]))

    def _halves(self) -> UintArray:
        """[2, game]: the keys, in two words each."""
        return np.array([self.keys & _LOW, self.keys >> _SHIFT])


def _fractions(out: UintArray) -> FloatArray:
    """The first word of each answer as a number in [0, 1)."""
    fractions: FloatArray = out[0].astype(np.float64) / _RANGE
    return fractions
