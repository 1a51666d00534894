"""What a player decides by: what a deed may come to, why it is not possible, how far a goal is, how others
stand to one, and what a number is made of.
"""

from typing import Any

import pytest
from tests.rules import worlds
from tests.rules.test_project import ROWS, against, desk, game, opening, stored

from comity.rules import project, stances
from comity.rules import vocabulary as words
from comity.rules.terms import SCALES
from comity.rules.views import ActionOption, PublicBoard, SeatBoard
from comity.scenarios.load import load
from comity.scenarios.texts import texts

UNEQUAL: list[dict[str, Any]] = [
    worlds.state("A", economy=70, military=30, technology=80, standing=62, capital=60,
                 predisposition={"liberal": 3, "conservative": 7}),
    worlds.state("B", cohesion=23, name="Borduria"),
    worlds.state("C", cohesion=71, military=38, name="Cascadia"),
]  # fmt: skip
BETWEEN = [
    {"between": ["A", "B"], "trust": 31, "tension": 12, "dependence": [4, 40]},
    {"between": ["A", "C"], "trust": 77, "tension": 30, "dependence": [15, 9]},
]
EVERY_SCALE = ["economy", "military", "technology", "standing", "weight", "trust", "exposure", "fragility"]


def played_with(*rows: dict[str, Any], kind: str = "actions", **rest: Any) -> worlds.Game:
    """Three unequal states and, of this kind of deed, only these rows."""
    catalogue = {**ROWS, kind: list(rows)}
    return worlds.game(worlds.scenario(UNEQUAL, relations=BETWEEN, **rest), worlds.library(catalogue))


def action(**changes: Any) -> dict[str, Any]:
    plain = {"key": "act", "name": "Act", "help": "Acts.", "globalism": "liberal", "cost": 5, "source": "t"}
    return {**plain, "target": "state", **changes}


def option(board: SeatBoard, key: str) -> ActionOption:
    return next(row for row in board.actions if row.action == key)


def factor(board: SeatBoard, scale: str, target: str) -> float:
    """What the board says that this scale multiplies an effect on the target by."""
    if scale == "fit":
        return option(board, "act").fit
    return board.relations[target].scales.get(scale, board.scales.own.get(scale, 1.0))


@pytest.mark.parametrize("scale", ["fit", *EVERY_SCALE])
@pytest.mark.parametrize(("target", "effort"), [("B", 1), ("C", 2), ("C", 3)])
def test_what_the_board_says_an_effect_is_multiplied_by_is_what_it_is_multiplied_by(
    scale: str, target: str, effort: int
) -> None:
    # Given an action with one effect of -10 on the target's standing, scaled by one thing
    played = played_with(action(effects=[{"change": "standing", "by": -10, "scale": [scale]}]))
    board = desk(played, opening(played), "a")
    # When it is done, to whichever target and with whatever effort
    turn = played.play({"a": {"actions": [{"action": "act", "target": target, "effort": effort}]}})
    done = next(line.delta for line in played.lines(turn) if line.rule.startswith("action."))
    # Then what the board gave to reckon with comes to what was done
    expected = -10 * factor(board, scale, target) * board.effort_factors[effort - 1]
    assert done == pytest.approx(expected, abs=0.02)
    assert expected != pytest.approx(-10) or scale in ("trust", "exposure", "fragility", "economy")


@pytest.mark.parametrize("scale", ["authority", "legitimacy"])
def test_what_an_institution_scales_by_is_told_for_each(scale: str) -> None:
    less = {"change": "carbon", "of": "bound", "by": -5, "scale": [scale]}
    accord = {**ROWS["resolutions"][1], "effects": [less]}
    docket = [{"turn": 1, "resolution": "accord", "institution": "assembly", "sponsor": "A"}]
    played = played_with(accord, kind="resolutions", docket=docket)
    told = desk(played, opening(played), "a").scales.by_institution["assembly"][scale]
    turn = played.play({"a": {"votes": {"t1-1": "yes"}}})
    passed = [line for line in played.lines(turn) if line.rule.startswith("resolution.")]
    assert passed
    assert all(line.delta == pytest.approx(-5 * told, abs=0.02) for line in passed)


def test_fit_follows_from_the_rule_that_the_board_gives() -> None:
    played = played_with(action(effects=[]), action(key="other", globalism="conservative", effects=[]))
    board = desk(played, opening(played), "a")
    floor, whole = board.fit_rule.floor, board.fit_rule.whole
    for key, globalism in (("act", "liberal"), ("other", "conservative")):
        carried = min(board.stance[globalism] / whole, 1)
        assert option(board, key).fit == pytest.approx(floor + (1 - floor) * carried, abs=0.001)


