"""What happened in a turn, in words: public headlines and private notices. Numbers are the ledger's."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import numpy as np

from comity.rules import legal
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.prose import TARGET, put, sentence
from comity.rules.resolve import Record
from comity.rules.rungs import rung
from comity.rules.subjects import in_sentence
from comity.rules.views import TallyView
from comity.rules.voting import entitled
from comity.rules.world import World

HIDDEN = "hidden until the debrief"
_RUNG_WORDS: Final = {
    "dispute": "a dispute",
    "confrontation": "a confrontation",
    "militarised": "a militarised crisis",
    "war": "war",
}


def chronicle(before: World, after: World, record: Record, catalogue: Catalogue) -> dict[str, Any]:
    """The turn's headlines, notices by seat and vote tallies of a single game, as plain JSON values."""
    teller = _Teller(before, after, record, catalogue)
    return {"headlines": teller.headlines(), "notices": teller.notices(), "tallies": teller.tallies()}


def opening_chronicle(world: World, catalogue: Catalogue) -> dict[str, Any]:
    """What is told before the first turn: the events that open the game."""
    headlines = [
        _event_headline(world, catalogue, event, state)
        for event, state in np.argwhere(world.pending[0] > 0).tolist()
    ]
    return {"headlines": headlines, "notices": {}, "tallies": []}


def _headline(kind: str, text: str, *about: str) -> dict[str, Any]:
    return {"kind": kind, "text": text, "about": list(about)}


def _event_headline(world: World, catalogue: Catalogue, event: int, state: int) -> dict[str, Any]:
    hit = state < world.layout.states
    name = catalogue.prose.name("state", state) if hit else "the world"
    about = (f"state:{catalogue.states.keys[state]}",) if hit else ()
    text = sentence(put(catalogue.events.texts[event], "{state}", name))
    return _headline("event", text, f"event:{catalogue.events.keys[event]}", *about)


def tally_views(chronicle: Mapping[str, Any]) -> list[TallyView]:
    """The tallies of a turn as everybody may see them; what was kept before they had keys is left out."""
    names = [field.name for field in fields(TallyView)]
    return [
        TallyView(**{name: row[name] for name in names})
        for row in chronicle["tallies"]
        if row.keys() >= set(names)
    ]


