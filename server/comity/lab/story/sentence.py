"""What a story is made of: sentences that know the ledger lines on which they rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "opening", "quiet", "end", "crisis", "vote", "deed", "event", "upheaval", "fact", "measure", "score"
]
"""What a sentence tells. Figures of a `vote` are counts of votes and those of a `score` are the seat's; all
others are sums of ledger lines, or values before or after them.
"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a story."""

    text: str
    lines: tuple[int, ...]
    """Places in the game's ledger of the lines on which it rests, rising."""
    about: frozenset[str]
    """Keys of the states in whose thread it belongs."""
    kind: Kind


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences about one thing; `head` names it, e.g. a state."""

    head: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A turn, the opening or the end."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A whole game as told."""

    title: str
    sections: tuple[Section, ...]

    def sentences(self) -> tuple[Sentence, ...]:
        """All of them, in order."""
        return tuple(
            sentence
            for section in self.sections
            for paragraph in section.paragraphs
            for sentence in paragraph.sentences
        )


def sentence(kind: Kind, text: str, lines: Iterable[int], *about: str) -> Sentence:
    """A sentence with its lines in order."""
    return Sentence(text, tuple(sorted(set(lines))), frozenset(about), kind)
