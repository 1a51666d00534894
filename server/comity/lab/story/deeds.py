"""From ledger lines to deeds: who did what to whom. The ledger says it in each line's rule and because."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from comity.rules.catalogue import Catalogue
from comity.rules.subjects import in_sentence
from comity.rules.views import CauseLine

DeedKind = Literal["action", "resolution", "event", "choice", "pact"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed of a turn, with every line that says it."""

    kind: DeedKind
    key: str
    """The action's, resolution's or event's key; `event.choice` for an answer."""
    name: str
    actor: str | None
    """The acting state's key, or that of the state that an event struck."""
    target_kind: str
    target: str | None
    because: str
    lines: tuple[int, ...]

    def targets(self, state: str) -> bool:
        return self.target_kind == "state" and self.target == state


@dataclass(frozen=True)
class DeedReader:
    """Reads deeds out of a ledger's words."""

    catalogue: Catalogue

    def gather(self, ledger: Sequence[CauseLine], places: Iterable[int]) -> dict[str, Deed]:
        """The deeds of some lines by their because, in the order of their first lines."""
        found: dict[str, Deed] = {}
        lines: dict[str, list[int]] = {}
        for place in places:
            line = ledger[place]
            deed = self.read(line.rule, line.because)
            lines.setdefault(line.because, []).append(place)
            if deed is not None and (line.because not in found or found[line.because].kind == "pact"):
                found[line.because] = deed
        return {
            because: Deed(
                deed.kind, deed.key, deed.name, deed.actor, deed.target_kind, deed.target, because,
                tuple(lines[because]),
            )
            for because, deed in found.items()
        }  # fmt: skip

    def read(self, rule: str, because: str) -> Deed | None:
        """The deed behind one rule and because; None where a rule of the engine did it."""
        kind, _, key = rule.partition(".")
        actor, said = self._actor(because)
        if kind in ("action", "pact") and key in self.catalogue.actions.keys:
            return self._action("pact" if kind == "pact" else "action", key, actor, said, because)
        if kind == "resolution" and key in self.catalogue.resolutions.keys:
            return self._resolution(key, because)
        if kind in ("event", "choice") and key.partition(".")[0] in self.catalogue.events.keys:
            return Deed("event" if kind == "event" else "choice", key, said, actor, "none", None, because, ())
        return self._paid(actor, said, because) if kind == "capital" and actor else None

    def _actor(self, because: str) -> tuple[str | None, str]:
        states = self.catalogue.states
        best = max((name for name in states.names if because.startswith(f"{name}: ")), key=len, default=None)
        if best is None:
            return None, because
        return states.keys[states.names.index(best)], because[len(best) + 2 :]

    def _action(self, kind: DeedKind, key: str, actor: str | None, said: str, because: str) -> Deed:
        table = self.catalogue.actions
        at = table.keys.index(key)
        name, target_kind = table.names[at], "state" if kind == "pact" else table.target[at]
        whom = said[len(name) :].removeprefix(" (").removesuffix(")")
        return Deed(kind, key, name, actor, target_kind, self._key(target_kind, whom), because, ())

    def _resolution(self, key: str, because: str) -> Deed:
        table = self.catalogue.resolutions
        at = table.keys.index(key)
        target_kind = table.target[at]
        whom = because.removeprefix(f"{table.names[at]} passed").removeprefix(": ")
        target = self._key(target_kind, whom)
        return Deed("resolution", key, table.names[at], None, target_kind, target, because, ())

    def _paid(self, actor: str, said: str, because: str) -> Deed | None:
        """The action that a line of its price names."""
        table = self.catalogue.actions
        names = [
            (len(name), key)
            for key, name in zip(table.keys, table.names, strict=True)
            if said == in_sentence(name) or said.startswith(f"{in_sentence(name)} (")
        ]
        return self._action("action", max(names)[1], actor, said, because) if names else None

    def _key(self, target_kind: str, name: str) -> str | None:
        names = self.catalogue.target_names(target_kind)
        return self.catalogue.targets(target_kind)[names.index(name)] if name in names else None
