"""The ledger as bytes and as lines: what `Why?`, exports and tests read.

A stored ledger is complete; `lines` is the filter: private quantities and the authors of covert acts are for
their own seat until the debrief.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from comity.rules.catalogue import Catalogue
from comity.rules.codec import canonical
from comity.rules.ledger import Ledger
from comity.rules.news import HIDDEN
from comity.rules.subjects import Name, in_sentence
from comity.rules.views import CauseLine


def encode(ledger: Ledger, turn: int, game: int = 0) -> bytes:
    """One game's turn as canonical JSON: rule names, rows `[rule, place, before, delta, deed]` and deeds
    `[kind, actor, target]`.
    """
    rules: dict[str, int] = {}
    rows = []
    for entry in ledger.entries(game):
        rule = rules.setdefault(entry.rule, len(rules))
        rows.append([rule, entry.place, entry.before, entry.delta, entry.deed])
    deeds = ledger.deeds
    named = [
        list(row)
        for row in zip(deeds.kind.tolist(), deeds.actor.tolist(), deeds.target.tolist(), strict=True)
    ]
    return canonical({"turn": turn, "rules": list(rules), "rows": rows, "deeds": named})


def lines(
    data: bytes,
    catalogue: Catalogue,
    names: Sequence[Name],
    rule_names: Mapping[str, str],
    *,
    reader: int | None,
    reveal: bool = False,
) -> Iterator[CauseLine]:
    """Ledger lines as `reader` (a state, or None for the public) may read them; `reveal` opens everything."""
    document = json.loads(data)
    rules, deeds = document["rules"], document["deeds"]
    for rule, place, before, delta, deed in document["rows"]:
        name = names[place]
        if name.mirror or (name.owner >= 0 and not reveal and name.owner != reader):
            continue
        rule_key, because = rules[rule], rule_names.get(rules[rule], rules[rule])
        if deed >= 0:
            kind, actor, target = deeds[deed]
            hidden = catalogue.deeds[kind].covert and not reveal and actor != reader
            rule_key, because = _deed(catalogue, rule_key, kind, actor, target, hidden=hidden)
        unit = name.unit
        yield CauseLine(
            document["turn"],
            rule_key,
            name.subject,
            name.variable,
            before / unit,
            delta / unit,
            (before + delta) / unit,
            because,
        )


def _deed(
    catalogue: Catalogue, rule: str, kind: int, actor: int, target: int, *, hidden: bool
) -> tuple[str, str]:
    """The rule's name and the because of a deed, in words."""
    deed = catalogue.deeds[kind]
    if hidden:
        return f"{deed.kind}.hidden", HIDDEN
    own = f"{deed.kind}.{deed.key}" if rule == "deed" else rule
    who = catalogue.states.names[actor] if actor >= 0 else ""
    whom = _target_name(catalogue, kind, target)
    if deed.kind == "resolution":
        return own, f"{deed.name} passed" + (f": {whom}" if whom else "")
    return own, (f"{who}: " if who else "") + in_sentence(deed.name) + (f" ({whom})" if whom else "")


def _target_name(catalogue: Catalogue, kind: int, target: int) -> str:
    """The target's name in the deed's own target kind, or nothing."""
    deed = catalogue.deeds[kind]
    if target < 0 or deed.kind in ("event", "choice"):
        return ""
    if deed.kind == "resolution":
        target_kind = catalogue.resolutions.target[kind - catalogue.first_resolution]
    elif deed.kind == "pact":
        target_kind = "state"
    else:
        target_kind = catalogue.actions.target[kind]
    names = catalogue.target_names(target_kind)
    return names[target] if names else ""
