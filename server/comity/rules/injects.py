"""Events that the instructor sends: from keys to the engine's rows, or to faults that name field and mend."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.faults import Fault
from comity.rules.layout import IntArray
from comity.rules.moves import Injected

NAMED_AT_MOST = 8


def check(catalogue: Catalogue, inject: Injected) -> tuple[Fault, ...]:
    """Every reason why this event cannot be sent in this scenario; empty when it can."""
    events, states = catalogue.events, catalogue.states.keys
    if inject.event not in events.keys:
        return (_unknown("event", inject.event, events.keys),)
    event = events.keys.index(inject.event)
    name = events.names[event]
    if events.world[event]:
        if inject.state is not None:
            message = f"{name} hits the world, not a state"
            return (Fault("needless_state", "state", message, "leave the state out"),)
        return ()
    if inject.state is None:
        message = f"{name} hits one state, and none is named"
        return (Fault("state_missing", "state", message, "name a state by its key"),)
    if inject.state not in states:
        return (_unknown("state", inject.state, states),)
    return ()


def rows(catalogue: Catalogue, injects: Iterable[Injected]) -> IntArray:
    """Sound injects of one game as `Moves.injected`, each once, in an order of their own.

    Raises:
        ValueError: an inject is not sound.
    """
    found = set()
    for inject in injects:
        faults = check(catalogue, inject)
        if faults:
            raise ValueError(f"an unchecked inject reached the rules: {faults[0]}")
        event = catalogue.events.keys.index(inject.event)
        world = catalogue.layout.states
        hit = world if inject.state is None else catalogue.states.keys.index(inject.state)
        found.add((0, event, hit))
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 3)


def _unknown(what: str, key: str, known: Sequence[str]) -> Fault:
    near = get_close_matches(key, known, n=1)
    some = ", ".join(known[:NAMED_AT_MOST]) + (" ..." if len(known) > NAMED_AT_MOST else "")
    fix = f"did you mean {near[0]}?" if near else f"use one of: {some}" if known else "there are none to send"
    return Fault("unknown_key", what, f"there is no such {what} in this scenario", fix)
