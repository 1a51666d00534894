"""How a case of `cases/*.yaml` reads, and how it is played.

A case is a small world, moves, and what must follow, in words that need no programmer:

    - name: A sentence that says what follows
      because: Where the sentence comes from      (optional)
      library: shipped                            (optional: the shipped catalogue, not cases/library.yaml)
      theory: realist                             (optional: sakwa unless said)
      coefficients: {nuclear_chance: 1}           (optional: what this case sets differently)
      turns: 2                                    (optional: 1 unless said)
      given: {states: [A, B], ...}                any part of a scenario
      moves: {1: {a: {actions: [...]}}}           by turn and seat; a seat is its state's key in lower case
      tries: {...}                                a move that is only checked
      against: {given: ..., moves: ...}           the same case but for this: a second run to compare with
      then: [...]                                 the claims

States that are only named, as in `[A, B]`, are ordinary: 50 of everything and an even repertoire. What is not
said of an order is ordinary too: legitimacy 50, claim 20, recognition 40, no radical face. In `against`,
moves and leanings are said anew and all else adds to the case (`moves:` alone means that nobody moves).

The claims:
- `acts: RULE` / `idle: RULE`, with an optional `of: SUBJECT`, `moving: VARIABLE` and `way: up` or `down`:
  the ledger has, or has not, such a line;
- `rises` / `falls` / `stays: SUBJECT VARIABLE`: how the quantity ended against the opening;
- `is: SUBJECT VARIABLE` with `at_least` or `at_most`, in points (shares of one for stance, mood, ownership);
- `more` / `less` / `same: SUBJECT VARIABLE`: how it ended against the run under `against`;
- `more_than: {of: SUBJECT VARIABLE, than: SUBJECT VARIABLE}`: the first changed by more than the second,
  upward counting as more;
- `stronger` / `weaker: RULE`, with `of` and `moving`: the rule moved more, or less, than under `against`, or
  with `than: SUBJECT` than it moved that one in the same run;
- `moves: RULE` with `by: V`, and `of`, `moving` and `way` as for `acts`: the rule moved exactly so much, but
  for the grid's rounding, in points (shares of one for leanings and ownership). V is a number or a
  coefficient's name; `times` multiplies it and `beside` is added;
- `conserves: RULE`: what the rule gives to some it takes from others, and it did act;
- `phase: NAME` with `of: GLOBALISM`: which globalism predominates, and in which phase it is;
- `told: WORDS` / `untold: WORDS`: a headline or notice of the last turn says so, or none does;
- `refused: SEAT` with `code` and `field`: the move under `tries` is not legal.

`pair:A:B agreement` is a quantity too: how far two repertoires agree on what is at stake, -100 to 100;
`agreement.GROUND` is the same on one ground alone (`scenarios/library/grounds.yaml`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from tests.rules import worlds

from comity.rules import globalisms, grounds, news, subjects
from comity.rules import vocabulary as words
from comity.rules.views import CauseLine
from comity.rules.world import World

CASES: Final = Path(__file__).parent / "cases"
ASIDE: Final = {"take": {"events": (), "movements": (), "institutions": (), "blocs": ()}}
"""What a case with the shipped library leaves out unless it takes it."""
WHOLE: Final = {"predisposition", "mood", "stance", "ownership", "moves"}
"""What another run says anew and does not add to."""
ORDINARY_ORDERS: Final = {key: {"legitimacy": 50, "claim": 20, "recognition": 40} for key in words.GLOBALISMS}
PARTS: Final = frozenset(
    (
        "name",
        "because",
        "library",
        "theory",
        "coefficients",
        "turns",
        "given",
        "moves",
        "tries",
        "against",
        "then",
    )
)
CLAIMS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("acts", "idle"), frozenset({"of", "moving", "way"})),
    "moves": frozenset({"of", "moving", "way", "by", "times", "beside"}),
    **dict.fromkeys(("stronger", "weaker"), frozenset({"of", "moving", "than"})),
    **dict.fromkeys(("rises", "falls", "stays", "more", "less", "same", "more_than"), frozenset()),
    **dict.fromkeys(("told", "untold"), frozenset()),
    "conserves": frozenset({"moving"}),
    "is": frozenset({"at_least", "at_most"}),
    "phase": frozenset({"of"}),
    "refused": frozenset({"code", "field"}),
}
"""Every claim with what may stand beside it."""
ROUNDING: Final = 2
"""Grid units by which a rule may miss what a `moves` claim says: it rounds, and rests on what is rounded."""


@dataclass(frozen=True)
class Case:
    file: str
    section: str
    number: int
    body: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.body["name"])

    @property
    def claims(self) -> list[Mapping[str, Any]]:
        return list(self.body["then"])


def documents() -> dict[str, Mapping[str, Any]]:
    """Every file of cases by name."""
    return {
        path.name: load(path.read_text())
        for path in sorted(CASES.glob("*.yaml"))
        if path.name != "library.yaml"
    }


def cases() -> Iterator[Case]:
    """Every case, in order."""
    for file, document in documents().items():
        for number, body in enumerate(document["cases"], start=1):
            yield Case(file, document["section"], number, body)


def word_of(claim: Mapping[str, Any]) -> str:
    """The word that says what kind of claim it is."""
    return next(word for word in CLAIMS if word in claim)


def faults(case: Case) -> list[str]:
    """What is written in a case that the language does not have."""
    found = [f"no such part of a case: {part}" for part in case.body if part not in PARTS]
    if not case.body.get("then"):
        found.append("a case that claims nothing tests nothing")
    for claim in case.body.get("then", ()):
        kinds = [word for word in claim if word in CLAIMS]
        if len(kinds) != 1:
            found.append(f"not one claim: {claim}")
        elif odd := set(claim) - {kinds[0]} - CLAIMS[kinds[0]]:
            found.append(f"{kinds[0]} is not said with {sorted(odd)}: {claim}")
        elif kinds[0] == "moves" and "by" not in claim:
            found.append(f"by how much? {claim}")
        elif kinds[0] in ("more", "less", "same") and "against" not in case.body:
            found.append(f"nothing to compare with: {claim}")
    return found


class Outcome:
    """What the turns of a case led to."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        given = dict(body["given"])
        states = [worlds.state(key, **(row or {})) for key, row in _figures(given.pop("states")).items()]
        given["globalisms"] = _merged(ORDINARY_ORDERS, given.get("globalisms") or {})
        library = own_library()
        if body.get("library") == "shipped":
            library, given = shipped_library(), _merged(ASIDE, given)
        theory = worlds.coefficients(body.get("theory", "sakwa"), **(body.get("coefficients") or {}))
        self.game = worlds.game(worlds.scenario(states, **given), library, theory=theory)
        self._places = {
            (name.subject, name.variable): (place, name.unit)
            for place, name in enumerate(subjects.names(self.game.catalogue))
            if not name.mirror
        }
        self.world = self.game.opening
        self.lines: list[CauseLine] = []
        self.told: list[str] = []
        moves = body.get("moves") or {}
        for turn in range(1, body.get("turns", 1) + 1):
            resolution = self.game.play(moves.get(turn, {}), world=self.world)
            chronicle = news.chronicle(self.world, resolution.world, resolution.record, self.game.catalogue)
            self.told = [row["text"] for row in chronicle["headlines"]]
            self.told += [text for lines in chronicle["notices"].values() for text in lines]
            self.lines += self.game.lines(resolution)
            self.world = resolution.world

    def value(self, quantity: str, *, opening: bool = False) -> float:
        """A quantity named as `SUBJECT VARIABLE`, in its own unit."""
        world = self.game.opening if opening else self.world
        subject, variable = quantity.split(" ")
        if variable.split(".")[0] == "agreement":
            return self._agreement(world, subject, variable)
        if (subject, variable) not in self._places:
            raise AssertionError(f"no such quantity: {quantity}")
        place, unit = self._places[subject, variable]
        return int(world.values[0, place]) / unit

    def change(self, quantity: str) -> float:
        return round(self.value(quantity) - self.value(quantity, opening=True), 6)

    def found(self, rule: str, claim: Mapping[str, Any]) -> list[CauseLine]:
        """The rule's lines, of the subject and variable that the claim names, if it names any."""
        ways = {"up": 1, "down": -1}
        return [
            line
            for line in self.lines
            if line.rule == rule
            and claim.get("of", line.subject) == line.subject
            and claim.get("moving", line.variable) == line.variable
            and ("way" not in claim or line.delta * ways[claim["way"]] > 0)
        ]

    def moved(self, rule: str, claim: Mapping[str, Any]) -> float:
        """How much the rule moved in all, whichever way."""
        return round(abs(sum(line.delta for line in self.found(rule, claim))), 6)

    def unit(self, line: CauseLine) -> int:
        """Grid units in one of the line's own."""
        return self._places[line.subject, line.variable][1]

    def amount(self, claim: Mapping[str, Any]) -> float:
        """What a `moves` claim says, whichever way."""
        by = claim["by"]
        value = float(getattr(self.game.theory, by) if isinstance(by, str) else by)
        return abs(value * float(claim.get("times", 1)) + float(claim.get("beside", 0)))

    def phase(self) -> tuple[str, str]:
        lead, name = globalisms.phase(self.world)
        return words.GLOBALISMS[int(lead[0])], words.PHASES[int(name[0])]

    def _agreement(self, world: World, subject: str, variable: str) -> float:
        catalogue = self.game.catalogue
        if "." in variable:
            only = [float(key == variable.split(".")[1]) for key in words.GROUNDS]
            where = replace(catalogue.grounds, weight=catalogue.grounds.weight * np.array(only))
            catalogue = replace(catalogue, grounds=where)
        _, one, other = subject.split(":")
        keys = catalogue.states.keys
        return round(
            100 * float(grounds.agreement(world, catalogue)[0, keys.index(one), keys.index(other)]), 6
        )


