"""Worlds as bytes: canonical versioned JSON of integers, and the chain of digests over a game."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.rules.layout import IntArray, Layout
from comity.rules.world import World

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Stored:
    """A world of one game as stored: with the values before its last turn, and what was told of that turn."""

    world: World
    previous: IntArray
    """[width]: the values before the last turn; at the opening those of the opening."""
    chronicle: Mapping[str, Any]
    """`{headlines: [...], notices: {seat: [...]}, tallies: [...]}`; see `news.py`."""


def canonical(document: object) -> bytes:
    """JSON with sorted keys and no blanks: the same value always gives the same bytes."""
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def encode(stored: Stored) -> bytes:
    """A single world as canonical JSON, field by field."""
    world, layout = stored.world, stored.world.layout
    return canonical(
        {
            "format": FORMAT,
            "turn": world.turn,
            "fields": {name: world.values[0, layout.slice(name)].tolist() for name in layout.offsets},
            "previous": {name: stored.previous[layout.slice(name)].tolist() for name in layout.offsets},
            "docket": world.docket[0].tolist(),
            "sponsors": _sparse(world.sponsors[0]),
            "pending": _sparse(world.pending[0]),
            "happened": world.happened[0].tolist(),
            "over": int(world.over[0]),
            "chronicle": stored.chronicle,
        }
    )


def decode(data: bytes, layout: Layout, *, events: int) -> Stored:
    """The inverse of `encode`.

    Raises:
        ValueError: the bytes are of another format or another scenario's size.
    """
    document = json.loads(data)
    if document.get("format") != FORMAT:
        raise ValueError(f"unknown format {document.get('format')!r} of a stored world")
    values = _vector(document["fields"], layout)
    docket = np.array(document["docket"], dtype=np.int64)[None]
    slots = docket.shape[1]
    world = World(
        layout,
        _frozen(values[None]),
        int(document["turn"]),
        _frozen(docket),
        _frozen(_filled(document["sponsors"], (slots, layout.states))[None]),
        _frozen(_filled(document["pending"], (events, layout.states + 1))[None]),
        _frozen(np.array(document["happened"], dtype=np.int64).reshape(1, events)),
        _frozen(np.array([document["over"]], dtype=np.int64)),
    )
    return Stored(world, _frozen(_vector(document["previous"], layout)), document["chronicle"])


def digest(*parts: bytes) -> str:
    """Hex SHA-256 over length-prefixed parts, so that no two sequences of parts collide."""
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.hexdigest()


def _vector(fields: Mapping[str, list[int]], layout: Layout) -> IntArray:
    values = np.zeros(layout.width, dtype=np.int64)
    for name in layout.offsets:
        place = layout.slice(name)
        part = fields[name]
        if len(part) != place.stop - place.start:
            raise ValueError(
                f"field {name} has {len(part)} quantities where the scenario has {place.stop - place.start}"
            )
        values[place] = part
    return values


def _sparse(flags: IntArray) -> list[list[int]]:
    rows: list[list[int]] = np.argwhere(flags > 0).tolist()
    return rows


def _filled(rows: list[list[int]], shape: tuple[int, int]) -> IntArray:
    flags = np.zeros(shape, dtype=np.int64)
    for row, column in rows:
        flags[row, column] = 1
    return flags


def _frozen(array: IntArray) -> IntArray:
    array.setflags(write=False)
    return array
