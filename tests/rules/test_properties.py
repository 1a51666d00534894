"""What holds for every world and every move: the rulebook's section 4, over random worlds and moves."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.rules import worlds
from tests.rules.test_cases import CASES

from comity.rules import intake, legal, subjects
from comity.rules.draws import Draws
from comity.rules.ledger import toward
from comity.rules.moves import Moves
from comity.rules.resolve import Resolution, resolve
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.voting import entitled
from comity.rules.world import SHARE, IntArray, World, repeat

ROWS = yaml.safe_load((CASES / "library.yaml").read_text())
SHIPPED = {
    name: yaml.safe_load((worlds.ROOT / f"scenarios/library/{name}.yaml").read_text())[name]
    for name in ("actions", "resolutions", "events", "movements", "institutions", "blocs")
}
SHARES = ("stance", "mood", "predisposition", "ownership")
relaxed = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@st.composite
def ten_points(draw: Any) -> dict[str, int]:
    cuts = sorted(draw(st.lists(st.integers(0, 10), min_size=3, max_size=3)))
    return dict(zip(GLOBALISMS, (cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 10 - cuts[2]), strict=True))


@st.composite
def documents(draw: Any, *, most: int = 12) -> dict[str, Any]:
    """A scenario of random states and relations, over the keys that the test catalogue names first."""
    names = ["A", "B", "C", "D", *(f"S{number}" for number in range(most))][: draw(st.integers(2, most))]
    figure = st.integers(0, 100)
    states = []
    for number, name in enumerate(names):
        figures = {
            key: draw(figure) for key in worlds.ORDINARY_STATE if key not in ("predisposition", "capital")
        }
        leanings = {key: draw(ten_points()) for key in ("predisposition", "mood", "stance")}
        states.append(
            worlds.state(
                name,
                **figures,
                **leanings,
                capital=draw(st.integers(5, 30)) + number / 10,
                nuclear=draw(st.booleans()),
                neighbours=names[:2],
            )
        )
    relations = []
    for one, other in pairwise(names):
        tension, escalation, trust = draw(st.tuples(figure, figure, figure))
        relations.append(
            {
                "between": [one, other],
                "tension": tension,
                "escalation": escalation,
                "trust": trust,
                "sanctions": [draw(figure), 0],
            }
        )
    globalisms = {
        key: {"legitimacy": draw(figure), "claim": draw(figure), "recognition": draw(figure)}
        for key in GLOBALISMS
    }
    return worlds.scenario(states, relations=relations, globalisms=globalisms, turns=40)


@dataclass(frozen=True)
class Played:
    game: worlds.Game
    before: World
    moves: Moves
    bodies: dict[str, Any]
    resolution: Resolution


def legal_moves(game: worlds.Game, world: World, rng: np.random.Generator) -> dict[str, Any]:
    """A random legal move for most seats, found by asking the rules themselves."""
    bodies: dict[str, Any] = {}
    for seat in game.catalogue.seats:
        if rng.random() < 0.15:
            continue
        body: dict[str, Any] = {}
        if rng.random() < 0.7:
            points = rng.multinomial(10, [0.25] * 4)
            body["stance"] = dict(zip(GLOBALISMS, points.tolist(), strict=True))
        slots = np.nonzero(entitled(world, game.catalogue)[0, :, seat.state])[0].tolist()
        body["votes"] = {
            legal.docket_id(world.turn + 1, slot): str(rng.choice(["yes", "no", "abstain", "defy"]))
            for slot in slots
        }
        chosen: list[dict[str, Any]] = []
        for action in rng.permutation(len(game.catalogue.actions.keys))[:6].tolist():
            block = legal.action_block(world, game.catalogue, action, np.array([seat.state]))[0, 0]
            columns = np.nonzero(block == legal.OK)[0]
            if columns.size == 0:
                continue
            kind = game.catalogue.actions.target[action]
            row = {"action": game.catalogue.actions.keys[action]}
            if kind != "none":
                row["target"] = game.catalogue.targets(kind)[int(rng.choice(columns))]
            if not intake.check(world, game.catalogue, seat.key, {"actions": [*chosen, row]}):
                chosen.append(row)
        body["actions"] = chosen
        bodies[seat.key] = body
    return bodies


def play(game: worlds.Game, seed: int, *, turns: int = 1, seats_last: bool = False) -> Played:
    world, rng = game.opening, np.random.default_rng(seed)
    for turn in range(1, turns + 1):
        bodies = legal_moves(game, world, rng)
        ordered = dict(reversed(bodies.items())) if seats_last else bodies
        moves = intake.gather(
            world, game.catalogue, {seat: intake.read(body)[0] for seat, body in ordered.items()}
        )
        resolution = resolve(world, moves, game.catalogue, game.theory, Draws.for_turn([worlds.SEED], turn))
        played = Played(game, world, moves, bodies, resolution)
        world = resolution.world
    return played


def build(document: dict[str, Any], rows: Any = ROWS) -> worlds.Game:
    return worlds.game(document, worlds.library(rows))


@given(documents(), st.integers(0, 2**32 - 1))
@relaxed
def test_the_ledger_is_total_bounds_hold_and_shares_sum_to_one(document: dict[str, Any], seed: int) -> None:
    played = play(build(document), seed, turns=2)
    after, ledger = played.resolution.world, played.resolution.ledger
    assert ledger is not None
    running = played.before.values[0].copy()
    for entry in ledger.entries(0):
        assert running[entry.place] == entry.before
        running[entry.place] += entry.delta
        assert 0 <= running[entry.place] <= after.layout.high[entry.place]
    assert running.tolist() == after.values[0].tolist()
    for name in SHARES:
        assert (after[name].sum(axis=-1) == SHARE).all()


@given(documents(), st.integers(0, 2**32 - 1))
@relaxed
def test_the_shipped_catalogue_keeps_the_same_promises(document: dict[str, Any], seed: int) -> None:
    played = play(build(document, SHIPPED), seed, turns=2)
    after, ledger = played.resolution.world, played.resolution.ledger
    assert ledger is not None
    total = played.before.values[0].copy()
    for entry in ledger.entries(0):
        total[entry.place] += entry.delta
    assert total.tolist() == after.values[0].tolist()
    assert (after.values >= 0).all()
    assert (after.values <= after.layout.high).all()
    for name in SHARES:
        assert (after[name].sum(axis=-1) == SHARE).all()


@given(documents(), st.integers(0, 2**32 - 1))
@relaxed
def test_same_inputs_same_bytes_whatever_the_order_of_submission(document: dict[str, Any], seed: int) -> None:
    game = build(document)
    first, second = play(game, seed), play(build(document), seed, seats_last=True)
    assert worlds.encoded(first.resolution.world) == worlds.encoded(second.resolution.world)


def by_name(game: worlds.Game, world: World, rename: dict[str, str]) -> dict[tuple[str, str], int]:
    """Every quantity by its ledger name, with state keys translated."""
    found = {}
    for place, name in enumerate(subjects.names(game.catalogue)):
        subject = [rename.get(part, part) for part in name.subject.split(":")]
        variable = ".".join(rename.get(part, part) for part in name.variable.split("."))
        if name.field in ("trust", "tension", "escalation", "pact"):
            subject = [subject[0], *sorted(subject[1:])]
        found[":".join(subject), variable] = int(world.values[0, place])
    return found


def translate(value: Any, rename: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {rename.get(key, key): translate(item, rename) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [translate(item, rename) for item in value]
    return rename.get(value, value) if isinstance(value, str) else value


@given(documents(), st.integers(0, 2**32 - 1))
@relaxed
def test_reordering_states_changes_nothing_else(document: dict[str, Any], seed: int) -> None:
    game = build(document)
    played = play(game, seed)
    turned = {**document, "states": document["states"][::-1], "seats": document["seats"][::-1]}
    other = build(turned)
    again = other.play(played.bodies)
    assert by_name(game, played.resolution.world, {}) == by_name(other, again.world, {})


@given(documents(), st.integers(0, 2**32 - 1))
@relaxed
def test_renaming_states_changes_nothing_else(document: dict[str, Any], seed: int) -> None:
    game = build(document)
    played = play(game, seed)
    keys = [row["key"] for row in document["states"]]
    rename = {key: f"Z{len(keys) - index}" for index, key in enumerate(keys)}
    renamed = {**document, **{name: translate(document[name], rename) for name in ("states", "relations")}}
    renamed["seats"] = [row | {"state": rename[row["state"]]} for row in document["seats"]]
    for row in renamed["seats"]:
        row["objectives"] = [goal | {"path": f"states.{row['state']}.economy"} for goal in row["objectives"]]
    other = build(renamed, translate(ROWS, rename))
    bodies = translate(played.bodies, rename)
    again = other.play(bodies)
    assert by_name(game, played.resolution.world, rename) == by_name(other, again.world, {})


def _renumbered(parts: list[IntArray]) -> IntArray:
    """Sparse rows of single games as rows of one batch."""
    rows = [np.hstack((np.full((len(part), 1), number), part[:, 1:])) for number, part in enumerate(parts)]
    return np.concatenate(rows)


@given(documents(most=6), st.lists(st.integers(0, 2**32 - 1), min_size=2, max_size=4))
@relaxed
def test_a_batch_is_as_many_single_games(document: dict[str, Any], seeds: list[int]) -> None:
    game = build(document)
    singles = [play(game, seed) for seed in seeds]
    parts = [single.moves for single in singles]
    batch = Moves(
        stance=np.concatenate([part.stance for part in parts]),
        votes=np.concatenate([part.votes for part in parts]),
        actions=_renumbered([part.actions for part in parts]),
        tabled=_renumbered([part.tabled for part in parts]),
        answers=np.concatenate([part.answers for part in parts]),
    )
    draws = Draws.for_turn([worlds.SEED] * len(seeds), 1)
    together = resolve(
        repeat(game.opening, len(seeds)), batch, game.catalogue, game.theory, draws, keep_ledger=False
    )
    for number, single in enumerate(singles):
        assert together.world.values[number].tolist() == single.resolution.world.values[0].tolist()
        assert together.world.docket[number].tolist() == single.resolution.world.docket[0].tolist()


@given(documents(most=5), st.integers(0, 2**32 - 1))
@relaxed
def test_what_is_offered_is_what_is_accepted(document: dict[str, Any], seed: int) -> None:
    game = build(document)
    seat = game.catalogue.seats[seed % len(game.catalogue.seats)]
    for action, key in enumerate(game.catalogue.actions.keys):
        kind = game.catalogue.actions.target[action]
        block = legal.action_block(game.opening, game.catalogue, action, np.array([seat.state]))[0, 0]
        for column, target in enumerate(game.catalogue.targets(kind) or (None,)):
            row = {"action": key} | ({"target": target} if target is not None else {})
            accepted = not game.faults(seat.key, {"actions": [row]})
            assert accepted == (int(block[column]) == legal.OK), (row, int(block[column]))


@given(
    st.lists(st.integers(0, 9999), min_size=3, max_size=3),
    st.lists(st.integers(0, 9999), min_size=3, max_size=3),
    st.integers(0, SHARE),
)
def test_moving_shares_makes_and_loses_nothing(now: list[int], goal: list[int], pace: int) -> None:
    def whole(cuts: list[int]) -> Any:
        return np.diff([0, *sorted(cuts), SHARE])

    step = toward(whole(now), whole(goal), np.array(pace))
    assert step.sum() == 0
    assert ((whole(now) + step) >= 0).all()


@pytest.mark.parametrize("theory", ["sakwa", "liberal", "realist", "solidarist"])
def test_with_no_moves_and_no_events_the_world_drifts_calmly_for_a_hundred_turns(theory: str) -> None:
    states = [worlds.state(key, economy=40 + 10 * number) for number, key in enumerate("ABCD")]
    document = worlds.scenario(
        states,
        turns=40,
        take={"actions": "all", "movements": "all", "institutions": "all", "blocs": "all", "events": []},
    )
    game = worlds.game(document, worlds.library(ROWS), theory=worlds.coefficients(theory))
    world, worst = game.opening, 0.0
    steady = ("economy", "cohesion", "standing", "trust", "authority", "legitimacy", "index")
    for turn in range(1, 101):
        after = resolve(
            world, game.idle(), game.catalogue, game.theory, Draws.for_turn([worlds.SEED], turn)
        ).world
        worst = max(worst, *(float(np.abs(after[name] - world[name]).max()) / 1000 for name in steady))
        world = replace(after, turn=min(after.turn, 30))
    assert worst < 6.0, f"a quantity jumped by {worst} points in one calm turn"
    assert not int(world.over[0])
    assert (world["escalation"] < 25_000).all(), "calm worlds breed no crises"


def test_more_donors_never_lower_an_institutions_authority() -> None:
    game = build(worlds.scenario([worlds.state(key) for key in "ABCD"]))
    gift = {"actions": [{"action": "donate", "target": "assembly"}]}
    reached = [
        int(game.play(dict.fromkeys(["a", "b", "c", "d"][:count], gift)).world["authority"][0, 0])
        for count in range(5)
    ]
    assert reached == sorted(reached)
    assert reached[0] < reached[-1]