def check(case: Case) -> None:
    """Play a case and hold it to its claims."""
    assert not faults(case), faults(case)
    outcome = Outcome(case.body)
    other = None
    if "against" in case.body:
        other = Outcome(_against(case.body))
    for claim in case.claims:
        _check(outcome, other, claim, case.body)


def _check(
    outcome: Outcome, other: Outcome | None, claim: Mapping[str, Any], body: Mapping[str, Any]
) -> None:
    word = word_of(claim)
    said = claim[word]
    if word == "acts":
        assert outcome.found(said, claim), (
            f"{claim}: it did not; rules: {sorted({x.rule for x in outcome.lines})}"
        )
    elif word == "idle":
        assert not outcome.found(said, claim), f"{claim}: {outcome.found(said, claim)}"
    elif word in ("stronger", "weaker"):
        mine = outcome.moved(said, claim)
        there = other or outcome
        theirs = there.moved(said, {**claim, "of": claim["than"]} if "than" in claim else claim)
        assert mine > theirs if word == "stronger" else mine < theirs, f"{claim}: {mine} and {theirs}"
    elif word == "moves":
        lines, must = outcome.found(said, claim), outcome.amount(claim)
        assert lines, f"{claim}: it did not act; rules: {sorted({x.rule for x in outcome.lines})}"
        near = ROUNDING / outcome.unit(lines[0])
        assert abs(outcome.moved(said, claim) - must) <= near, f"{claim}: must be {must:g}: {lines}"
    elif word == "conserves":
        lines = outcome.found(said, claim)
        assert lines, f"{claim}: it did not act"
        assert round(sum(line.delta for line in lines), 6) == 0, f"{claim}: {lines}"
    elif word == "more_than":
        one, two = outcome.change(said["of"]), outcome.change(said["than"])
        assert one > two, f"{claim}: {one} and {two}"
    elif word == "phase":
        assert outcome.phase() == (claim["of"], said), outcome.phase()
    elif word == "refused":
        faults_found = outcome.game.faults(said, body["tries"])
        assert [(fault.code, fault.field) for fault in faults_found] == [(claim["code"], claim["field"])], (
            faults_found
        )
        assert all(fault.message and fault.fix for fault in faults_found)
    elif word in ("told", "untold"):
        assert any(said in text for text in outcome.told) == (word == "told"), f"{claim}: {outcome.told}"
    else:
        _check_quantity(outcome, other, word, claim)


