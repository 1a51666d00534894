"""From documents to the engine: a `Catalogue` of arrays and the opening `World`.

Runs only on documents that `load.py` has found sound, so every key that is looked up here exists.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import (
    Actions,
    Blocs,
    Catalogue,
    DeedKind,
    Events,
    Grounds,
    Institutions,
    Movements,
    Resolutions,
    States,
    Temperament,
)
from comity.rules.layout import POINT, IntArray, Layout
from comity.rules.theory import COEFFICIENT_NAMES, Coefficients, Theory
from comity.rules.world import World
from comity.scenarios import schema
from comity.scenarios.compile_seats import Places, compile_seats
from comity.scenarios.compile_terms import Deed, Names, condition, terms
from comity.scenarios.library_files import WordsFile
from comity.scenarios.opening import open_world, shares
from comity.scenarios.prose import prose
from comity.scenarios.take import LibraryRows, Taken, take

_DEFAULT_THRESHOLD = {"quota_weighted": 50.0, "veto_council": 60.0}
_DEFAULT_BLOCKING = 100.0
_CHANCE_BITS = 48


class WordedRows(LibraryRows, Protocol):
    """The rows of the library files, and its words."""

    @property
    def words(self) -> WordsFile: ...


class SoundDocuments(Protocol):
    """What the compiler reads of a scenario's documents."""

    @property
    def scenario(self) -> schema.ScenarioFile: ...
    @property
    def library(self) -> WordedRows: ...


def compile_scenario(documents: SoundDocuments) -> tuple[Catalogue, World]:
    """The catalogue and the opening world of a sound scenario."""
    scenario = documents.scenario
    taken = take(scenario, documents.library)
    catalogue = _catalogue(scenario, taken, documents.library)
    return catalogue, open_world(scenario, taken, catalogue)


def compile_theory(key: str, theories: Mapping[str, schema.TheoryText]) -> Theory:
    """A theory with its full set of coefficients: `sakwa`'s, less what it sets differently."""
    base, own = theories["sakwa"].coefficients, theories[key].coefficients
    chosen = {name: own.get(name, base[name]) for name in COEFFICIENT_NAMES}
    values = Coefficients(**{name: row.value for name, row in chosen.items()})
    text = theories[key]
    return Theory(key, text.name, text.gloss, values, {name: row.source for name, row in chosen.items()})


def _catalogue(scenario: schema.ScenarioFile, taken: Taken, library: WordedRows) -> Catalogue:
    state = {row.key: index for index, row in enumerate(scenario.states)}
    institution = {row.key: index for index, row in enumerate(taken.institutions)}
    movement = {row.key: index for index, row in enumerate(taken.movements)}
    bloc = {row.key: index for index, row in enumerate(taken.blocs)}
    domains = {
        domain: tuple(index for index, row in enumerate(taken.institutions) if row.domain == domain)
        for domain in words.DOMAINS
    }
    names = Names(institution, movement, bloc, domains)
    pacts = tuple(index for index, row in enumerate(taken.actions) if row.needs_both and row.lasts > 0)
    layout = Layout.of(
        states=len(state),
        institutions=len(institution),
        movements=len(movement),
        blocs=len(bloc),
        pacts=len(pacts),
    )
    choices = [(event, choice) for event in taken.events for choice in event.choices]
    deeds = [
        *(DeedKind("action", row.key, row.name, row.covert) for row in taken.actions),
        *(DeedKind("resolution", row.key, row.name, False) for row in taken.resolutions),
        *(DeedKind("event", row.key, row.name, False) for row in taken.events),
        *(
            DeedKind("choice", f"{event.key}.{choice.key}", f"{event.name}: {choice.name}", False)
            for event, choice in choices
        ),
        *(DeedKind("pact", taken.actions[index].key, taken.actions[index].name, False) for index in pacts),
    ]
    owns = {row.key: words.GLOBALISMS.index(row.globalism) for row in taken.actions}
    acts = [Deed(row.effects, owns[row.key], row.target) for row in taken.actions]
    effects = [
        *acts,
        *(Deed(row.effects, target=row.target) for row in taken.resolutions),
        *(Deed(row.effects) for row in taken.events),
        *(Deed(choice.effects) for _, choice in choices),
        *(replace(acts[index], effects=taken.actions[index].each_turn) for index in pacts),
    ]
    targets = {
        "state": state,
        "institution": institution,
        "movement": movement,
        "globalism": {k: i for i, k in enumerate(words.GLOBALISMS)},
        "bloc": bloc,
    }
    resolution = {row.key: index for index, row in enumerate(taken.resolutions)}
    scheduled = tuple(
        (
            item.turn,
            resolution[item.resolution],
            institution[item.institution],
            -1
            if item.target is None
            else targets[taken.resolutions[resolution[item.resolution]].target][item.target],
            -1 if item.sponsor is None else state[item.sponsor],
        )
        for item in scenario.docket
    )
    first_event = len(taken.actions) + len(taken.resolutions)
    first_choice = first_event + len(taken.events)
    return Catalogue(
        scenario=scenario.key,
        turns=scenario.turns,
        actions_per_turn=scenario.actions_per_turn,
        layout=layout,
        states=_states(scenario, state),
        seats=compile_seats(scenario, Places(state, institution, movement, bloc), layout),
        actions=_actions(taken, pacts, names),
        resolutions=_resolutions(taken, names),
        events=_events(scenario, taken, state, names),
        movements=_movements(taken),
        institutions=_institutions(taken, state, institution),
        blocs=_blocs(taken, state),
        grounds=compile_grounds(library.grounds),
        pacts=pacts,
        deeds=tuple(deeds),
        terms=terms(effects, layout, names),
        first_resolution=len(taken.actions),
        first_event=first_event,
        first_choice=first_choice,
        first_pact=first_choice + len(choices),
        temperaments={key: _temperament(key, row) for key, row in library.temperaments.items()},
        scheduled=scheduled,
        prose=prose(scenario, taken, library.words),
        deed_pact_effects=np.array(
            [len(taken.actions[index].each_turn) > 0 for index in pacts], dtype=np.bool_
        ),
    )


