"""Files that commands are given, and that they write."""

from collections.abc import Callable
from pathlib import Path

import typer

from comity.commands.failing import CommandError

BYTES_MAX = 256 * 1024 * 1024


def read_bytes(file: Path) -> bytes:
    """The file's content. Raises CommandError when there is none to read."""
    try:
        if file.stat().st_size > BYTES_MAX:
            raise CommandError(f"{file} is larger than {BYTES_MAX // 1024**2} MiB.")
        return file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not one"
        raise CommandError(f"{file} cannot be read: {reason}.") from error


def write_text(file: Path, text: str) -> None:
    """Raises CommandError when the file cannot be written."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _unwritable(file, error) from error


def print_or_write(file: Path | None, text: Callable[[], str]) -> None:
    """What takes long to make, on stdout or into a file: that it can be written is made sure of before, and a
    file that is not there is made, empty.

    Raises:
        CommandError: the file cannot be written.
    """
    if file is None:
        typer.echo(text())
        return
    try:
        file.open("a", encoding="utf-8").close()
    except OSError as error:
        raise _unwritable(file, error) from error
    write_text(file, text())


def _unwritable(file: Path, error: OSError) -> CommandError:
    return CommandError(f"{file} cannot be written: {error.strerror}.")