def test_the_boards_scales_are_all_that_the_rules_know() -> None:
    played = played_with(action(effects=[]))
    board = desk(played, opening(played), "a")
    told = {*board.scales.own, *board.relations["B"].scales, *board.scales.by_institution["assembly"], "fit"}
    assert told == set(SCALES)


def test_a_reason_says_what_is_there_now_and_what_it_needs() -> None:
    quarrel = {"quantity": "tension", "of": "pair", "at_least": 35}
    for otherwise, told in (
        ("there is no quarrel", "there is no quarrel; tension is 12, needs 35"),
        ("you have no quarrel", "you have no quarrel; tension is 12, needs 35"),
    ):
        played = played_with(action(effects=[], requires=[{**quarrel, "otherwise": otherwise}]))
        act = option(desk(played, opening(played), "a"), "act")
        assert against(act)["B"] == told
        # The check of a move says the same
        faults = played.faults("a", {"actions": [{"action": "act", "target": "B"}]})
        assert [fault.message for fault in faults] == [f"Act: {told}"]
        # And of all together it tells the one that comes nearest
        assert act.reason is not None
        assert act.reason.endswith("tension is 30 (Cascadia comes nearest)" if "35" in otherwise else
                                   "tension is 30, needs 35 (Cascadia comes nearest)")  # fmt: skip


def test_what_falls_short_by_little_never_reads_as_enough() -> None:
    short = [*UNEQUAL[:1], worlds.state("B", cohesion=34.96)]
    weak = {"quantity": "cohesion", "of": "target", "at_least": 35, "otherwise": "it is too weak"}
    strong = {"quantity": "cohesion", "of": "target", "at_most": 34.9, "otherwise": "it is too strong"}
    for condition, told in ((weak, "cohesion is 34.9, needs 35"), (strong, "cohesion is 35, at most 34.9")):
        rows = {**ROWS, "actions": [action(effects=[], requires=[condition])]}
        played = worlds.game(worlds.scenario(short), worlds.library(rows))
        assert told in against(option(desk(played, opening(played), "a"), "act"))["B"]


def test_a_reason_gives_away_no_other_states_capital() -> None:
    rich = {"quantity": "capital", "of": "target", "at_least": 90, "otherwise": "it is too poor"}
    played = played_with(action(effects=[], requires=[rich]))
    act = option(desk(played, opening(played), "a"), "act")
    assert set(against(act).values()) == {"it is too poor"}
    assert act.reason == "it is too poor"


def test_each_reason_is_told_once_with_all_whom_it_keeps_out_in_the_scenarios_order() -> None:
    weak = {"quantity": "cohesion", "of": "target", "at_most": 30, "otherwise": "it is not weak"}
    trusted = {"quantity": "trust", "of": "pair", "at_least": 0, "otherwise": "no trust"}
    states = [worlds.state(key, cohesion=40 if key in "BD" else 20) for key in "ABCDE"]
    rows = {**ROWS, "actions": [action(effects=[], requires=[trusted, weak])]}
    played = worlds.game(worlds.scenario(states), worlds.library(rows))

    act = option(desk(played, opening(played), "a"), "act")

    assert act.reason is None
    assert act.targets == ["C", "E"]
    assert [(row.reason, row.targets) for row in act.not_now] == [
        ("it is not weak; cohesion is 40, at most 30", ["B", "D"])
    ]


def test_ones_own_state_can_be_proposed_where_the_institution_may_decide_it() -> None:
    played = game()
    rows = {(row.resolution, row.institution): row for row in desk(played, opening(played), "a").tabling}
    quota = rows["quota", "fund"]
    assert "A" in quota.targets
    tabled = {"tabled": [{"resolution": "quota", "institution": "fund", "target": "A"}]}
    assert played.faults("a", tabled) == ()
    # And it is on the next docket, about its own sponsor
    after = played.play({"a": tabled})
    (item,) = project.public_board(stored(played, after), played.catalogue).docket
    assert (item.target, item.sponsors, item.scheduled) == ("A", ["A"], False)
    # But not by a state that has no vote there
    assert [row.reason for row in rows["quota", "new_bank"].not_now] == ["your state has no vote there now"]


def test_what_one_asks_for_oneself_takes_effect_when_it_is_passed() -> None:
    item = {"turn": 1, "resolution": "quota", "institution": "fund", "target": "A", "sponsor": "A"}
    played = game(docket=[item])
    turn = played.play({seat: {"votes": {"t1-1": "yes"}} for seat in "abc"})
    gained = [line for line in played.lines(turn) if line.rule.startswith("resolution.")]
    assert [(line.variable, line.delta > 0) for line in gained] == [("quota.A", True)]