def _which(flags: Sequence[bool]) -> IntArray:
    """Where the flags are set, as indices: quicker to read with than a mask."""
    return np.flatnonzero(flags)


def _chance_numbers(scenario: schema.ScenarioFile) -> list[int]:
    """A number for each state from its opening figures; states alike in every figure are told apart by key
    order.
    """
    figures = [
        json.dumps(
            state.model_dump(exclude={"key", "name", "iso_numeric", "neighbours", "interests"}),
            sort_keys=True,
        )
        for state in scenario.states
    ]
    order = sorted(range(len(figures)), key=lambda index: scenario.states[index].key)
    seen: Counter[str] = Counter()
    numbers = [0] * len(figures)
    for index in order:
        text = f"{figures[index]}|{seen[figures[index]]}"
        seen[figures[index]] += 1
        numbers[index] = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little") >> (
            64 - _CHANCE_BITS
        )
    return numbers


def _states(scenario: schema.ScenarioFile, index: Mapping[str, int]) -> States:
    rows = scenario.states
    neighbours = np.zeros((len(rows), len(rows)), dtype=np.bool_)
    for row in rows:
        for other in row.neighbours:
            if other in index:
                neighbours[index[row.key], index[other]] = neighbours[index[other], index[row.key]] = True
    nuclear = np.array([row.nuclear for row in rows], dtype=np.bool_)
    weights = np.array(
        [[getattr(row.interests, name) for name in words.INTERESTS] for row in rows], dtype=np.float64
    )
    return States(
        keys=tuple(row.key for row in rows),
        names=tuple(row.name for row in rows),
        chance=np.array(_chance_numbers(scenario), dtype=np.int64),
        nuclear=nuclear,
        nuclear_pairs=nuclear[:, None] & nuclear,
        neighbours=neighbours,
        interests=weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9),
        relative=np.array([row.interests.relative for row in rows], dtype=np.bool_),
    )


