"""Actions, resolutions and events with any effects and conditions that an author would be allowed to write.

The engine's own lists say what can change, for whom and under what test; the scenario checks say what fits
together. So a quantity, a role or a target kind that comes later is drawn here without a further word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from tests.rules.drawing import Pen, schema_of, words_of

from comity.rules import vocabulary as words
from comity.rules.layout import FIELDS
from comity.scenarios import schema
from comity.scenarios.references.setting import AMOUNT_MAX, CHANGES, QUANTITIES, Setting

Rows = dict[str, list[dict[str, Any]]]
"""Plain rows by table."""
MEASURED_AXES: Final = {"part", "index", "system"}
MEASURES: Final = {spec.name for spec in FIELDS if set(spec.axes) & MEASURED_AXES}
"""Fields that only tell how the world stands."""
TRIES: Final = 2_000
_CORE: Final = {
    schema.Effect: {"change", "by", "of", "scale"},
    schema.Condition: {"quantity", "of", "at_least", "at_most", "otherwise"},
}


@dataclass(frozen=True)
class Cast:
    """The keys that deeds may name, by table (`states`, `institutions`, `movements`, `blocs`)."""

    keys: Mapping[str, Sequence[str]]
    measures: bool = True
    """Whether conditions may test what only measures the world."""

    def companions(self, model: type[schema.Effect] | type[schema.Condition]) -> dict[str, Sequence[Any]]:
        """The further words that an effect or a condition may carry, with what each can say."""
        fields = [name for name in schema_of(model)["properties"] if name not in _CORE[model]]
        said: dict[str, Sequence[Any]] = {
            name: words_of(model, name) or self.keys.get(f"{name}s", ()) for name in fields
        }
        several = {name for name in fields if schema_of(model)["properties"][name].get("type") == "array"}
        return {
            name: [[word] for word in choices] if name in several else choices
            for name, choices in said.items()
            if choices
        }


def effect(pen: Pen, setting: Setting, cast: Cast) -> dict[str, Any]:
    """Any effect that the checks accept in this setting."""
    companions = cast.companions(schema.Effect)
    for _ in range(TRIES):
        row = {
            "change": pen.one(CHANGES),
            "of": pen.one(words_of(schema.Effect, "of")),
            "by": _amount(pen),
            "scale": pen.some(words_of(schema.Effect, "scale"), most=3),
            **_spoken(pen, companions),
        }
        if _completed(pen, row, setting, companions):
            return row
    raise AssertionError(f"no effect is accepted in {setting}")


def _amount(pen: Pen) -> float:
    kind = pen.rng.random()
    if kind < 0.25:
        return float(pen.one((1, -1)))
    if kind < 0.85:
        return round(float(pen.rng.normal(0, 6)), 2)
    return float(pen.one((-AMOUNT_MAX, -100, -0.001, 0, 0.0004, 60, AMOUNT_MAX)))


def _spoken(pen: Pen, companions: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Now and then a further word that need not be there."""
    return {name: pen.one(choices) for name, choices in companions.items() if pen.chance(0.1)}


def _completed(
    pen: Pen, row: dict[str, Any], setting: Setting, companions: Mapping[str, Sequence[Any]]
) -> bool:
    """Whether the checks accept the effect, once what they miss is added."""
    for _ in range(3):
        problems = list(setting.effect_problems(schema.Effect.model_validate(row)))
        if not problems:
            return True
        missed = {problem.code.removeprefix("needs_") for problem in problems} & set(companions)
        if not missed:
            return False
        row.update({name: pen.one(companions[name]) for name in sorted(missed)})
    return False


def condition(pen: Pen, setting: Setting, cast: Cast) -> dict[str, Any]:
    """Any condition that the checks accept in this setting; most hold as often as not."""
    companions = cast.companions(schema.Condition)
    for _ in range(TRIES):
        quantity = pen.one(QUANTITIES)
        if not cast.measures and quantity.split(".")[0] in MEASURES:
            continue
        bound: dict[str, Any] = {"at_most": pen.one((0, 1, round(float(pen.rng.uniform(40, 100)), 1)))}
        if pen.chance(0.5):
            bound = {"at_least": pen.one((-1, 0, 1, 2, round(float(pen.rng.uniform(0, 50)), 1)))}
        further = [{name: pen.one(choices)} for name, choices in companions.items()]
        wholes = words_of(schema.Condition, "of")
        for of, more in product(pen.some(wholes, least=len(wholes)), ({}, *further)):
            row = {"quantity": quantity, "of": of, **bound, **more}
            if not list(setting.condition_problems(schema.Condition.model_validate(row))):
                return row
    raise AssertionError(f"no condition is accepted in {setting}")


def _effects(pen: Pen, setting: Setting, cast: Cast, most: int = 4) -> list[dict[str, Any]]:
    return [effect(pen, setting, cast) for _ in range(int(pen.rng.integers(0, most + 1)))]


