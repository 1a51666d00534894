"""The files and the history of this checkout, as the tidy tests read them."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]


def git(*arguments: str) -> str:
    """What git answers in this checkout."""
    return subprocess.run(
        ["git", "-C", str(ROOT), *arguments], check=True, capture_output=True, text=True
    ).stdout


@cache
def files() -> dict[str, str]:
    """Path from the root -> text, of each text file that git tracks or would track."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    texts = {}
    for name in sorted(set(filter(None, listed))):
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):  # a picture; a file removed and not yet committed
            continue
    return texts


def messages() -> dict[str, str]:
    """Commit -> message, of the whole history."""
    entries = git("log", "--format=%h%x00%B%x01").split("\x01")
    return dict(entry.strip().split("\0", 1) for entry in entries if entry.strip())
