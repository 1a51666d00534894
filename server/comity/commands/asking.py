"""`comity lab whatif FILE`: one move of an exported game dropped or changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from comity.commands.failing import CommandError
from comity.commands.files import read_bytes
from comity.game.errors import Refused
from comity.game.whatif import ask
from comity.lab.whatif import Cloud, WhatIf
from comity.scenarios.faults import ScenarioInvalid
from comity.web.strict_json import NotOurJsonError, parse


def what_if(file: Path, *, turn: int, seat: str, move: Path | None, games: int) -> WhatIf:
    """What would have been. Raises CommandError, which names what to mend."""
    try:
        return ask(read_bytes(file), turn=turn, seat=seat, move=_move(move), games=games)
    except Refused as error:
        said = [f"{fault.field}: {fault.message} {fault.fix}" for fault in error.faults]
        raise CommandError("\n".join(said)) from error
    except ScenarioInvalid as error:
        raise CommandError(f"{file}: the scenario in it cannot be played: {error}") from error


def _move(file: Path | None) -> dict[str, Any] | None:
    if file is None:
        return None
    try:
        found = parse(read_bytes(file))
    except NotOurJsonError as error:
        raise CommandError(f"{file}: {error.fault.message} {error.fault.fix}") from None
    if not isinstance(found, dict):
        raise CommandError(f"{file}: a move is a JSON object; see docs/protocol.md.")
    return found


def in_words(found: WhatIf, *, dropped: bool) -> str:
    """The answer for people."""
    done = "had done nothing" if dropped else "had moved so"
    return "\n".join(
        [
            f"If {found.seat} {done} in turn {found.turn}",
            "at the end of that turn, exactly:",
            *(_changed(found) if found.changed else ("  nothing would have been otherwise",)),
            *_cloud(found),
        ]
    )


def _changed(found: WhatIf) -> Iterator[str]:
    for row in found.changed:
        apart = row.would_be - row.was
        yield f"  {row.subject:24} {row.variable:22} {row.was:8.2f} -> {row.would_be:8.2f} ({apart:+.2f})"
    if found.more:
        yield f"  and {found.more} smaller differences"


def _cloud(found: WhatIf) -> Iterator[str]:
    if not found.games:
        return
    yield f"at the end of the game, over {found.games} games gone on with by bots:"
    for name, cloud in (*found.indices.items(), *found.scores.items()):
        yield f"  {name:24} {_between(cloud)}"


def _between(cloud: Cloud) -> str:
    return f"{cloud.difference:+7.2f} ({cloud.low:+.2f} to {cloud.high:+.2f})"
