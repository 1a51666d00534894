"""What happened in a turn, in words: public headlines and private notices. Numbers are the ledger's."""

from typing import Any

import numpy as np

from comity.rules import legal
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.resolve import Record
from comity.rules.rungs import rung
from comity.rules.subjects import in_sentence
from comity.rules.world import World

HIDDEN = "hidden until the debrief"


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
    name = catalogue.states.names[state] if hit else "the world"
    about = (f"state:{catalogue.states.keys[state]}",) if hit else ()
    return _headline("event", catalogue.events.texts[event].replace("{state}", name), *about)


class _Teller:
    def __init__(self, before: World, after: World, record: Record, catalogue: Catalogue) -> None:
        self._before, self._after, self._record, self._catalogue = before, after, record, catalogue
        self._names, self._keys = catalogue.states.names, catalogue.states.keys

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
            verb = {"calm": "calm returns between", "war": "war between"}.get(
                step, f"{step} between" if step != "militarised" else "a militarised crisis between"
            )
            worse = now[a, b] > was[a, b]
            text = f"{verb[0].upper()}{verb[1:]} {names}" + (
                "." if worse or step == "calm" else ": the crisis eases."
            )
            told.append(_headline("crisis" if worse else "easing", text, f"pair:{one}:{other}"))
        return told

    def tallies(self) -> list[dict[str, Any]]:
        counted, rows = self._record.tally, []
        for slot in np.nonzero(counted.voted[0])[0].tolist():
            institution = int(self._before.docket[0, slot, 1])
            rows.append(
                {
                    "id": legal.docket_id(self._before.turn + 1, slot),
                    "text": docket_text(self._before, self._catalogue, slot),
                    "institution": self._catalogue.institutions.keys[institution],
                    "passed": bool(counted.passed[0, slot]),
                    "vetoed": bool(counted.vetoed[0, slot]),
                    "yes": int(counted.yes[0, slot]),
                    "no": int(counted.no[0, slot]),
                    "abstain": int(counted.abstain[0, slot]),
                    "roll_call": {
                        key: "yes"
                        if counted.yes_by[0, slot, i]
                        else "defy"
                        if counted.defied[0, slot, i]
                        else "no"
                        for i, key in enumerate(self._keys)
                        if counted.yes_by[0, slot, i]
                        or counted.no_by[0, slot, i]
                        or counted.defied[0, slot, i]
                    },
                }
            )
        return rows

    def _decisions(self) -> list[dict[str, Any]]:
        told = []
        for row in self.tallies():
            outcome = "passed" if row["passed"] else "vetoed" if row["vetoed"] else "failed"
            count = f"{row['yes']} for, {row['no']} against, {row['abstain']} abstaining"
            text = f"{row['text'].rstrip('.')}: {outcome}, {count}."
            told.append(_headline(f"vote_{outcome}", text, f"institution:{row['institution']}"))
        return told

    def _deeds(self) -> list[dict[str, Any]]:
        table, told = self._catalogue.actions, []
        seen: set[tuple[int, ...]] = set()
        for _, actor, action, target, _ in self._record.done.tolist():
            if table.covert[action]:
                continue
            if table.needs_both[action]:
                key = (action, *sorted((actor, target)))
                if key in seen:
                    continue
                seen.add(key)
                a, b = sorted((self._names[actor], self._names[target]))
                text = f"{a} and {b}: {in_sentence(table.names[action])}."
                told.append(
                    _headline("agreement", text, f"state:{self._keys[actor]}", f"state:{self._keys[target]}")
                )
                continue
            kind = table.target[action]
            about = [f"state:{self._keys[actor]}"]
            toward = ""
            if kind != "none":
                toward = f" ({self._catalogue.target_names(kind)[target]})"
                about.append(f"{kind}:{self._catalogue.targets(kind)[target]}")
            told.append(
                _headline(
                    "action", f"{self._names[actor]}: {in_sentence(table.names[action])}{toward}.", *about
                )
            )
        return sorted(told, key=lambda row: str(row["text"]))

    def _upheavals(self) -> list[dict[str, Any]]:
        return [
            _headline(
                "upheaval",
                f"Upheaval in {self._names[state]}: order breaks down.",
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
                change = f"{words.GLOBALISMS[lead_now]} rather than {words.GLOBALISMS[lead_was]}"
                text = f"{self._names[state]} now leans {change}."
                told.append(_headline("stance", text, f"state:{self._keys[state]}"))
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
                    f"{self._names[target]} did not answer your proposal: {name}. Nobody paid."
                )
            if target in seat_of:
                told[seat_of[target]].append(
                    f"{self._names[actor]} proposed: {name}. It needed your move too and lapsed."
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
    kind = catalogue.resolutions.target[resolution]
    names = catalogue.target_names(kind)
    text = catalogue.resolutions.texts[resolution]
    return text.replace("{institution}", catalogue.institutions.names[institution]).replace(
        "{target}", names[target] if target >= 0 else ""
    )