def _check_quantity(outcome: Outcome, other: Outcome | None, word: str, claim: Mapping[str, Any]) -> None:
    now, then = outcome.value(claim[word]), outcome.value(claim[word], opening=True)
    if word == "is":
        assert claim.get("at_least", now) <= now <= claim.get("at_most", now), f"{claim}: {now}"
    elif word in ("more", "less", "same"):
        assert other is not None
        there = other.value(claim[word])
        holds = {"more": now > there, "less": now < there, "same": now == there}
        assert holds[word], f"{claim}: {now}, and {there} in the other run"
    else:
        holds = {"rises": now > then, "falls": now < then, "stays": now == then}
        assert holds[word], f"{claim}: {then} -> {now}"


@lru_cache(maxsize=1)
def own_library() -> worlds.Library:
    """The small catalogue that cases play with."""
    return worlds.library(load((CASES / "library.yaml").read_text()))


@lru_cache(maxsize=1)
def shipped_library() -> worlds.Library:
    """The catalogue that ships."""
    tables = ("actions", "resolutions", "events", "movements", "institutions", "blocs")
    folder = worlds.ROOT / "scenarios/library"
    return worlds.library({name: load((folder / f"{name}.yaml").read_text())[name] for name in tables})


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """`one`, with what `other` says differently; only mappings are merged, all else takes its place."""
    both = dict(one)
    for key, value in other.items():
        inner = both.get(key)
        if key not in WHOLE and isinstance(inner, Mapping) and isinstance(value, Mapping):
            both[key] = _merged(inner, value)
        else:
            both[key] = value
    return both


def _figures(states: Any) -> dict[str, Any]:
    """States by key with what is said of each, whether they are listed or only named."""
    return dict.fromkeys(states) if isinstance(states, list) else dict(states)


def _against(body: Mapping[str, Any]) -> dict[str, Any]:
    """The case of the other run."""
    both: dict[str, Any] = dict(body)
    both["given"] = {**body["given"], "states": _figures(body["given"]["states"])}
    return _merged(both, body["against"])


def load(text: str) -> Any:
    """A document of the house's own YAML, read quickly."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
