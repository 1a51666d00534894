"""A world told by names instead of places, so that two worlds can be compared whose rows stand otherwise."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.rules import worlds

from comity.rules import subjects
from comity.rules.ledger import Ledger
from comity.rules.scores import score
from comity.rules.world import World

Renaming = Mapping[str, str]


class Teller:
    """Tells what happened in a game by names, with states called by other keys if wanted."""

    def __init__(self, game: worlds.Game, renaming: Renaming | None = None) -> None:
        self._game, self._new = game, dict(renaming or {})
        self._places = place_names(game, self._new)
        self._states = [self._new.get(key, key) for key in game.catalogue.states.keys]

    def world(self, world: World) -> dict[Any, Any]:
        """Everything of a world: quantities, docket, events and scores."""
        game = self._game
        events = game.catalogue.events.keys
        return {
            **dict(zip(self._places, world.values[0].tolist(), strict=True)),
            "docket": self._docket(world),
            "pending": self._pending(world),
            "happened": dict(zip(events, world.happened[0].tolist(), strict=True)),
            "over": int(world.over[0]),
            "scores": {
                seat.key: score(seat, world, game.opening, game.catalogue) for seat in game.catalogue.seats
            },
        }

    def lines(self, ledger: Ledger) -> Counter[Any]:
        """The ledger's lines: rule, place, change, and who did what if it was a deed."""
        kinds, found = self._game.catalogue.deeds, Counter[Any]()
        for entry in ledger.entries(0):
            deed: tuple[str, ...] = ()
            if entry.deed >= 0:
                kind, actor = int(ledger.deeds.kind[entry.deed]), int(ledger.deeds.actor[entry.deed])
                deed = (kinds[kind].kind, kinds[kind].key, self._states[actor] if actor >= 0 else "")
            found[entry.rule, self._places[entry.place], entry.delta, deed] += 1
        return found

    def _docket(self, world: World) -> list[Any]:
        """The items in their order, with what they are aimed at and who sponsors them."""
        catalogue, items = self._game.catalogue, []
        for slot, (resolution, institution, target, sponsor) in enumerate(world.docket[0].tolist()):
            if resolution < 0:
                continue
            targets = catalogue.targets(catalogue.resolutions.target[resolution])
            aim = targets[target] if target >= 0 else ""
            sponsors = {self._states[state] for state in world.sponsors[0, slot].nonzero()[0].tolist()}
            what = (catalogue.resolutions.keys[resolution], catalogue.institutions.keys[institution])
            who = self._states[sponsor] if sponsor >= 0 else ""
            items.append((*what, self._new.get(aim, aim), who, sponsors))
        return items

    def _pending(self, world: World) -> set[tuple[str, str]]:
        """The events that came, each with the state that it hits or `world`."""
        hit, events = [*self._states, "world"], self._game.catalogue.events.keys
        rows = (rows.tolist() for rows in world.pending[0].nonzero())
        return {(events[event], hit[state]) for event, state in zip(*rows, strict=True)}


def place_names(game: worlds.Game, renaming: Renaming) -> list[tuple[str, ...]]:
    """What each place in the vector is called; two halves of one quantity share a name."""
    listed = subjects.names(game.catalogue)
    halves = Counter((name.subject, name.variable) for name in listed)
    found = []
    for name in listed:
        kind, *parties = (renaming.get(part, part) for part in name.subject.split(":"))
        variable = ".".join(renaming.get(part, part) for part in name.variable.split("."))
        if halves[name.subject, name.variable] == 2:
            parties.sort()
        found.append((kind, *parties, variable))
    return found


def renamed(value: Any, renaming: Renaming) -> Any:
    """Plain values in which every state is called by its new key."""
    if isinstance(value, dict):
        return {renaming.get(key, key): renamed(item, renaming) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [renamed(item, renaming) for item in value]
    return renaming.get(value, value) if isinstance(value, str) else value