class _Teller:
    def __init__(self, before: World, after: World, record: Record, catalogue: Catalogue) -> None:
        self._before, self._after, self._record, self._catalogue = before, after, record, catalogue
        self._names, self._keys = catalogue.prose.names["state"], catalogue.states.keys

    def headlines(self) -> list[dict[str, Any]]:
        return [
            *self._over(),
            *self._crises(),
            *self._decisions(),
            *self._deeds(),
            *self._upheavals(),
            *self._stances(),
            *self._events(),
        ]

    def _over(self) -> list[dict[str, Any]]:
        if int(self._after.over[0]):
            return [
                _headline(
                    "nuclear_war",
                    "A war between nuclear powers has gone nuclear. The game is over for everyone.",
                    "system",
                )
            ]
        return []

    def _crises(self) -> list[dict[str, Any]]:
        was, now = rung(self._before["escalation"])[0], rung(self._after["escalation"])[0]
        told = []
        for a, b in np.argwhere(np.triu(was != now, 1)).tolist():
            one, other = sorted((self._keys[a], self._keys[b]))
            names = " and ".join(sorted((self._names[a], self._names[b])))
            step = words.RUNGS[now[a, b]]
            worse = now[a, b] > was[a, b]
            if step == "calm":
                text = f"Calm returns between {names}."
            elif worse:
                text = sentence(f"{_RUNG_WORDS[step]} opens between {names}")
            else:
                text = f"Between {names} the crisis eases to {_RUNG_WORDS[step]}."
            told.append(_headline("crisis" if worse else "easing", text, f"pair:{one}:{other}"))
        return told

    def tallies(self) -> list[dict[str, Any]]:
        """One row a vote: what `TallyView` tells of it."""
        voted = np.nonzero(self._record.tally.voted[0])[0].tolist()
        return [self._tally(slot) for slot in voted]

    def _tally(self, slot: int) -> dict[str, Any]:
        counted, table = self._record.tally, self._catalogue.resolutions
        resolution, institution, target, _ = (int(value) for value in self._before.docket[0, slot])
        targets = self._catalogue.targets(table.target[resolution])
        seated = entitled(self._before, self._catalogue)[0, slot]
        return {
            "id": legal.docket_id(self._before.turn + 1, slot),
            "resolution": table.keys[resolution],
            "institution": self._catalogue.institutions.keys[institution],
            "target": targets[target] if target >= 0 else None,
            "text": docket_text(self._before, self._catalogue, slot),
            "passed": bool(counted.passed[0, slot]),
            "vetoed": bool(counted.vetoed[0, slot]),
            "yes": int(counted.yes[0, slot]),
            "no": int(counted.no[0, slot]),
            "abstain": int(counted.abstain[0, slot]),
            "roll_call": {
                key: self._cast(slot, i)
                for i, key in enumerate(self._keys)
                if seated[i] or counted.defied[0, slot, i]
            },
            "vetoed_by": [key for i, key in enumerate(self._keys) if counted.casters[0, slot, i]],
        }

    def _cast(self, slot: int, state: int) -> str:
        counted = self._record.tally
        if counted.yes_by[0, slot, state]:
            return "yes"
        if counted.defied[0, slot, state]:
            return "defy"
        return "no" if counted.no_by[0, slot, state] else "abstain"

    def _decisions(self) -> list[dict[str, Any]]:
        told = []
        for row in self.tallies():
            outcome = "passed" if row["passed"] else "vetoed" if row["vetoed"] else "failed"
            count = f"{row['yes']} for, {row['no']} against, {row['abstain']} abstaining"
            text = f"{row['text'].rstrip('.')}: {outcome}, {count}."
            whom = [
                f"{kind}:{row['target']}"
                for kind in [self._target_kind(row["resolution"])]
                if row["target"] is not None
            ]
            about = (f"resolution:{row['resolution']}", f"institution:{row['institution']}", *whom)
            told.append(_headline(f"vote_{outcome}", text, *about))
        return told

    def _target_kind(self, resolution: str) -> str:
        table = self._catalogue.resolutions
        return table.target[table.keys.index(resolution)]

    def _deeds(self) -> list[dict[str, Any]]:
        table, prose, told = self._catalogue.actions, self._catalogue.prose, []
        seen: set[tuple[int, ...]] = set()
        for _, actor, action, target, _ in self._record.done.tolist():
            if table.covert[action]:
                continue
            about = [f"action:{table.keys[action]}", f"state:{self._keys[actor]}"]
            kind = table.target[action]
            if kind != "none":
                about.append(f"{kind}:{self._catalogue.targets(kind)[target]}")
            if table.needs_both[action] and int(table.counterpart[action]) == action:
                key = (action, *sorted((actor, target)))
                if key in seen:
                    continue
                seen.add(key)
                names = " and ".join(sorted((self._names[actor], self._names[target])))
                told.append(_headline("agreement", sentence(f"{names} {prose.agreements[action]}"), *about))
                continue
            does = prose.actions[action].replace(TARGET, prose.name(kind, target))
            told.append(_headline("action", sentence(f"{self._names[actor]} {does}"), *about))
        return sorted(told, key=lambda row: str(row["text"]))

    def _upheavals(self) -> list[dict[str, Any]]:
        return [
            _headline(
                "upheaval",
                f"Order breaks down in {self._names[state]}.",
                f"state:{self._keys[state]}",
            )
            for state in np.nonzero(self._record.upheavals[0])[0].tolist()
        ]

    def _stances(self) -> list[dict[str, Any]]:
        was, now = self._before["stance"][0], self._after["stance"][0]
        told = []
        for state in range(len(self._keys)):
            lead_was, lead_now = int(np.argmax(was[state])), int(np.argmax(now[state]))
            if lead_was != lead_now:
                models = self._catalogue.prose.names["globalism"]
                leaning = f"{models[lead_now]} rather than to {models[lead_was]}"
                text = sentence(f"{self._names[state]} now leans to {leaning}")
                about = (f"state:{self._keys[state]}", f"globalism:{words.GLOBALISMS[lead_now]}")
                told.append(_headline("stance", text, *about))
        return told

    def _events(self) -> list[dict[str, Any]]:
        return [
            _event_headline(self._after, self._catalogue, event, state)
            for event, state in np.argwhere(self._after.pending[0] > 0).tolist()
        ]

    def notices(self) -> dict[str, list[str]]:
        """Private words by seat."""
        table = self._catalogue.actions
        told: dict[str, list[str]] = {seat.key: [] for seat in self._catalogue.seats}
        seat_of = {seat.state: seat.key for seat in self._catalogue.seats}
        for _, actor, action, target, _ in self._record.unanswered.tolist():
            name = in_sentence(table.names[action])
            if actor in seat_of:
                told[seat_of[actor]].append(
                    sentence(f"{self._names[target]} did not answer your proposal: {name}. Nobody paid")
                )
            if target in seat_of:
                told[seat_of[target]].append(
                    sentence(f"{self._names[actor]} proposed: {name}. It needed your move too and lapsed")
                )
        for _, actor, action, target, _ in self._record.done.tolist():
            if not table.covert[action]:
                continue
            if actor in seat_of:
                told[seat_of[actor]].append(f"Carried out in secret: {in_sentence(table.names[action])}.")
            if table.target[action] == "state" and target in seat_of:
                told[seat_of[target]].append(f"Something was done to us in secret; by whom is {HIDDEN}.")
        return {seat: sorted(lines) for seat, lines in told.items()}


def docket_text(world: World, catalogue: Catalogue, slot: int) -> str:
    """One sentence for a docket item."""
    resolution, institution, target, _ = (int(value) for value in world.docket[0, slot])
    return sentence(asked(catalogue, resolution, institution, target))


def asked(catalogue: Catalogue, resolution: int, institution: int, target: int) -> str:
    """What a resolution asks, as a clause: `the IMF grants a rescue loan to Lemuria`; `target` may be -1."""
    kind = catalogue.resolutions.target[resolution]
    # A model of order stands in these texts as an adjective, anything else as a name.
    names = catalogue.targets(kind) if kind == "globalism" else catalogue.prose.names.get(kind, ())
    text = catalogue.resolutions.texts[resolution].rstrip(".")
    text = text.replace("{institution}", catalogue.prose.name("institution", institution))
    return text.replace(TARGET, names[target] if target >= 0 else "")
