"""Text that people type: names, titles, statements. Cleaned once, here, before anything is stored."""

import unicodedata

from comity.game.errors import Refused, TooLarge
from comity.rules.faults import Fault

NAME_LENGTH = 60
TITLE_LENGTH = 120
MESSAGE_LENGTH = 2000
_KEPT_CONTROLS = "\n\t"


def clean_line(text: str, field: str, limit: int) -> str:
    """One line in composed form, blanks collapsed. Raises Refused or TooLarge, naming `field`."""
    return clean_text(" ".join(text.split()), field, limit)


def clean_text(text: str, field: str, limit: int) -> str:
    """Text of several lines without control signs. Raises Refused or TooLarge, naming `field`."""
    if len(text) > limit * 4:
        raise _too_long(field, limit)
    if any(_forbidden(sign) for sign in text):
        message = "This contains signs that cannot be shown."
        raise Refused(Fault("bad_text", field, message, "Remove control signs and broken characters."))
    cleaned = unicodedata.normalize("NFC", text).strip()
    if not cleaned:
        raise Refused(Fault("empty", field, "This may not be empty.", "Write at least one character."))
    if len(cleaned) > limit:
        raise _too_long(field, limit)
    return cleaned


def is_unicode(text: str) -> bool:
    """Whether the text can be encoded; a lone surrogate from a JSON escape cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _forbidden(sign: str) -> bool:
    """Control signs, surrogates, and the marks that turn the direction of what follows (they fake names)."""
    if sign in _KEPT_CONTROLS:
        return False
    return (
        unicodedata.category(sign) in ("Cc", "Cs")
        or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def _too_long(field: str, limit: int) -> TooLarge:
    return TooLarge(
        Fault("too_long", field, f"This is longer than {limit} characters.", f"Shorten it to {limit}.")
    )