def _actions(taken: Taken, pacts: tuple[int, ...], names: Names) -> Actions:
    rows = taken.actions
    place = {row.key: index for index, row in enumerate(rows)}
    return Actions(
        keys=tuple(row.key for row in rows),
        names=tuple(row.name for row in rows),
        globalism=np.array([words.GLOBALISMS.index(row.globalism) for row in rows], dtype=np.int64),
        target=tuple(row.target for row in rows),
        at_state=np.array([row.target == "state" for row in rows], dtype=np.bool_),
        at_institution=np.array([row.target == "institution" for row in rows], dtype=np.bool_),
        domain=np.array(
            [-1 if row.domain is None else words.DOMAINS.index(row.domain) for row in rows], dtype=np.int64
        ),
        cost=np.array([round(row.cost * POINT) for row in rows], dtype=np.int64),
        bloc_kinds=np.array(
            [[not row.bloc_kinds or kind in row.bloc_kinds for kind in words.BLOC_KINDS] for row in rows],
            dtype=np.bool_,
        ).reshape(len(rows), len(words.BLOC_KINDS)),
        needs_both=np.array([row.needs_both for row in rows], dtype=np.bool_),
        counterpart=np.array(
            [place.get(row.counterpart or row.key, place[row.key]) for row in rows], dtype=np.int64
        ),
        betrays=np.array(
            [[float(key in row.betrays) for key in words.GLOBALISMS] for row in rows], dtype=np.float64
        ).reshape(len(rows), len(words.GLOBALISMS)),
        pact=np.array(
            [pacts.index(index) if index in pacts else -1 for index in range(len(rows))], dtype=np.int64
        ),
        lasts=np.array([row.lasts for row in rows], dtype=np.int64),
        hostile=np.array([row.hostile for row in rows], dtype=np.bool_),
        covert=np.array([row.covert for row in rows], dtype=np.bool_),
        per_turn=np.array([row.limits.per_turn for row in rows], dtype=np.int64),
        first_turn=np.array([row.limits.first_turn for row in rows], dtype=np.int64),
        requires=tuple(tuple(condition(item, names) for item in row.requires) for row in rows),
    )


def _resolutions(taken: Taken, names: Names) -> Resolutions:
    rows = taken.resolutions
    decided = [[place.may_decide(row) for place in taken.institutions] for row in rows]
    return Resolutions(
        keys=tuple(row.key for row in rows),
        names=tuple(row.name for row in rows),
        texts=tuple(row.text for row in rows),
        target=tuple(row.target for row in rows),
        at_state=np.array([row.target == "state" for row in rows], dtype=np.bool_),
        decided_by=np.array(decided, dtype=np.bool_).reshape(len(rows), len(taken.institutions)),
        appeal=np.array(
            [[row.appeal.get(key, 0.0) for key in words.GLOBALISMS] for row in rows], dtype=np.float64
        ).reshape(len(rows), 4),
        arsenals=np.array([row.arsenals for row in rows], dtype=np.float64),
        chairs=np.array([row.chairs for row in rows], dtype=np.float64),
        requires=tuple(tuple(condition(item, names) for item in row.requires) for row in rows),
    )


def _events(scenario: schema.ScenarioFile, taken: Taken, state: Mapping[str, int], names: Names) -> Events:
    rows = taken.events
    index = {row.key: position for position, row in enumerate(rows)}
    first, total = [], 0
    for row in rows:
        first.append(total)
        total += len(row.choices)
    return Events(
        keys=tuple(row.key for row in rows),
        names=tuple(row.name for row in rows),
        texts=tuple(row.text for row in rows),
        world=np.array([row.hits == "world" for row in rows], dtype=np.bool_),
        chance=np.array([row.chance for row in rows], dtype=np.float64),
        once=np.array([row.once for row in rows], dtype=np.bool_),
        when=tuple(tuple(condition(item, names) for item in row.when) for row in rows),
        choices=tuple(tuple(choice.key for choice in row.choices) for row in rows),
        choice_names=tuple(tuple(choice.name for choice in row.choices) for row in rows),
        asks=np.array([len(row.choices) > 0 for row in rows], dtype=np.bool_),
        first_choice=np.array(first, dtype=np.int64),
        scheduled=tuple(
            (item.turn, index[item.event], -1 if item.state is None else state[item.state])
            for item in scenario.events
        ),
    )


