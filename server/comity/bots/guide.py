"""What any player can read in the rules of a scenario, in the form that a house bot uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from comity.rules.catalogue import FORMS, ROLES, Catalogue, Temperament
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.world import POINT

WELCOME = frozenset(
    {"economy", "military", "technology", "standing", "autonomy", "cohesion", "governance", "capital"}
    | {"trust", "quota", "membership"}
)
"""What a state likes to be given; of everything else it would rather have less."""
GRIEVANCE_WEIGHT = 0.3
"""A grievance is felt later and by others than those who vote."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Public knowledge only: nothing of the world's state stands here."""

    action_globalism: Mapping[str, str]
    action_target: Mapping[str, str]
    hostile: frozenset[str]
    needs_both: frozenset[str]
    per_turn: Mapping[str, int]
    actions_per_turn: int
    appeal: Mapping[str, Mapping[str, float]]
    """How each globalism sees each resolution, -1..1."""
    favour: Mapping[str, float]
    """What each resolution gives its target state, in points: below zero it is meant against it."""
    temperaments: Mapping[str, Temperament]
    chance: Mapping[str, int]
    """The number by which chance knows each state."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        actions = catalogue.actions
        return cls(
            action_globalism={
                key: GLOBALISMS[int(actions.globalism[i])] for i, key in enumerate(actions.keys)
            },
            action_target=dict(zip(actions.keys, actions.target, strict=True)),
            hostile=frozenset(
                key for i, key in enumerate(actions.keys) if actions.hostile[i] or actions.covert[i]
            ),
            needs_both=frozenset(key for i, key in enumerate(actions.keys) if actions.needs_both[i]),
            per_turn={key: int(actions.per_turn[i]) for i, key in enumerate(actions.keys)},
            actions_per_turn=catalogue.actions_per_turn,
            appeal={
                key: dict(zip(GLOBALISMS, catalogue.resolutions.appeal[i].tolist(), strict=True))
                for i, key in enumerate(catalogue.resolutions.keys)
            },
            favour={key: _favour(catalogue, i) for i, key in enumerate(catalogue.resolutions.keys)},
            temperaments=catalogue.temperaments,
            chance={key: int(catalogue.states.chance[i]) for i, key in enumerate(catalogue.states.keys)},
        )


def _favour(catalogue: Catalogue, resolution: int) -> float:
    """The points that a resolution gives its target, less those that it takes; grievances weigh less."""
    terms, layout = catalogue.terms, catalogue.layout
    kind = catalogue.first_resolution + resolution
    fields = {start: name for name, start in layout.offsets.items()}
    total = 0.0
    for term in range(int(terms.start[kind]), int(terms.start[kind + 1])):
        of_states = FORMS[int(terms.form[term])] in ("by_state", "pair")
        if of_states and ROLES[int(terms.role[term])] == "target":
            field = fields[int(terms.base[term])]
            weight = 1.0 if field in WELCOME else -GRIEVANCE_WEIGHT if field.startswith("grievance") else -1.0
            total += weight * int(terms.amount[term]) / POINT
    return total