def _conditions(pen: Pen, setting: Setting, cast: Cast) -> list[dict[str, Any]]:
    return [condition(pen, setting, cast) for _ in range(int(pen.one((0, 0, 0, 1, 1, 2))))]


def action(pen: Pen, key: str, target: str, cast: Cast) -> dict[str, Any]:
    """An action aimed at this kind of target; of those aimed at a state, some need both and some last."""
    globalism = pen.one(words.GLOBALISMS)
    setting = Setting(target, own=globalism)
    needs_both = target == "state" and pen.chance(0.4)
    lasts = int(pen.rng.integers(1, 5)) if needs_both and pen.chance(0.7) else 0
    each_turn = _effects(pen, Setting("state", own=globalism), cast, most=2) if lasts else []
    effects = _effects(pen, setting, cast)
    covert = pen.chance(0.3) and not needs_both and not any(_around_its_author(row) for row in effects)
    # What is left out here is drawn; what stands here would not fit the rest of the action.
    unfit: dict[str, Any] = {
        **({} if target == "institution" and pen.chance(0.4) else {"domain": None}),
        **({} if target == "bloc" and pen.chance(0.6) else {"bloc_kinds": []}),
        **({"betrays": []} if covert else {}),
    }
    return pen.row(
        schema.Action,
        key=key,
        name=f"Action {key}",
        globalism=globalism,
        target=target,
        cost=pen.one((0, 1, 2, 5, 8, round(float(pen.rng.uniform(0, 20)), 1))),
        needs_both=needs_both,
        lasts=lasts,
        each_turn=each_turn,
        hostile=target == "state" and pen.chance(0.35),
        limits={"per_turn": int(pen.rng.integers(1, 4)), "first_turn": int(pen.one((1, 1, 1, 2)))},
        requires=_conditions(pen, setting, cast),
        effects=effects,
        covert=covert,
        **unfit,
    )


def _around_its_author(effect: dict[str, Any]) -> bool:
    """Whether it falls on the author of an act or on a group around it: what is covert may not."""
    around = {"actor", "both", "allies", "neighbours", "adversaries", "others"}
    whose = effect.get("whose", "actor") if effect["change"] in words.PAIR_SCALARS else "target"
    return bool(around & {effect.get("of", "target"), whose})


def _answered(pen: Pen, actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the actions that need both and do not last, most two in a row answer each other."""
    alone = [row for row in actions if row["needs_both"] and not row["lasts"]]
    for one, other in zip(alone[::2], alone[1::2], strict=False):
        if pen.chance(0.7):
            one["counterpart"], other["counterpart"] = other["key"], one["key"]
    return actions


def resolution(pen: Pen, key: str, target: str, cast: Cast) -> dict[str, Any]:
    """A resolution on this kind of target, in the domains of one institution or more."""
    setting = Setting(target, is_resolution=True)
    return pen.row(
        schema.Resolution,
        key=key,
        name=f"Resolution {key}",
        text="{institution} decides" + ("." if target == "none" else " on {target}."),
        domains=pen.some(words.DOMAINS, least=2),
        target=target,
        requires=_conditions(pen, setting, cast),
        effects=_effects(pen, setting, cast),
    )


def event(pen: Pen, key: str, hits: str, cast: Cast) -> dict[str, Any]:
    """An event of a state, which may ask it for a choice, or of the world, which cannot be asked."""
    setting = Setting("hit", has_actor=hits == "state")
    count = int(pen.rng.integers(0, 4)) if hits == "state" else 0
    choices = [
        pen.row(schema.Choice, key=f"c{number}", effects=_effects(pen, setting, cast, most=2))
        for number in range(count)
    ]
    return pen.row(
        schema.Event,
        key=key,
        name=f"Event {key}",
        text="It happens.",
        hits=hits,
        chance=pen.one((0, 5, 30, 100)),
        when=_conditions(pen, Setting("none"), cast),
        effects=_effects(pen, setting, cast, most=2),
        choices=choices,
    )


def deeds(pens: Callable[[str], Pen], numbers: Mapping[str, int], cast: Cast) -> Rows:
    """So many actions, resolutions and events, each by a pen of its own; every target kind comes in turn."""
    kinds, hits = words.TARGET_KINDS, words_of(schema.Event, "hits")
    actions = [
        action(pens(f"action {number}"), f"act_{number}", kinds[number % len(kinds)], cast)
        for number in range(numbers["actions"])
    ]
    return {
        "actions": _answered(pens("counterparts"), actions),
        "resolutions": [
            resolution(pens(f"resolution {number}"), f"res_{number}", kinds[number % len(kinds)], cast)
            for number in range(numbers["resolutions"])
        ],
        "events": [
            event(pens(f"event {number}"), f"event_{number}", hits[number % len(hits)], cast)
            for number in range(numbers["events"])
        ],
    }