def _movements(taken: Taken) -> Movements:
    rows = taken.movements
    fed = np.array([[row.fed_by.get(key, 0.0) for key in words.GRIEVANCES] for row in rows], dtype=np.float64)
    fed = fed.reshape(len(rows), len(words.GRIEVANCES))
    presses = [[row.presses == place.domain for place in taken.institutions] for row in rows]
    return Movements(
        keys=tuple(row.key for row in rows),
        names=tuple(row.name for row in rows),
        civil=_which([not row.uncivil for row in rows]),
        uncivil=_which([row.uncivil for row in rows]),
        affinity=np.array([shares(row.affinity) for row in rows], dtype=np.int64).reshape(len(rows), 4),
        fed_by=fed / np.maximum(fed.sum(axis=1, keepdims=True), 1e-9),
        reach=np.array([row.reach / 100 for row in rows], dtype=np.float64),
        presses=np.array(presses, dtype=np.bool_).reshape(len(rows), len(taken.institutions)),
        pressing=_which([any(row) for row in presses]),
        civil_in=tuple(
            _which([row.presses == domain and not row.uncivil for row in rows]) for domain in words.DOMAINS
        ),
    )


def _institutions(taken: Taken, state: Mapping[str, int], index: Mapping[str, int]) -> Institutions:
    rows = taken.institutions
    permanent = np.zeros((len(rows), len(state)), dtype=np.bool_)
    for position, row in enumerate(rows):
        permanent[position, [state[key] for key in row.rule.permanent if key in state]] = True
    decides = [[domain in (row.domain, *row.decides) for domain in words.DOMAINS] for row in rows]
    thresholds = [row.rule.threshold or _DEFAULT_THRESHOLD.get(row.rule.kind, 50.0) for row in rows]
    return Institutions(
        keys=tuple(row.key for row in rows),
        names=tuple(row.name for row in rows),
        of_domain=tuple(_which([row.domain == domain for row in rows]) for domain in words.DOMAINS),
        decides=np.array(decides, dtype=np.bool_).reshape(len(rows), len(words.DOMAINS)),
        rule=np.array([words.RULE_KINDS.index(row.rule.kind) for row in rows], dtype=np.int64),
        council=np.array([row.rule.kind == "veto_council" for row in rows], dtype=np.bool_),
        threshold=np.array([round(value * POINT) for value in thresholds], dtype=np.int64),
        blocking=np.array(
            [round((row.rule.blocking or _DEFAULT_BLOCKING) * POINT) for row in rows], dtype=np.int64
        ),
        permanent=permanent,
        elected_seats=np.array([row.rule.elected for row in rows], dtype=np.int64),
        elder=np.array([index.get(row.rivals, -1) if row.rivals else -1 for row in rows], dtype=np.int64),
        young=_which([row.rivals in index for row in rows]),
    )


def _blocs(taken: Taken, state: Mapping[str, int]) -> Blocs:
    rows = taken.blocs
    return Blocs(
        keys=tuple(row.key for row in rows),
        names=tuple(row.name for row in rows),
        kinds=tuple(row.kind for row in rows),
        kind=np.array([words.BLOC_KINDS.index(row.kind) for row in rows], dtype=np.int64),
        of_kind=tuple(_which([row.kind == kind for row in rows]) for kind in words.BLOC_KINDS),
        rigid=np.array([row.rigid for row in rows], dtype=np.bool_),
        open=np.array([not row.closed for row in rows], dtype=np.bool_),
        binding=_which([row.kind in ("alliance", "union") for row in rows]),
        leader=np.array([state.get(row.leader, -1) if row.leader else -1 for row in rows], dtype=np.int64),
        led=_which([row.kind == "alliance" and row.leader in state for row in rows]),
    )


def compile_grounds(rows: Mapping[words.Ground, schema.Ground]) -> Grounds:
    size = len(words.GLOBALISMS)
    agree = np.repeat(np.eye(size)[None], len(words.GROUNDS), axis=0)
    weight = np.array([rows[key].weight for key in words.GROUNDS], dtype=np.float64)
    stronger = np.zeros((size, size))
    for ground, key in enumerate(words.GROUNDS):
        for row in rows[key].meetings:
            one, other = (words.GLOBALISMS.index(name) for name in row.between)
            if row.if_stronger is None:
                agree[ground, one, other] = agree[ground, other, one] = row.by
            else:
                weak, strong = (one, other) if row.if_stronger == row.between[1] else (other, one)
                stronger[weak, strong] += row.by * weight[ground]
    return Grounds(weight, agree, stronger)


def _temperament(key: str, row: schema.Temperament) -> Temperament:
    ideal = np.array(shares(row.ideal), dtype=np.int64)
    return Temperament(key, ideal, row.pull, row.thrift, row.boldness, row.loyalty)
