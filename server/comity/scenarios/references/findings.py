"""What the checks of references share: the documents, the keys that may be named, and the faults found."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

from comity.scenarios.documents import Documents
from comity.scenarios.faults import Path, ScenarioFault, suggest
from comity.scenarios.take import take

Table = Literal["actions", "resolutions", "events", "movements", "institutions", "blocs"]
TABLES: Final[tuple[Table, ...]] = ("actions", "resolutions", "events", "movements", "institutions", "blocs")
SCENARIO: Final = "scenario.yaml"
SUGGESTED_MAX: Final = 100


class Findings:
    """Collects faults. Keys are looked up in what the scenario takes: library rows and its own additions."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.scenario = documents.scenario
        self.library = documents.library
        self.taken = take(documents.scenario, documents.library)
        self.states = tuple(state.key for state in self.scenario.states)
        self.faults: list[ScenarioFault] = []
        # `take` leaves out blocs without two members here; their keys may be named all the same.
        wanted = self.scenario.take.blocs
        blocs = [row.key for row in self.library.blocs if wanted == "all" or row.key in wanted]
        self.keys: dict[Table, tuple[str, ...]] = {
            "actions": tuple(row.key for row in self.taken.actions),
            "resolutions": tuple(row.key for row in self.taken.resolutions),
            "events": tuple(row.key for row in self.taken.events),
            "movements": tuple(row.key for row in self.taken.movements),
            "institutions": tuple(row.key for row in self.taken.institutions),
            "blocs": (*blocs, *(row.key for row in self.scenario.add_blocs)),
        }

    def add(self, path: Path, code: str, *, message: str, fix: str, file: str = SCENARIO) -> None:
        self.faults.append(self.documents.fault(file, path, code, message=message, fix=fix))

    def known(self, path: Path, what: str, key: str, known: Collection[str], *, file: str = SCENARIO) -> bool:
        """Whether `key` is among the known ones; a fault at `path` if not.

        A key that was lost with a faulty entry is not known either, but that is no further fault.
        """
        if key in known:
            return True
        if key not in self.documents.lost:
            message = f"there is no {what} {key} in this scenario"
            # Looking for the nearest of many keys takes a moment; nobody reads so many mends.
            fix = suggest(key, known) if len(self.faults) < SUGGESTED_MAX else f"name a {what} that there is"
            self.add(path, "unknown_key", message=message, fix=fix, file=file)
        return False

    def known_state(self, path: Path, key: str) -> bool:
        return self.known(path, "state", key, self.states)

    def taken_row(self, path: Path, table: Table, key: str) -> bool:
        """Whether the scenario has this row; one that the library has and the scenario does not take is told
        of as such.
        """
        in_library = any(row.key == key for row in getattr(self.library, table))
        if key in self.keys[table] or not in_library:
            return self.known(path, table.removesuffix("s"), key, self.keys[table])
        message = f"{key} is in the library, but this scenario does not take it"
        self.add(path, "not_taken", message=message, fix=f"add {key} to `take: {table}:`")
        return False

    def unique(self, path: Path, keys: Sequence[str], field: str = "key", *, file: str = SCENARIO) -> None:
        """A fault for each entry under `path` whose key stands there already; `field` "" for bare keys."""
        seen: dict[str, int] = {}
        for index, key in enumerate(keys):
            if key not in seen:
                seen[key] = index
                continue
            where = (*path, index, field) if field else (*path, index)
            message = f"{key} stands twice under {path[-1]}"
            self.add(where, "duplicate_key", message=message, fix="rename or remove one", file=file)

    def members(self, path: Path, keys: Iterable[str]) -> None:
        """A list of states, each known and named once."""
        listed = tuple(keys)
        for index, key in enumerate(listed):
            self.known_state((*path, index), key)
        self.unique(path, listed, "")