def test_a_docket_item_says_whether_the_scenario_put_it_there() -> None:
    docket = [{"turn": 1, "resolution": "accord", "institution": "assembly", "sponsor": "B"}]
    (item,) = public(game(docket=docket)).docket
    assert (item.scheduled, item.sponsors) == (True, ["B"])


def test_an_objective_tells_its_number_and_how_far_it_has_to_go() -> None:
    states = [worlds.state("A", economy=44), worlds.state("B")]
    seats = worlds.scenario(states)["seats"]
    seats[0]["objectives"] = [
        {"key": "rich", "text": "Be rich.", "points": 5, "path": "states.A.economy", "at_least": 60},
        {"key": "grow", "text": "Grow.", "points": 5, "path": "states.A.economy", "rises_by": 3},
        {"key": "own", "text": "Mix.", "points": 5, "path": "states.A.stance.liberal", "at_most": 20,
         "hidden": True},
    ]  # fmt: skip
    played = worlds.game(worlds.scenario(states, seats=seats), worlds.library(ROWS))
    kept = opening(played)
    rich, grow, own = desk(played, kept, "a").objectives
    assert (rich.key, rich.text, rich.points) == ("rich", "Be rich.", 5)
    assert [one.hidden for one in (rich, grow, own)] == [False, False, True]
    assert (rich.test, rich.now, rich.wanted, rich.met) == ("at_least", 44, 60, False)
    assert (rich.subject, rich.variable) == ("state:A", "economy")
    assert (grow.test, grow.now, grow.wanted) == ("rises_by", 0, 3)
    # Shares are told in percent, as objectives are written
    assert (own.now, own.wanted, own.variable) == (25, 20, "stance.liberal")
    # A debrief reads them without the rest of the desk
    alone = project.objectives(kept, played.catalogue, played.theory, played.opening, "a")
    assert alone == [rich, grow, own]


def test_what_came_for_this_turn_is_on_the_board_and_asks_whom_it_hit() -> None:
    riot = {"turn": 1, "event": "riot", "state": "A"}
    played = worlds.game(
        worlds.scenario([worlds.state("A"), worlds.state("B")], events=[riot]), worlds.library(ROWS)
    )
    kept = opening(played)
    assert [(event.event, event.state) for event in public(played).events] == [("riot", "A")]
    assert [event.choices for event in desk(played, kept, "a").answers] == [["wait", "repress"]]
    assert desk(played, kept, "b").answers == []


def test_a_desk_says_whose_it_is_of_which_turn_and_what_there_is_to_vote_on() -> None:
    docket = [
        {"turn": 1, "resolution": "accord", "institution": "assembly", "sponsor": "A"},
        {"turn": 1, "resolution": "quota", "institution": "new_bank", "target": "B", "sponsor": "B"},
    ]
    played = game(docket=docket)
    following = stored(played, played.play())

    member, outsider = (desk(played, opening(played), seat) for seat in "bc")
    assert (member.seat, member.state, member.turn) == ("b", "B", 0)
    assert (member.votes, outsider.votes) == (["t1-1", "t1-2"], ["t1-1"])
    assert desk(played, following, "c").turn == 1


def test_the_desk_says_what_capital_comes_in_each_turn() -> None:
    rich, poor = (
        worlds.game(
            worlds.scenario([worlds.state("A", cohesion=cohesion, standing=40), worlds.state("B")]),
            worlds.library(ROWS),
        )
        for cohesion in (80, 30)
    )
    told = [desk(played, opening(played), "a").capital_income for played in (rich, poor)]

    theory = rich.theory
    assert told[0] == pytest.approx(
        theory.income_base + theory.income_cohesion * 80 + theory.income_standing * 40
    )
    assert told[0] - told[1] == pytest.approx(theory.income_cohesion * 50)


def test_a_stance_is_free_around_home_and_the_establishment_holds_a_part_of_a_change_back() -> None:
    lopsided = worlds.state(
        "A", military=30, predisposition={"liberal": 3, "conservative": 7}, mood={"transformative": 10}
    )
    played = worlds.game(worlds.scenario([lopsided, worlds.state("B")]), worlds.library(ROWS))
    price, weight = desk(played, opening(played), "a").stance_price, played.theory.predisposition_weight

    assert price.home == pytest.approx(
        {
            "liberal": 0.3 * weight,
            "transformative": 1 - weight,
            "mercantilist": 0,
            "conservative": 0.7 * weight,
        },
        abs=1e-4,
    )
    assert price.free == stances.FREE
    assert price.held_back == pytest.approx(played.theory.stance_inertia * 0.3)
    assert price.held_back > 0


def test_the_price_of_a_stance_is_that_of_the_theory() -> None:
    played = played_with(action(effects=[]))
    price = desk(played, opening(played), "a").stance_price
    assert (price.departure, price.swing) == (
        played.theory.stance_cost_departure,
        played.theory.stance_cost_swing,
    )
    assert price.departure > 0


