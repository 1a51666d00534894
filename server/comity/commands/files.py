"""Files that commands are given, and that they write."""

from pathlib import Path

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


def check_writable(file: Path) -> None:
    """Before long work whose result goes there; a file that is not there is made, empty.

    Raises:
        CommandError: the file cannot be written.
    """
    try:
        file.open("a", encoding="utf-8").close()
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> CommandError:
    return CommandError(f"{file} cannot be written: {error.strerror}.")
