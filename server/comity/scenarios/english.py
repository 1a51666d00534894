"""Small English: numbers, lists, articles and verbs. Nothing here knows the game."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from comity.rules.subjects import in_sentence

_MINUS: Final = "\N{MINUS SIGN}"
_TENTH: Final = Decimal("0.1")
_WITH_ARTICLE: Final = re.compile(
    r"(?:States|Kingdom|Union|Republic|Federation|Emirates|Netherlands|Philippines|Islands)(?:$| of )"
    r"|^(?:Comoros|Maldives)$"
)
_MASS: Final = re.compile(r"(?:ism|ing|law)$")
"""Endings of names that take no article: `Mercantilist nationalism`, `UN peacekeeping`."""
_SPOKEN: Final = re.compile(r"(?=.{4,}$)[A-Z]*[AEIOU][A-Z]*[AEIOU][A-Z]*$")
"""Initials that are said as a word and take none either: NATO, ASEAN; not CSTO."""
_NO_VERB: Final = re.compile(
    r"(?:an?|the|no|some|more|less|new|our|your|(?!(?:br|r|s|st|sw|spr|cl|fl|sl|wr)ing\b)\w+ing|\w+tion)\b",
    re.IGNORECASE,
)
"""Heads of titles that are no imperative; `Bring them back` is one."""
_SHORT: Final = 38
"""A first sentence of fewer characters is told with the next."""
_PREPOSITIONS: Final = (
    (r"^seek\b", "from"),
    (r"^(?:accede|take a chair)\b", "at the invitation of"),
    (r"^lease\b|\bswap$", "to"),
    (r"\bcivil war$", "in"),
    (r"\bacross a border$", "against"),
    (r"^(?:enlarge|extend|contribute|send|give|lend|grant)\b", "to"),
    (r"\b(?:concession|offer|guarantee)$", "to"),
    (r"\bsanctions$", "on"),
    (r"\b(?:operation|attack|campaign|war)$", "against"),
    (r"\b(?:treaty|compact|partnership|bargain|talks|agreement|alliance|pact|trade)$", "with"),
    (r"\bplatform across orders$", "with"),
    (r"\b(?:mandate|democracy|reform|transition|peace|election|elections)$", "in"),
)
_IRREGULAR: Final = {"have": "has", "be": "is", "do": "does", "go": "goes"}


def points(amount: float) -> str:
    """An amount in points without its sign, one decimal, halves away from zero."""
    return str(abs(Decimal(str(round(amount, 4)))).quantize(_TENTH, ROUND_HALF_UP))


def alike(amounts: Sequence[float]) -> bool:
    """Whether all read the same as printed."""
    return len({signed(amount) for amount in amounts}) == 1


def signed(amount: float) -> str:
    """The same with its sign."""
    return ("+" if amount >= 0 else _MINUS) + points(amount)


def ended(text: str) -> str:
    """With a full stop, unless it has its own."""
    return text if text.endswith((".", "!", "?")) else text + "."


def beginning(text: str) -> str:
    """What stands before the first full stop that a space follows; with a short first sentence, the next."""
    first, *rest = re.split(r"(?<=[.!?])\s+", text.strip(), maxsplit=2)
    return f"{first} {rest[0]}" if rest and len(first) < _SHORT else first


def quoted(text: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def state(name: str) -> str:
    """A state's name within a sentence, with the article of those that have one."""
    if name.startswith("The "):
        return in_sentence(name)
    return f"the {name}" if _WITH_ARTICLE.search(name) else name


def proper(name: str) -> str:
    """The name of an institution, movement or bloc within a sentence."""
    head = re.split(r" (?:for|of) ", name, maxsplit=1)[0]
    bare = _MASS.search(head) or _SPOKEN.match(name) or name.startswith(("The ", "the "))
    return name if bare else f"the {name}"


def common(name: str) -> str:
    """A name that is no proper one, within a sentence: `Liberal international order` and the like."""
    return proper(in_sentence(name))


def possessive(name: str) -> str:
    return f"{name}\N{APOSTROPHE}" if name.endswith("s") else f"{name}\N{APOSTROPHE}s"


def plural(phrase: str) -> bool:
    """Whether what a phrase names is many: `the National populists`, though not `Movement of the squares`."""
    head = re.split(r" (?:of|over|in|between|on|with) ", phrase, maxsplit=1)[0]
    return bool(re.search(r"[^siu]s$", head))


def preposition(title: str) -> str | None:
    """What joins a deed's title to the state or body that it is aimed at; None where no word tells."""
    return next((word for pattern, word in _PREPOSITIONS if re.search(pattern, title)), None)


def begins_with_verb(title: str) -> bool:
    """Whether a deed's title can be taken for an imperative, as titles of deeds mostly are."""
    return not _NO_VERB.match(title)


def finite(infinitive: str) -> str:
    """`raise tariffs` as one state does it: `raises tariffs`; in `fund and lead`, both verbs are taken."""
    first, _, rest = infinitive.partition(" ")
    also = re.match(r"(and|or) (\S+)(.*)", rest)
    if also:
        return f"{_third(first)} {also[1]} {_third(also[2])}{also[3]}"
    return f"{_third(first)} {rest}".rstrip()


def together(infinitive: str) -> str:
    """What several do: `put their own house in order`."""
    return re.sub(r"\bits\b", "their", infinitive)


def to_do(title: str) -> str:
    """An answer's title as something chosen: `to wait`, `not to pay`."""
    plain = in_sentence(title)
    if not begins_with_verb(title):
        return quoted(title)
    return f"not to {plain[7:]}" if plain.startswith("do not ") else f"to {plain}"


def _third(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if re.search(r"(?:s|x|z|ch|sh)$", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"
