"""Files that commands are given."""

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
