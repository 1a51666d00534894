"""What the checks let pass, the engine can do: every accepted effect changes what it names, every accepted
condition can be asked, every accepted path can be measured.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any, Final

import numpy as np
import pytest
from tests.scenarios.builders import library, scenario, sources, state

from comity.rules import vocabulary as words
from comity.rules.actions import rows as action_rows
from comity.rules.catalogue import Catalogue
from comity.rules.conditions import all_hold
from comity.rules.effects import Rows, take_effect
from comity.rules.events import hits
from comity.rules.layout import DOCKET_SLOTS
from comity.rules.terms import ROLES
from comity.rules.voting import Tally, decisions
from comity.rules.world import World
from comity.scenarios import schema
from comity.scenarios.compile_seats import Places, measured_place
from comity.scenarios.load import Scenario, load_sources
from comity.scenarios.paths import Quantities
from comity.scenarios.references.setting import CHANGES, QUANTITIES, Setting

COMPANIONS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"toward": "liberal"},
    {"institution": "ASSEMBLY"},
    {"globalism": "mercantilist"},
    {"movement": "peace"},
    {"bloc": "PACT"},
    {"kinds": ("alliance",)},
    {"domain": "security"},
    {"whose": "target"},
)
FIELDS: Final = {"strength": "strength_in"}
OF_INSTITUTION: Final = ("authority", "legitimacy", "ownership", "membership", "quota")
TARGETS: Final = words.TARGET_KINDS


def accepted_effects(setting: Setting) -> Iterator[dict[str, Any]]:
    for change, of, more in product(CHANGES, ROLES, COMPANIONS):
        plain = {"change": change, "by": 10, "of": of, "scale": [], **more}
        if not list(setting.effect_problems(schema.Effect.model_validate(plain))):
            yield plain


def world_of(**additions: Any) -> Scenario:
    """Four states in a chain of alliances, borders and disputes, so that no group is empty."""
    chain = [
        {**library()["blocs"][0], "key": f"{a}{b}", "members": [a, b], "leader": a}
        for a, b in (("AAA", "BBB"), ("BBB", "CCC"), ("CCC", "DDD"), ("AAA", "CCC"))
    ]
    # Capital at the middle, so that every change of it shows.
    states = [
        state("AAA", neighbours=["BBB"], capital=50),
        state("BBB", neighbours=["CCC"], capital=50),
        state("CCC", neighbours=["DDD"], capital=50),
        state("DDD", capital=50),
    ]
    tense = [
        {"between": [one, other], "escalation": 40}
        for one, other in (("AAA", "BBB"), ("BBB", "CCC"), ("CCC", "DDD"), ("AAA", "DDD"))
    ]
    document = scenario(states=4, add_blocs=chain, relations=tense, **additions)
    return load_sources(sources({**document, "states": states}))


def assert_changes_what_it_names(found: Scenario, rows: Rows, effects: list[dict[str, Any]]) -> None:
    """One row of `rows` for each effect, in order; ASSEMBLY is the institution, named or not."""
    layout = found.catalogue.layout
    deltas = take_effect(found.opening, found.catalogue, rows, "test")
    places: dict[int, set[int]] = {}
    for delta in deltas:
        for deed, place, amount in zip(delta.deed, delta.place, delta.amount, strict=True):
            if amount:
                places.setdefault(int(deed), set()).add(int(place))
    for index, effect in enumerate(effects):
        family = effect["change"].split(".")[0]
        name = effect["change"] if family == "grievance" else FIELDS.get(family, family)
        where = range(*layout.slice(name).indices(layout.width))
        assert places.get(index), f"{effect} changes nothing"
        if name in OF_INSTITUTION and "domain" not in effect:
            where = where[: len(where) // len(found.catalogue.institutions.keys)]
        assert all(place in where for place in places[index]), f"{effect} changes something else"


def test_the_words_of_roles_are_those_of_the_engine() -> None:
    assert set(ROLES) == set(schema.Effect.model_json_schema()["properties"]["of"]["enum"])


@pytest.mark.parametrize("target", TARGETS)
def test_every_accepted_effect_of_an_action_changes_what_it_names(target: str) -> None:
    effects = list(accepted_effects(Setting(target, own="liberal")))
    assert len({effect["change"] for effect in effects}) > 30
    plain = {**library()["actions"][0], "target": target}
    own = [{**plain, "key": f"a{index}", "effects": [effect]} for index, effect in enumerate(effects)]
    found = world_of(add_actions=own)
    first = found.catalogue.actions.keys.index("a0")
    aim = -1 if target == "none" else 0 if target in ("institution", "movement") else 1
    done = np.array([(0, 0, first + index, aim, 1) for index in range(len(own))])
    rows = action_rows(done, found.opening, found.catalogue, found.theory.coefficients)
    assert_changes_what_it_names(found, replace(rows, fit=np.ones(len(own))), effects)


@pytest.mark.parametrize("target", TARGETS)
def test_every_accepted_effect_of_a_resolution_changes_what_it_names(target: str) -> None:
    effects = list(accepted_effects(Setting(target, is_resolution=True)))
    text = "{institution} acts." if target == "none" else "{institution} acts on {target}."
    plain = {**library()["resolutions"][0], "target": target, "text": text, "requires": []}
    own = [{**plain, "key": f"r{index}", "effects": [effect]} for index, effect in enumerate(effects)]
    found = world_of(add_resolutions=own)
    first = found.catalogue.resolutions.keys.index("r0")
    aim = {"none": -1, "state": 1, "globalism": 1}.get(target, 0)
    for start in range(0, len(own), DOCKET_SLOTS):
        numbers = range(start, min(start + DOCKET_SLOTS, len(own)))
        rows = passed(found.opening, found.catalogue, [(first + number, 0, aim, 0) for number in numbers])
        assert_changes_what_it_names(found, rows, [effects[number] for number in numbers])


def passed(world: World, catalogue: Catalogue, docket: list[tuple[int, int, int, int]]) -> Rows:
    """These decisions, passed with AAA, BBB for and CCC against."""
    slots = np.full((1, DOCKET_SLOTS, 4), -1, dtype=np.int64)
    slots[0, : len(docket)] = docket
    yes, no = np.zeros((2, 1, DOCKET_SLOTS, world.layout.states), dtype=np.bool_)
    yes[:, :, :2], no[:, :, 2] = True, True
    present = slots[:, :, 0] >= 0
    nothing = np.zeros_like(present)
    counted = Tally(
        voted=present,
        yes=yes.sum(axis=2),
        no=no.sum(axis=2),
        abstain=nothing.astype(np.int64),
        passed=present,
        vetoed=nothing,
        casters=np.zeros_like(yes),
        yes_by=yes,
        no_by=no,
        bound=yes,
        defied=np.zeros_like(yes),
    )
    rows = decisions(replace(world, docket=slots), counted, catalogue)
    assert rows is not None
    return rows


@pytest.mark.parametrize("who", ["state", "world"])
def test_every_accepted_effect_of_an_event_changes_what_it_names(who: str) -> None:
    effects = list(accepted_effects(Setting("hit", has_actor=who == "state")))
    plain = {**library()["events"][0], "hits": who, "text": "It happens.", "choices": []}
    own = [{**plain, "key": f"e{index}", "effects": [effect]} for index, effect in enumerate(effects)]
    taken = {"movements": "all", "institutions": "all", "blocs": "all", "events": []}
    found = world_of(add_events=own, events=[], take=taken)
    pending = np.zeros_like(found.opening.pending)
    pending[0, :, 0 if who == "state" else found.catalogue.layout.states] = 1
    rows = hits(replace(found.opening, pending=pending), found.catalogue)
    assert rows is not None
    assert_changes_what_it_names(found, rows, effects)


def accepted_conditions(setting: Setting) -> Iterator[dict[str, Any]]:
    wholes = ("actor", "target", "pair", "world")
    for quantity, of, more in product(QUANTITIES, wholes, COMPANIONS):
        if set(more) & {"toward", "bloc", "kinds", "domain", "whose"}:
            continue
        plain = {"quantity": quantity, "of": of, "at_least": 1, **more}
        if not list(setting.condition_problems(schema.Condition.model_validate(plain))):
            yield plain


@pytest.mark.parametrize("target", TARGETS)
def test_every_accepted_condition_can_be_asked_of_every_actor_and_target(target: str) -> None:
    conditions = list(accepted_conditions(Setting(target, own="liberal")))
    asked = {row["quantity"] for row in conditions}
    assert {"economy", "turn", "claim", "authority", "strength"} <= asked
    assert ("trust" in asked) == (target == "state")
    plain = {**library()["actions"][0], "target": target, "effects": []}
    own = [{**plain, "key": f"a{index}", "requires": [row]} for index, row in enumerate(conditions)]
    found = world_of(add_actions=own)
    catalogue, actors = found.catalogue, np.arange(4)
    targets = max(len(catalogue.targets(target)), 1)
    for index in range(catalogue.actions.keys.index("a0"), len(catalogue.actions.keys)):
        answer = all_hold(found.opening, catalogue, catalogue.actions.requires[index], actors, target)
        assert answer.shape == (1, 4, targets)


def every_path() -> Iterator[str]:
    """All that a grammar of four words could say, sensible or not."""
    heads = (
        "states",
        "institutions",
        "globalisms",
        "movements",
        "pairs",
        "challenges",
        "indices",
        "system",
        "blocs",
        "sub_orders",
        "nope",
    )
    keys = (
        "AAA",
        "BBB",
        "ASSEMBLY",
        "peace",
        "PACT",
        "liberal",
        "climate",
        "order",
        "hegemony",
        "power",
        "military",
    )
    gauges = (
        *words.STATE_SCALARS,
        *words.PAIR_SCALARS,
        *(
            "stance",
            "mood",
            "authority",
            "ownership",
            "legitimacy",
            "prevalence",
            "radicalisation",
            "strength",
        ),
        *("BBB", "claim", "recognition", "predisposition", "gap", "renewal", "depth", "faces", "grievances"),
    )
    for head, key in product(heads, keys):
        yield f"{head}.{key}"
        for gauge in gauges:
            yield f"{head}.{key}.{gauge}"
            for last in ("liberal", "trust", "economy", "kantian", "vanguardist", "identity"):
                yield f"{head}.{key}.{gauge}.{last}"


def test_a_path_is_accepted_exactly_when_it_can_be_measured() -> None:
    found = load_sources(sources()).catalogue
    tables = (found.states, found.institutions, found.movements, found.blocs)
    places = Places(*({key: index for index, key in enumerate(table.keys)} for table in tables))
    quantities = Quantities(places.state, places.institution, places.movement, places.bloc)
    accepted = 0
    for path in every_path():
        try:
            place, _ = measured_place(path, places, found.layout)
        except (KeyError, ValueError):
            assert quantities.problem(path) is not None, path
            continue
        assert 0 <= place < found.layout.width
        # A state's relation with itself has a place and no meaning.
        if not path.startswith("pairs.BBB.BBB."):
            assert quantities.problem(path) is None, path
            accepted += 1
    assert accepted > 30