def test_a_world_without_institutions_has_a_board_all_the_same() -> None:
    played = worlds.game(worlds.scenario([worlds.state("A"), worlds.state("B")]), worlds.library({}))
    assert public(played).institutions == {}


def test_a_seat_sees_how_every_other_state_stands_to_it_ordinary_or_not() -> None:
    played = played_with(action(effects=[]))
    kept = opening(played)
    board = desk(played, kept, "a")
    assert set(board.relations) == {"B", "C"}
    assert (board.relations["B"].trust.value, board.relations["B"].tension.value) == (31, 12)
    # It is the same relation from the other side, and the one that the public list has where it is listed
    back = desk(played, kept, "b").relations["A"]
    assert (back.trust, back.tension, back.agreement) == (
        board.relations["B"].trust,
        board.relations["B"].tension,
        board.relations["B"].agreement,
    )
    for pair in public(played).pairs:
        if pair.a == "A":
            row = board.relations[pair.b]
            assert (pair.trust, pair.tension) == (row.trust.value, row.tension.value)
            assert pair.agreement == row.agreement


def test_a_relation_tells_how_the_last_turn_moved_it() -> None:
    sanction = next(row for row in ROWS["actions"] if row["key"] == "invade")
    played = played_with(sanction)
    after = played.play({"a": {"actions": [{"action": "invade", "target": "B"}]}})
    moved = sum(
        line.delta for line in played.lines(after) if (line.subject, line.variable) == ("pair:A:B", "tension")
    )
    tension = desk(played, stored(played, after), "a").relations["B"].tension
    assert tension.change == pytest.approx(moved)
    assert tension.value == pytest.approx(12 + moved)


def public(played: worlds.Game) -> PublicBoard:
    return project.public_board(opening(played), played.catalogue)


def test_what_is_at_stake_is_told_in_what_it_counts_at_rest_and_what_raises_it() -> None:
    board = public(played_with(action(effects=[])))
    for ground in words.GROUNDS:
        parts = board.at_stake[ground]
        assert parts.rest + parts.raised == pytest.approx(board.stakes[ground], abs=0.11)
        assert parts.raised == pytest.approx(2 * parts.rest * parts.by / 100, abs=0.11)
    # And each points at where that shows most
    assert board.at_stake["non_alignment"].subject == "pair:A:C"
    assert board.at_stake["institutions"].subject == "institution:climate_talks"
    assert board.at_stake["markets"].subject is None


def test_an_index_is_the_sum_of_the_parts_that_the_board_gives() -> None:
    board = public(played_with(action(effects=[])))
    for key, gauge in board.indices.items():
        parts = board.measured[key]
        assert sum(part.value for part in parts) == pytest.approx(gauge.value, abs=0.01)
        assert sum(part.most or 0 for part in parts) == 100


def test_a_gauge_of_the_system_follows_from_the_parts_that_the_board_gives() -> None:
    board = public(played_with(action(effects=[])))
    parts = {part.key: part.value for key in words.SYSTEM_GAUGES for part in board.measured[key]}

    def of(gauge: str) -> Any:
        return pytest.approx(board.system[gauge].value, abs=0.2)

    assert parts["hegemony.concentration"] * parts["hegemony.claimed"] / 100 == of("hegemony")
    assert parts["pluralism.orders"] * parts["pluralism.recognised"] / 100 == of("pluralism")
    gaps = sum(parts[f"power_legitimacy_gap.{key}"] for key in words.GLOBALISMS)
    assert min(gaps, 100) == of("power_legitimacy_gap")
    top, middle, ground = (parts[f"floor_balance.{floor}"] for floor in ("top", "middle", "ground"))
    assert 50 + 50 * (top - ground) / (top + middle + ground) == of("floor_balance")


def test_every_part_on_the_board_has_a_name() -> None:
    told = texts(load("crash-course"))
    board = public(played_with(action(effects=[])))
    assert {part.key for parts in board.measured.values() for part in parts} == set(told["measures"])
    assert set(board.at_stake) == set(told["stakes"])


@pytest.mark.parametrize(("face", "radical"), [(39.9, False), (40, True)])
def test_an_order_is_called_radical_from_where_claims_count_as_large(face: float, radical: bool) -> None:
    plain = worlds.scenario(UNEQUAL)["globalisms"]
    loud = {**plain, "transformative": {**plain["transformative"], "faces": {"vanguardist": face}}}
    played = played_with(action(effects=[]), globalisms=loud)
    view = public(played).globalisms["transformative"]
    assert view.radicalisation.value == pytest.approx(face, abs=0.01)
    assert view.radical == radical
