"""The files of a scenario as texts: what a game pins, so that later edits never reach it."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comity.rules.faults import Fault
from comity.scenarios.faults import ScenarioFault, ScenarioInvalid, suggest
from comity.scenarios.yaml_guard import BYTES_MAX

Sources = Mapping[str, str]
"""Texts by relative path: `scenario.yaml`, `briefing.md`, `roles/*.md` and `library/*.yaml`."""

LIBRARY_FILES: Final = (
    "actions",
    "resolutions",
    "events",
    "movements",
    "institutions",
    "blocs",
    "texts",
    "temperaments",
    "theories",
    "rules",
    "grounds",
)
LIBRARY_PATHS: Final = tuple(f"library/{name}.yaml" for name in LIBRARY_FILES)
FILES_MAX: Final = 260
"""200 role sheets, the library, the two files of the scenario itself, and some room."""
TOTAL_MAX: Final = 4 * 1024 * 1024
ROOT_VARIABLE: Final = "COMITY_SCENARIOS"

VARIANT: Final = "variant.yaml"
"""How a game was chosen to be played: beside the scenario among the texts that it pins."""

_PATH: Final = re.compile(r"scenario\.yaml|briefing\.md|roles/[a-z0-9_-]{1,60}\.md")
_HERE: Final = Path(__file__).resolve()


@dataclass(frozen=True, slots=True)
class Gathered:
    """The texts that were read, and a fault for each file that could not be. Missing files are in neither."""

    texts: Sources
    faults: tuple[ScenarioFault, ...]


def root() -> Path:
    """The folder of shipped scenarios: `COMITY_SCENARIOS`, a checkout's, or the installed package's own."""
    given = os.environ.get(ROOT_VARIABLE)
    if given:
        return Path(given)
    checkout = _HERE.parents[3] / "scenarios"
    return checkout if (checkout / "library").is_dir() else _HERE.parents[1] / "_scenarios"


def shipped() -> tuple[str, ...]:
    """The keys of the shipped scenarios, in alphabetical order."""
    home = root()
    if not home.is_dir():
        return ()
    return tuple(sorted(folder.name for folder in home.iterdir() if (folder / "scenario.yaml").is_file()))


def find(key_or_path: str) -> Path:
    """The folder of a shipped key, or of a path to a folder or to its `scenario.yaml`.

    Raises:
        ScenarioInvalid: there is none.
    """
    known = shipped()
    if key_or_path in known:
        return root() / key_or_path
    path = Path(key_or_path)
    folder = path.parent if path.name == "scenario.yaml" else path
    if key_or_path and _is(Path.is_file, folder / "scenario.yaml"):
        return folder
    if key_or_path and _is(Path.is_dir, folder):
        message, fix = "the folder holds no scenario.yaml", "add one, or give another folder"
    else:
        near = suggest(key_or_path, known)
        message = "there is no such scenario"
        fix = near if near.startswith("did") else f"give a scenario's folder, or a key ({', '.join(known)})"
    fault = Fault("not_found", "", message, fix)
    raise ScenarioInvalid([ScenarioFault(_shown(key_or_path), 1, fault)])


def gather(folder: Path) -> Gathered:
    """Read what lies in a scenario's folder, and the library's files.

    A library file lies in the scenario's own `library/`, else in one beside the folder, else in the shipped
    one.
    """
    texts: dict[str, str] = {}
    faults: list[ScenarioFault] = []
    for name, path in _paths(folder):
        try:
            texts[name] = _text(path)
        except FileNotFoundError:
            continue
        except ValueError:
            message, fix = "the file is not UTF-8 text", "save it as UTF-8"
            faults.append(ScenarioFault(name, 1, Fault("not_utf8", "", message, fix)))
        except OverflowError:
            message = f"the file is larger than {BYTES_MAX // 1024} KiB"
            faults.append(ScenarioFault(name, 1, Fault("too_large", "", message, "shorten it")))
        except OSError:
            message, fix = "the file cannot be read", "make it a plain file that may be read"
            faults.append(ScenarioFault(name, 1, Fault("unreadable", "", message, fix)))
    return Gathered(texts, tuple(faults))


def read(folder: Path) -> Sources:
    """The texts alone.

    Raises:
        ScenarioInvalid: a file cannot be read.
    """
    gathered = gather(folder)
    if gathered.faults:
        raise ScenarioInvalid(gathered.faults)
    return gathered.texts


def chosen(texts: Sources, *, length: str | None = None, theory: str | None = None) -> Sources:
    """The texts of a game that is played at this length and under this theory; as they are where neither is
    chosen. Whether there are such, reading them tells.
    """
    choice = {"length": length, "theory": theory}
    lines = [f"{name}: {json.dumps(key)}\n" for name, key in choice.items() if key is not None]
    return dict(texts) | ({VARIANT: "".join(lines)} if lines else {})


def with_library(texts: Sources) -> Sources:
    """The texts of an upload, completed by the shipped library where they bring none of their own."""
    library = gather(root()).texts
    return {name: text for name, text in library.items() if name in LIBRARY_PATHS} | dict(texts)


def misfits(texts: Sources) -> Iterator[ScenarioFault]:
    """Faults of the texts as a whole: files that belong to no scenario, and too much of everything."""
    for name in texts:
        if name not in (*LIBRARY_PATHS, VARIANT) and not _PATH.fullmatch(name):
            fix = "name it scenario.yaml, briefing.md or roles/NAME.md (small letters), or leave it out"
            message = "a scenario has no such file"
            yield ScenarioFault(_shown(name), 1, Fault("odd_file", "", message, fix))
    if len(texts) > FILES_MAX:
        message = f"the scenario has more than {FILES_MAX} files"
        yield ScenarioFault("scenario.yaml", 1, Fault("too_many_files", "", message, "remove role sheets"))
    if sum(len(text) for text in texts.values()) > TOTAL_MAX:
        message = f"the scenario is larger than {TOTAL_MAX // 1024 // 1024} MiB"
        yield ScenarioFault("scenario.yaml", 1, Fault("too_large", "", message, "shorten its texts"))


def digest(texts: Sources) -> str:
    """Hex SHA-256 over all names and texts; the order of files does not matter."""
    hasher = hashlib.sha256(b"comity/scenario/v1")
    for name in sorted(texts):
        for part in (name.encode("utf-8", "surrogatepass"), texts[name].encode("utf-8", "surrogatepass")):
            hasher.update(len(part).to_bytes(8, "big"))
            hasher.update(part)
    return hasher.hexdigest()


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    for name in ("scenario.yaml", "briefing.md"):
        yield name, folder / name
    # One more than may be, so that too many are noticed and not read in part.
    for path in sorted((folder / "roles").glob("*.md"))[: FILES_MAX + 1]:
        yield f"roles/{path.name}", path
    homes = (folder / "library", folder.resolve().parent / "library", root() / "library")
    for name in LIBRARY_FILES:
        candidates = [home / f"{name}.yaml" for home in homes]
        yield f"library/{name}.yaml", next((path for path in candidates if path.exists()), candidates[-1])


def _text(path: Path) -> str:
    """The text of a plain file, with `\\n` line ends.

    Raises:
        OSError, UnicodeDecodeError, OverflowError (too large).
    """
    if not path.exists():
        raise FileNotFoundError(path)
    if not path.is_file():
        raise OSError(path)
    with path.open("rb") as file:
        data = file.read(BYTES_MAX + 1)
    if len(data) > BYTES_MAX:
        raise OverflowError(path)
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _is(question: Callable[[Path], bool], path: Path) -> bool:
    """Asked of a path that anybody may have written; names that no file can have are answered No."""
    try:
        return question(path)
    except (OSError, ValueError):
        return False


def _shown(name: str) -> str:
    """A name from outside, fit to be printed."""
    return "".join(character if character.isprintable() else "?" for character in name[:120]) or "(empty)"
