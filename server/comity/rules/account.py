"""The ledger as bytes and as lines: what `Why?`, exports and tests read.

A stored ledger is complete; `read` takes it in and `lines` is the filter: private quantities and the authors
of covert acts are for their own seat until the debrief.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.codec import canonical
from comity.rules.layout import IntArray
from comity.rules.ledger import Ledger
from comity.rules.news import HIDDEN
from comity.rules.prose import TARGET, raised
from comity.rules.subjects import Name, in_sentence
from comity.rules.views import CauseDeed, CauseLine, TargetKind

_Said = tuple[str, str, CauseDeed | None, bool]
"""A line's rule, its because, its deed, and whether that is hidden."""


def encode(ledger: Ledger, turn: int, game: int = 0) -> bytes:
    """One game's turn as canonical JSON: rule names, rows `[rule, place, before, delta, deed]` and deeds
    `[kind, actor, target]`.
    """
    rules: dict[str, int] = {}
    rows: list[tuple[int, int, int, int, int]] = []
    for run in ledger.runs(game):
        rule = rules.setdefault(run.rule, len(rules))
        rows.extend(zip(repeat(rule), run.places, run.befores, run.deltas, run.deeds, strict=False))
    deeds = ledger.deeds
    named = [
        list(row)
        for row in zip(deeds.kind.tolist(), deeds.actor.tolist(), deeds.target.tolist(), strict=True)
    ]
    return canonical({"turn": turn, "rules": list(rules), "rows": rows, "deeds": named})


@dataclass(frozen=True, slots=True)
class Read:
    """One game's turn as `encode` wrote it."""

    turn: int
    rules: Sequence[str]
    rows: IntArray
    """[line, (rule, place, before, delta, deed)], in the order in which they happened."""
    deeds: Sequence[Sequence[int]]


def read(data: bytes) -> Read:
    """A stored ledger. With 193 states that is some 150,000 lines: a quarter of a second."""
    document = json.loads(data)
    rows = np.array(document["rows"], dtype=np.int64).reshape(-1, 5)
    return Read(document["turn"], document["rules"], rows, document["deeds"])


def lines(
    ledger: Read,
    catalogue: Catalogue,
    names: Sequence[Name],
    rule_names: Mapping[str, str],
    *,
    reader: int | None,
    reveal: bool = False,
    subject: str | None = None,
    variable: str | None = None,
) -> Iterator[CauseLine]:
    """Ledger lines as `reader` (a state, or None for the public) may read them; `reveal` opens everything.

    With `subject` or `variable`, only those about it.
    """
    rules, deeds = ledger.rules, ledger.deeds
    said: dict[tuple[int, int], _Said] = {}
    for rule, place, before, delta, deed in _about(ledger.rows, names, subject, variable).tolist():
        name = names[place]
        if name.mirror or (name.owner >= 0 and not reveal and name.owner != reader):
            continue
        told = said.get((rule, deed))
        if told is None:
            if deed < 0:
                told = (rules[rule], rule_names.get(rules[rule], rules[rule]), None, False)
            else:
                kind, actor, target = deeds[deed]
                hidden = catalogue.deeds[kind].covert and not reveal and actor != reader
                told = _deed(catalogue, rules[rule], kind, actor, target, hidden=hidden)
            said[rule, deed] = told
        rule_key, because, done, is_hidden = told
        unit = name.unit
        yield CauseLine(
            ledger.turn,
            rule_key,
            name.subject,
            name.variable,
            before / unit,
            delta / unit,
            (before + delta) / unit,
            because,
            done,
            is_hidden,
        )


def _about(rows: IntArray, names: Sequence[Name], subject: str | None, variable: str | None) -> IntArray:
    if subject is None and variable is None:
        return rows
    asked = [
        (subject is None or name.subject == subject) and (variable is None or name.variable == variable)
        for name in names
    ]
    found: IntArray = rows[np.array(asked)[rows[:, 1]]]
    return found


def _deed(catalogue: Catalogue, rule: str, kind: int, actor: int, target: int, *, hidden: bool) -> _Said:
    """What a line may say of a deed; of a hidden one only its kind."""
    deed = catalogue.deeds[kind]
    if hidden:
        return f"{deed.kind}.hidden", HIDDEN, None, True
    own = f"{deed.kind}.{deed.key}" if rule == "deed" else rule
    who = catalogue.states.names[actor] if actor >= 0 else ""
    whom = _target_name(catalogue, kind, target)
    done = _structure(catalogue, kind, actor, target)
    if deed.kind == "resolution":
        return own, f"{deed.name} passed" + (f": {whom}" if whom else ""), done, False
    if deed.kind == "action":
        does = catalogue.prose.actions[kind].replace(TARGET, _target_told(catalogue, kind, target))
        return own, raised(f"{catalogue.prose.name('state', actor)} {does}"), done, False
    said = (f"{who}: " if who else "") + in_sentence(deed.name) + (f" ({whom})" if whom else "")
    return own, said, done, False


def _structure(catalogue: Catalogue, kind: int, actor: int, target: int) -> CauseDeed:
    """A deed in keys. A resolution's actor is whoever tabled it, which is not what passes it."""
    deed, target_kind = catalogue.deeds[kind], _target_kind(catalogue, kind)
    keys = catalogue.targets(target_kind)
    acts = actor >= 0 and deed.kind != "resolution"
    return CauseDeed(
        deed.kind,
        deed.key,
        catalogue.states.keys[actor] if acts else None,
        target_kind,
        keys[target] if keys and target >= 0 else None,
    )


def _target_kind(catalogue: Catalogue, kind: int) -> TargetKind:
    """What a deed of this kind is aimed at; an event and its answers strike whoever acts."""
    deed = catalogue.deeds[kind]
    if deed.kind in ("event", "choice"):
        return "none"
    if deed.kind == "resolution":
        return catalogue.resolutions.target[kind - catalogue.first_resolution]
    return "state" if deed.kind == "pact" else catalogue.actions.target[kind]


def _target_told(catalogue: Catalogue, kind: int, target: int) -> str:
    """The target's name as within a sentence."""
    return catalogue.prose.name(_target_kind(catalogue, kind), target)


def _target_name(catalogue: Catalogue, kind: int, target: int) -> str:
    """The target's name in the deed's own target kind, or nothing."""
    names = catalogue.target_names(_target_kind(catalogue, kind))
    return names[target] if names and target >= 0 else ""
