"""The one filter out: an audience sees what is public and its own, and hidden things change no byte of it."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from tests.documents import read_yaml
from tests.rules import worlds
from tests.rules.test_cases import CASES

from comity.rules import account, news, project, subjects
from comity.rules.board import STATE_NUMBERS
from comity.rules.codec import Stored, canonical, decode, encode
from comity.rules.news import HIDDEN
from comity.rules.resolve import Resolution
from comity.rules.views import ActionOption, CauseDeed, TablingOption

ROWS = read_yaml(CASES / "library.yaml")
MEDDLING = {"actions": [{"action": "meddle", "target": "B"}]}


def game(*, capital: int = 40, **rest: Any) -> worlds.Game:
    states = [
        worlds.state("A", name="Arcadia", capital=capital),
        worlds.state("B", name="Borduria"),
        worlds.state("C"),
    ]
    return worlds.game(worlds.scenario(states, **rest), worlds.library(ROWS))


def stored(played: worlds.Game, resolution: Resolution) -> Stored:
    told = news.chronicle(played.opening, resolution.world, resolution.record, played.catalogue)
    return Stored(resolution.world, played.opening.values[0], told)


def opening(played: worlds.Game) -> Stored:
    world = played.opening
    return Stored(world, world.values[0], news.opening_chronicle(world, played.catalogue))


def board(played: worlds.Game, kept: Stored) -> bytes:
    return canonical(asdict(project.public_board(kept, played.catalogue)))


def desk(played: worlds.Game, kept: Stored, seat: str) -> Any:
    return project.seat_board(kept, played.catalogue, played.theory, played.opening, seat)


def against(option: ActionOption | TablingOption) -> dict[str, str]:
    """What stands against each target."""
    return {target: row.reason for row in option.not_now for target in row.targets}


def test_political_capital_is_for_its_own_seat_only() -> None:
    # Given two worlds that differ in nothing but A's political capital
    played = game()
    values = played.opening.values.copy()
    values[0, played.opening.layout.offsets["capital"]] += 7_000
    richer = replace(opening(played), world=replace(played.opening, values=values))
    # Then everybody else sees the same bytes, and A does not
    assert board(played, opening(played)) == board(played, richer)
    assert desk(played, opening(played), "b") == desk(played, richer, "b")
    assert desk(played, opening(played), "a") != desk(played, richer, "a")


def test_a_covert_act_shows_its_effect_and_hides_its_author() -> None:
    played = game(movements=[{"movement": "greens", "strength": {}, "elsewhere": 20}])
    resolution = played.play({"a": MEDDLING})
    assert "meddle" not in board(played, stored(played, resolution)).decode()
    lines = {
        reader: [
            line
            for line in played.lines(resolution, reader=index, reveal=False)
            if line.rule.startswith("action.")
        ]
        for reader, index in (("a", 0), ("b", 1), ("public", None))
    }
    assert [line.because for line in lines["public"]] == [HIDDEN]
    assert [line.because for line in lines["b"]] == [HIDDEN]
    assert [(line.rule, line.deed, line.hidden) for line in (*lines["public"], *lines["b"])] == [
        ("action.hidden", None, True),
        ("action.hidden", None, True),
    ]
    assert lines["a"][0].deed == CauseDeed("action", "meddle", "A", "state", "B")
    assert lines["a"][0].because == "Arcadia backs a movement in Borduria"
    assert [line.delta for line in lines["public"]] == [line.delta for line in lines["a"]]


def test_who_acted_covertly_changes_nothing_that_outsiders_read() -> None:
    # Given two worlds in which another of two like states did the same in secret
    played = game(movements=[{"movement": "greens", "strength": {}, "elsewhere": 20}])
    one, other = (stored(played, played.play({seat: MEDDLING})) for seat in ("a", "c"))
    assert board(played, one) == board(played, other)
    assert desk(played, one, "b") == desk(played, other, "b")
    assert any(HIDDEN in notice for notice in desk(played, one, "b").notices)


def test_who_acted_covertly_changes_no_ledger_line_that_others_read() -> None:
    # Given two worlds in which another of two like states did the same in secret
    played = game(movements=[{"movement": "greens", "strength": {}, "elsewhere": 20}])
    turns = [played.play({seat: MEDDLING}) for seat in ("a", "c")]
    # Then the target and the public read the same lines of what it did, and no line of them names a deed
    for reader in (1, None):
        one, other = (
            [line for line in played.lines(turn, reader=reader, reveal=False) if line.hidden]
            for turn in turns
        )
        assert one
        assert one == other
        assert {line.deed for line in one} == {None}
    # And nobody but its author reads of it in keys
    for reader, sees in ((0, True), (1, False), (2, False), (None, False)):
        deeds = [line.deed for line in played.lines(turns[0], reader=reader, reveal=False)]
        assert any(deed is not None and deed.key == "meddle" for deed in deeds) is sees


def test_a_line_carries_its_deed_in_keys_and_a_rule_of_the_engine_has_none() -> None:
    docket = [{"turn": 1, "resolution": "accord", "institution": "assembly", "sponsor": "A"}]
    played = game(docket=docket)
    lines = played.lines(played.play({seat: {"votes": {"t1-1": "yes"}} for seat in "abc"}))
    of = {line.rule.split(".")[0]: line.deed for line in lines}
    # Who tabled a resolution has not done what was passed
    assert of["resolution"] == CauseDeed("resolution", "accord", None, "none", None)
    assert of["institution"] is None


def test_every_vote_is_public_with_what_was_asked_in_keys() -> None:
    docket = [{"turn": 1, "resolution": "accord", "institution": "assembly", "sponsor": "A"}]
    played = game(docket=docket)
    moves = {"a": {"votes": {"t1-1": "yes"}}, "b": {"votes": {"t1-1": "no"}}}
    (tally,) = project.public_board(stored(played, played.play(moves)), played.catalogue).tallies
    assert (tally.resolution, tally.institution, tally.target) == ("accord", "assembly", None)
    assert (tally.yes, tally.no, tally.abstain, tally.passed) == (1, 1, 1, False)
    assert tally.roll_call == {"A": "yes", "B": "no", "C": "abstain"}
    assert (tally.vetoed, tally.vetoed_by) == (False, [])


def test_a_board_that_was_stored_without_the_keys_of_a_vote_shows_none() -> None:
    kept = opening(game())
    old = {**kept.chronicle, "tallies": [{"id": "t1-1", "text": "Asked.", "passed": True}]}
    assert project.public_board(replace(kept, chronicle=old), game().catalogue).tallies == []


def test_headlines_name_in_keys_what_was_done_by_whom_to_whom() -> None:
    played = game()
    turn = played.play({"a": {"actions": [{"action": "invade", "target": "B"}]}})
    told = {row.kind: row for row in project.public_board(stored(played, turn), played.catalogue).headlines}
    assert told["action"].about == ["action:invade", "state:A", "state:B"]
    assert told["action"].text.startswith("Arcadia ")
    assert "Borduria" in told["action"].text


def test_a_covert_blow_at_a_partner_does_not_name_who_broke_faith() -> None:
    # Given a covert act that is hostile, and a pact between its author and its target
    blow = next(row for row in ROWS["actions"] if row["key"] == "invade")
    covert = {**ROWS, "actions": [{**blow, "covert": True}, *(row for row in ROWS["actions"] if row != blow)]}
    states = [worlds.state(key, capital=40) for key in "ABC"]
    played = worlds.game(worlds.scenario(states), worlds.library(covert))
    compact = {one: {"actions": [{"action": "compact", "target": other}]} for one, other in ("aB", "bA")}
    agreed = played.play(compact)
    assert int(agreed.world["pact"].max()) > 0
    # When the one strikes the other in secret
    struck = played.play({"a": {"actions": [{"action": "invade", "target": "B"}]}}, world=agreed.world)
    # Then no public line tells of a pact that ends, or of anything that the author did or lost
    rules = {line.rule for line in played.lines(struck, reveal=False)}
    assert "pact.broken" not in rules
    by_the_hidden = {row.subject for row in played.lines(struck, reveal=False) if row.because == HIDDEN}
    assert "state:B" in by_the_hidden
    assert not {subject for subject in by_the_hidden if subject.split(":")[0] == "state"} - {"state:B"}


def test_the_debrief_opens_every_cause() -> None:
    played = game(movements=[{"movement": "greens", "strength": {}, "elsewhere": 20}])
    lines = played.lines(played.play({"a": MEDDLING}), reveal=True)
    assert HIDDEN not in {line.because for line in lines}
    assert {"state:A", "state:B"} <= {line.subject for line in lines if line.variable == "capital"}


def test_a_seats_board_tells_why_an_action_is_not_possible() -> None:
    options = {row.action: row for row in desk(game(), opening(game()), "a").actions}
    assert options["mandated"].reason == "needs a mandate"
    assert options["boast"].reason is None
    assert {*options["bargain"].targets, *against(options["bargain"])} == {"B", "C"}
    poor = game(capital=2)
    reasons = {row.action: row.reason for row in desk(poor, opening(poor), "a").actions}
    assert reasons["boast"] == "costs 6 political capital; you have 2"


def test_a_seats_board_tells_what_its_score_is_made_of() -> None:
    played = game()
    later = desk(played, stored(played, played.play({"b": {"actions": [{"action": "boast"}]}})), "a")
    assert later.score_parts["start"] == 50
    assert any(value != 0 for part, value in later.score_parts.items() if part != "start")
    assert sum(later.score_parts.values()) == pytest.approx(later.score, abs=0.002)


def test_a_seats_board_tells_how_many_actions_a_move_may_have() -> None:
    played = game(actions_per_turn=2)
    three = {"actions": [{"action": "boast"}, {"action": "build_up"}, {"action": "reform"}]}
    assert desk(played, opening(played), "a").actions_limit == 2
    assert [fault.code for fault in played.faults("a", three)] == ["too_many_actions"]


def test_every_change_on_the_board_is_the_sum_of_its_causes() -> None:
    played = game(relations=[{"between": ["A", "B"], "tension": 60, "sanctions": [50, 0]}])
    resolution = played.play({"a": {"stance": {"liberal": 10}, "actions": [{"action": "boast"}]}})
    shown = project.public_board(stored(played, resolution), played.catalogue)
    data = account.encode(resolution.ledger, 1) if resolution.ledger else b""
    lines = list(
        account.lines(account.read(data), played.catalogue, subjects.names(played.catalogue), {}, reader=None)
    )

    def caused(subject: str, variable: str) -> float:
        return sum(line.delta for line in lines if (line.subject, line.variable) == (subject, variable))

    for key, state in shown.states.items():
        for name in STATE_NUMBERS:
            assert getattr(state, name).change == pytest.approx(caused(f"state:{key}", name))
    for key, gauge in (shown.indices | shown.system).items():
        assert gauge.change == pytest.approx(caused("system", key))
    for key, view in shown.globalisms.items():
        for name in ("prevalence", "legitimacy", "claim", "recognition", "radicalisation"):
            assert getattr(view, name).change == pytest.approx(caused(f"globalism:{key}", name))


def test_a_stored_world_reads_back_byte_for_byte() -> None:
    played = game(docket=[{"turn": 1, "resolution": "accord", "institution": "assembly", "sponsor": "A"}])
    kept = stored(played, played.play({"a": {"votes": {"t1-1": "yes"}}}))
    data = encode(kept)
    again = decode(data, played.catalogue.layout, events=len(played.catalogue.events.keys))
    assert encode(again) == data
    assert board(played, again) == board(played, kept)


def test_bytes_of_another_world_are_refused() -> None:
    data = encode(opening(game()))
    other = worlds.game(worlds.scenario([worlds.state("A"), worlds.state("B")]), worlds.library(ROWS))
    with pytest.raises(ValueError, match="quantities where the scenario has"):
        decode(data, other.catalogue.layout, events=len(other.catalogue.events.keys))
    with pytest.raises(ValueError, match="unknown format"):
        decode(b'{"format":99}', other.catalogue.layout, events=0)
