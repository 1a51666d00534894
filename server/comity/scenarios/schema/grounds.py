"""Where the four globalisms meet and part: `scenarios/library/grounds.yaml`."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from comity.rules import vocabulary as words
from comity.scenarios.schema.base import Document, Line, Words


class Meeting(Document):
    """How two globalisms stand to each other on one ground."""

    between: tuple[words.Globalism, words.Globalism]
    by: Annotated[float, Field(ge=-1, le=1)]
    """-1 they collide, 0 indifferent, 1 they are at one."""
    because: Words
    """For players: what joins or parts them, in a sentence."""
    if_stronger: words.Globalism | None = None
    """It holds as far as the holder of this one is the stronger of the two states, and turns against where it
    is the weaker.
    """

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if self.if_stronger is not None and self.if_stronger not in self.between:
            raise ValueError("if_stronger names neither of the two; name one of `between`")
        return self


class Ground(Document):
    """One domain of world politics, and who meets whom there. A pair that is not listed is indifferent; a
    globalism that is not listed with itself is at one with itself.
    """

    name: Line
    gloss: Words
    weight: Annotated[float, Field(gt=0, le=10)]
    meetings: tuple[Meeting, ...]
    source: Line
