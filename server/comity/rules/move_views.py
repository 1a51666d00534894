"""The shapes that tell a seat what its moves cost and come to: views like those of `views.py`."""

from dataclasses import dataclass

Shares = dict[str, float]
"""Four shares keyed by globalism, summing to 1."""


@dataclass(frozen=True, slots=True)
class StancePrice:
    """What a stance costs a state in cohesion, by the rule that resolves it: `swing` times the square of the
    part that moves, once, and `departure` times what lies further than `free` from `home`, each turn.

    Parts are halves of summed differences of shares, 0..1.
    """

    home: Shares
    """What regime and society lean to."""
    free: float
    departure: float
    swing: float
    held_back: float
    """The part of a chosen change that the establishment holds back, 0..1."""


@dataclass(frozen=True, slots=True)
class FitRule:
    """How a stance carries an action: `floor` with none of the action's globalism in it, from there evenly up
    to 1, which a share of `whole` and any larger one give. Both 0..1.
    """

    floor: float
    whole: float


@dataclass(frozen=True, slots=True)
class EffectScales:
    """What an effect is multiplied by now, by the scale that it names."""

    own: dict[str, float]
    """Of scales that are the seat's own."""
    by_institution: dict[str, dict[str, float]]
