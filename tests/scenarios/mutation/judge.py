"""One mutant or bomb put to the house: answered, held to the limits, and played if it is sound."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from tests.scenarios.mutation.apart import Done, apart
from tests.scenarios.mutation.told import UNSHOWABLE, all_shortcomings

from comity.lab.playouts import play
from comity.rules.faults import Fault
from comity.scenarios import untrusted
from comity.scenarios.check import check_sources
from comity.scenarios.faults import ScenarioFault
from comity.scenarios.load import load_sources
from comity.scenarios.texts import texts as told_texts

Texts = Mapping[str, str]

ANSWER_SECONDS: Final = 1.0
BOMB_SECONDS: Final = 3.0
MEBIBYTES: Final = 100
TURNS: Final = 3
PLAY_PATIENCE: Final = 120
_TRIES: Final = 3
"""A slow answer is asked for again, and the quickest counts: the machine has other work to do."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was answered, what it cost and everything that should not have been so."""

    faults: tuple[ScenarioFault, ...]
    warnings: tuple[ScenarioFault, ...]
    seconds: float
    """Of a processor: the machine may have other work to do."""
    clock_seconds: float
    mebibytes: float
    turns: int
    """Played; 0 of what was refused."""
    play_seconds: float
    tries: int
    violations: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults and not self.failed

    @property
    def failed(self) -> bool:
        """It was not answered at all."""
        return any(violation.startswith("no answer") for violation in self.violations)


def judge(texts: Texts, *, seconds: float = ANSWER_SECONDS) -> Judged:
    """Check, and play what is sound. Both happen in processes of their own; nothing is raised."""
    done, tries = _answer(texts, seconds)
    if done.failure:
        return Judged(
            (),
            (),
            done.processor_seconds,
            done.seconds,
            done.mebibytes,
            0,
            0,
            tries,
            (f"no answer: {done.failure}",),
        )
    faults, warnings = (tuple(map(_fault, rows)) for rows in done.value)
    violations = all_shortcomings((*faults, *warnings), texts)
    if done.processor_seconds > seconds:
        violations.append(f"slow: {done.processor_seconds:.2f} s of at most {seconds:g} s")
    if done.mebibytes > MEBIBYTES:
        violations.append(f"large: {done.mebibytes:.0f} MiB of at most {MEBIBYTES} MiB")
    played, problems = (None, []) if faults else _game(texts)
    return Judged(
        faults,
        warnings,
        done.processor_seconds,
        done.seconds,
        done.mebibytes,
        0 if played is None or played.failure else int(played.value["turns"]),
        0 if played is None else played.seconds,
        tries,
        (*violations, *problems),
    )


def _answer(texts: Texts, seconds: float) -> tuple[Done, int]:
    limits = (untrusted.CPU_SECONDS, untrusted.MEMORY_BYTES)
    best, tries = None, 0
    while tries < _TRIES:
        tries += 1
        done = apart(partial(_verdict, texts), patience=untrusted.WALL_SECONDS, limits=limits)
        if best is None or done.processor_seconds < best.processor_seconds:
            best = done
        if done.failure or done.processor_seconds <= seconds:
            break
    assert best is not None
    return (done if done.failure else best), tries


def _verdict(texts: Texts) -> list[list[dict[str, Any]]]:
    verdict = check_sources(texts)
    return [[fault.as_json() for fault in faults] for faults in (verdict.faults, verdict.warnings)]


def _fault(row: Mapping[str, Any]) -> ScenarioFault:
    return ScenarioFault(
        row["file"], row["line"], Fault(row["code"], row["field"], row["message"], row["fix"])
    )


def _game(texts: Texts) -> tuple[Done, list[str]]:
    """Bots in every seat; and what of the game and of its texts is not as it should be."""
    done = apart(partial(_played, texts), patience=PLAY_PATIENCE)
    if done.failure:
        return done, [f"sound but not playable: {done.failure}"]
    problems = []
    if done.value["turns"] < done.value["expected"] and not done.value["over"]:
        problems.append(f"played {done.value['turns']} turns of {done.value['expected']}")
    if done.value["unprintable"]:
        problems.append(f"players would be shown a control character: {done.value['unprintable']!r}")
    return done, problems


def _played(texts: Texts) -> dict[str, Any]:
    scenario = load_sources(texts)
    game = play(scenario, seed=7, turns=TURNS)
    # NaN and infinity are no JSON: neither the page nor the database would take them.
    json.dumps(game.document, allow_nan=False)
    turns = len(game.document["turns"]) - 1
    shown = "\t".join(_strings(told_texts(scenario))).replace("\n", "\t")
    found = UNSHOWABLE.search(shown)
    expected = min(TURNS, scenario.catalogue.turns)
    return {
        "turns": turns,
        "expected": expected,
        "over": 0 < turns < expected,
        "unprintable": "" if found is None else ascii(shown[max(0, found.start() - 20) : found.start() + 20]),
    }


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for key, item in value.items() for text in (*_strings(key), *_strings(item))]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _strings(item)]
    return []
