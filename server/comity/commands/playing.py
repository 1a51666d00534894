"""`comity play SCENARIO`: a whole game in one go, without a server."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from comity.commands.failing import CommandError
from comity.commands.files import read_bytes
from comity.commands.loading import loaded
from comity.lab import quick_par, story
from comity.lab.playouts import MovesRefusedError, Playout
from comity.lab.playouts import play as play_out
from comity.scenarios.load import Scenario
from comity.web.strict_json import NotOurJsonError, parse


def play(
    scenario: str,
    *,
    seed: int,
    theory: str | None,
    length: str | None,
    turns: int | None,
    moves: Path | None,
    ledger: Path | None,
) -> dict[str, Any]:
    """The game as the printable document. Raises CommandError, which names file, line and field."""
    found = _played(
        loaded(scenario, theory=theory, length=length), seed, turns, moves, keep_ledger=ledger is not None
    )
    if ledger:
        _write_ledger(ledger, found)
    return found.document


def tell(
    scenario: str,
    *,
    seed: int,
    theory: str | None,
    length: str | None,
    turns: int | None,
    moves: Path | None,
    ledger: Path | None,
    state: str | None,
) -> str:
    """The game as a chronicle, of all or of one state. Raises CommandError as `play` does."""
    played_on = loaded(scenario, theory=theory, length=length)
    known = played_on.catalogue.states.keys
    if state is not None and state not in known:
        raise CommandError(f"--state {state}: there is no such state; use one of: {', '.join(known)}.")
    found = _played(played_on, seed, turns, moves, keep_ledger=True)
    if ledger:
        _write_ledger(ledger, found)
    if not turns:
        found.par = quick_par.standings(played_on, found.document["scores"], quick_par.sample(played_on))
    return story.text(story.tell(played_on, found, state=state))


def _played(
    scenario: Scenario, seed: int, turns: int | None, moves: Path | None, *, keep_ledger: bool
) -> Playout:
    given = list(_lines(moves)) if moves else []
    try:
        return play_out(scenario, seed=seed, turns=turns, moves=given, keep_ledger=keep_ledger)
    except MovesRefusedError as error:
        said = [
            f"{moves}, {place}: {fault.field + ': ' if fault.field else ''}{fault.message} ({fault.fix})"
            for place, fault in error.faults
        ]
        raise CommandError("\n".join(said)) from error


def _lines(file: Path) -> Iterator[object]:
    """The documents of a file of JSON lines; empty lines count, so that numbers are those of an editor."""
    for number, line in enumerate(read_bytes(file).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield parse(line)
        except NotOurJsonError as error:
            fault = error.fault
            raise CommandError(f"{file}, line {number}: {fault.field}: {fault.message} {fault.fix}") from None


def _write_ledger(file: Path, found: Playout) -> None:
    try:
        with file.open("wb") as out:
            for line in found.ledger:
                out.write(orjson.dumps(asdict(line)) + b"\n")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error


def in_words(document: dict[str, Any]) -> str:
    """The game for people: how the indices went, and who scored what."""
    turns = document["turns"]
    names = list(turns[0]["indices"])
    lines = [f"{document['scenario']} under {document['theory']}, seed {document['seed']}"]
    lines.append("turn  " + "  ".join(f"{name:>11}" for name in names))
    lines += [
        f"{row['turn']:>4}  " + "  ".join(f"{row['indices'][name]:>11.1f}" for name in names) for row in turns
    ]
    best = sorted(document["scores"].items(), key=lambda one: (-one[1], one[0]))
    lines += ["scores", *(f"  {seat:24} {score:>8.1f}" for seat, score in best)]
    return "\n".join([*lines, f"digest {document['digest']}"])
