"""`comity replay FILE --verify`: every turn of an exported game, resolved again."""

from pathlib import Path
from typing import Any

from comity.commands.failing import CommandError
from comity.commands.files import read_bytes
from comity.game.engine import load_rulebook
from comity.game.errors import Refused
from comity.game.replay import verify
from comity.scenarios.faults import ScenarioInvalid


def replay(file: Path) -> dict[str, Any]:
    """What holds and what does not, as a JSON document. Raises CommandError for what is no export."""
    try:
        verdict = verify(read_bytes(file), load_rulebook)
    except Refused as error:
        fault = error.faults[0]
        raise CommandError(f"{file}: {fault.message} {fault.fix}") from error
    except ScenarioInvalid as error:
        raise CommandError(f"{file}: the scenario in it cannot be played: {error}") from error
    problems = [{"turn": one.turn, "field": one.field, "message": one.message} for one in verdict.problems]
    return {"holds": verdict.holds, "turns_checked": verdict.turns_checked, "problems": problems}


def in_words(document: dict[str, Any]) -> str:
    """The verdict for people."""
    checked = f"{document['turns_checked']} turns resolved again"
    if document["holds"]:
        return f"{checked}: everything agrees."
    found = [
        f"  {'file' if one['turn'] is None else 'turn ' + str(one['turn'])}: {one['field']}: {one['message']}"
        for one in document["problems"]
    ]
    return "\n".join([f"{checked}: this file does not hold.", *found])
