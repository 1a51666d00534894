"""What appears later in a rulebook is told without further code: rules, actions, events, agreements."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.lab.games import tiny, told

from comity.lab.playouts import Playout
from comity.lab.quick_par import SeatPar
from comity.lab.story import broad, deeds, frame, tell, text
from comity.lab.story.chapter import Chapter
from comity.lab.story.facts import gather
from comity.lab.story.ladder import rung
from comity.lab.story.lexicon import Lexicon
from comity.lab.story.phrases import Phrases
from comity.lab.story.worth import worth
from comity.rules.prose import raised
from comity.rules.views import CauseDeed, CauseLine
from comity.scenarios.load import load
from comity.scenarios.schema.tables import RuleText


def words(*moves: dict[str, object], **rest: Any) -> str:
    return " ".join(text(tiny(list(moves), **rest).story).split())


def action(key: str, target: str | None = None) -> dict[str, object]:
    return {"action": key, "target": target} if target else {"action": key}


def test_a_game_without_moves_votes_and_events_says_that_it_is_quiet() -> None:
    said = words(docket=[], events=[])
    assert "Turn 1 is quiet: nobody acts, nothing is voted, and no event comes." in said
    assert "Turn 2 is quiet" in said


def test_a_turn_in_which_somebody_acts_is_not_quiet() -> None:
    said = words({"turn": 1, "seat": "aaa", "actions": [action("reform")]}, docket=[], events=[])
    assert "Turn 1 is quiet" not in said
    assert "Turn 2 is quiet" in said


def test_an_action_of_any_rulebook_is_told_by_who_did_what_to_whom() -> None:
    said = words({"turn": 1, "seat": "aaa", "actions": [action("aid", "BBB")]}, docket=[], events=[])
    assert "**State BBB** sees State AAA give aid to it (economy +1.3)." in said


def test_an_agreement_is_told_once_of_both() -> None:
    said = words(
        {"turn": 1, "seat": "aaa", "actions": [action("compact", "BBB")]},
        {"turn": 1, "seat": "bbb", "actions": [action("compact", "AAA")]},
        docket=[],
        events=[],
    )
    assert said.count("sign a compact") + said.count("signs a compact") == 1
    assert "State AAA and State BBB sign a compact with each other." in said


def line(rule: str, delta: float, because: str, before: float = 50.0) -> CauseLine:
    return CauseLine(1, rule, "state:COL", "cohesion", before, delta, before + delta, because)


def test_a_rule_is_told_by_its_clause_and_without_one_by_its_name() -> None:
    lexicon = Lexicon(told("crash-course", 1).scenario)
    row = lexicon.rules["tension.sanctions"]
    assert lexicon.rule("tension.sanctions") == row.told == "sanctions keep tension up"
    lexicon.__dict__["rules"] = {"new.rule": RuleText(name="Something new", words="New.", source="Test.")}
    assert (
        lexicon.rule("new.rule")
        == "\N{LEFT DOUBLE QUOTATION MARK}Something new\N{RIGHT DOUBLE QUOTATION MARK} is at work"
    )


def test_a_rule_that_nobody_named_shows_no_key() -> None:
    one = told("crash-course", 1)
    ledger = [line("secret.rule", -20.0, "secret.rule")]
    said = text(tell(one.scenario, replace(one.game, ledger=ledger)))
    assert "cohesion falls by 20.0 to 30.0" in said
    assert "secret" not in said


def test_a_quantity_that_nobody_named_shows_no_key() -> None:
    lexicon = Lexicon(told("crash-course", 1).scenario)
    assert lexicon.variable("new_thing") == "new thing"
    assert lexicon.variable("new_thing.far_side") == "far side new thing"
    assert lexicon.variable("face.new_face") == "new face face"


def test_a_war_that_ends_the_game_is_told_on_the_lines_of_war() -> None:
    one = told("crash-course", 1)
    headline = {"kind": "nuclear_war", "text": "The game is over for everyone.", "about": ["system"]}
    rows: list[Mapping[str, Any]] = [{"headlines": [headline], "notices": {}, "tallies": []}]
    lost = replace(one.game, ledger=[line("war", -9.0, "War")], chronicles=rows)
    assert "The game is over for everyone." in {said.text for said in tell(one.scenario, lost).sentences()}
    calm = replace(lost, ledger=[line("growth", -9.0, "Growth")])
    assert not [said for said in tell(one.scenario, calm).sentences() if said.kind == "crisis"]


def test_a_cause_that_is_told_is_not_told_beside_another() -> None:
    one = told("crash-course", 1)
    phrases = Phrases(Lexicon(one.scenario), {}, {})
    ledger = [line("war", -9.0, "War"), line("society.unrest", -3.0, "Unrest", 41.0)]
    (fact,) = gather(ledger, range(2), {}).values()
    assert phrases.because(fact) == (
        "as war takes its toll (\N{MINUS SIGN}9.0) and movements stand against a government far from society"
        " (\N{MINUS SIGN}3.0)"
    )
    assert phrases.because(fact, named={"society.unrest"}) == "as war takes its toll (\N{MINUS SIGN}9.0)"


def test_causes_of_one_quantity_are_summed_and_the_one_that_carried_the_change_comes_first() -> None:
    ledger = [line("a", -1.0, "A"), line("b", 3.0, "B", 49.0), line("a", -0.5, "A", 52.0)]
    (fact,) = gather(ledger, range(3), {}).values()
    assert (fact.change, fact.after, fact.lines) == (1.5, 51.5, (0, 1, 2))
    assert [(cause.source, cause.amount, cause.lines) for cause in fact.causes] == [
        ("b", 3.0, (1,)),
        ("a", -1.5, (0, 2)),
    ]
    assert fact.main().source == "b"


def test_what_is_worth_telling_is_large_beside_its_room_and_no_fine_print() -> None:
    def of(variable: str, before: float, delta: float) -> float:
        one = CauseLine(1, "rule", "state:COL", variable, before, delta, before + delta, "Rule")
        (fact,) = gather([one], [0], {}).values()
        return worth(fact)

    assert of("cohesion", 50, 1.4) == 0.0
    assert of("cohesion", 50, 10) < of("cohesion", 20, 10)
    assert of("grievance.arms", 50, 10) < of("cohesion", 50, 10)
    assert of("capital", 50, 40) == of("stance.liberal", 0.1, 0.6) == 0.0


def test_the_frame_tells_only_of_whom_and_what_the_ledger_knows() -> None:
    one = told("crash-course", 1)
    lexicon = Lexicon(one.scenario)
    (table,) = frame.opening(lexicon, [line("upheaval", -9.0, "Upheaval")])
    assert table.text == "Columbia sits at the table."
    assert list(frame.opening(lexicon, [])) == []
    assert list(frame.ending(lexicon, replace(one.game, ledger=[]))) == []


def test_of_many_at_the_table_the_first_and_the_last_are_named() -> None:
    world = load("whole-world-2019")
    states = [
        replace(line("upheaval", -9.0, "Upheaval"), subject=f"state:{key}")
        for key in world.catalogue.states.keys
    ]
    (table,) = frame.opening(Lexicon(world), states)
    assert table.text == "193 states, from Afghanistan to Zimbabwe, sit at the table."
    (table,) = frame.opening(Lexicon(world), states[:2])
    assert table.text == "Afghanistan and Angola sit at the table."


def test_a_rule_that_several_deeds_called_forth_is_one_cause() -> None:
    ledger = [line("cynicism", -2.0, "Hansa: one thing"), line("cynicism", -1.0, "Hansa: another", 48.0)]
    (fact,) = gather(ledger, range(2), {"cynicism": "Called a cynic"}).values()
    assert [(cause.source, cause.amount) for cause in fact.causes] == [("cynicism", -3.0)]


def test_a_deed_is_known_by_its_keys_and_by_no_word_of_the_ledger() -> None:
    # Given lines whose words say nothing, or tell of something else
    catalogue = told("crash-course", 1).scenario.catalogue
    raised = CauseDeed("action", "tariffs", "HAN", "state", "RUR")
    granted = CauseDeed("resolution", "rescue_loan", None, "state", "LEM")
    ledger = [
        replace(line("action.tariffs", -2.0, "x"), deed=raised),
        replace(line("capital.spent", -4.0, "Serica: sleep"), deed=raised),
        replace(line("cynicism", -1.0, "x"), deed=raised),
        replace(line("resolution.rescue_loan", 3.0, "x"), deed=granted),
        line("action.tariffs", 1.0, "Hansa: raise tariffs against a state (Ruritania)"),
    ]
    # When they are gathered
    found = deeds.gather(catalogue, ledger, range(5))
    # Then each deed has all lines that it is behind, and words alone make none
    assert {what: deed.lines for what, deed in found.items()} == {raised: (0, 1, 2), granted: (3,)}


def test_an_agreement_that_is_signed_and_holds_in_one_turn_is_one_deed() -> None:
    catalogue = told("new-cold-war-2014", 1).scenario.catalogue
    key = catalogue.actions.keys[catalogue.pacts[0]]
    signed = CauseDeed("action", key, "FRA", "state", "DEU")
    holds = replace(signed, kind="pact")
    ledger = [
        replace(line(f"pact.{key}", 1.0, "x"), deed=holds),
        replace(line(f"action.{key}", 2.0, "x"), deed=signed),
    ]
    assert [deed.kind for deed in deeds.gather(catalogue, ledger, [0]).values()] == ["pact"]
    (both,) = deeds.gather(catalogue, ledger, [0, 1]).values()
    assert (both.kind, both.lines) == ("action", (0, 1))


def test_the_ladders_rungs_are_those_of_the_rules() -> None:
    assert [rung(value) for value in (0.0, 24.9, 25.0, 50.0, 70.0, 90.0)] == [
        "calm",
        "calm",
        "dispute",
        "confrontation",
        "militarised",
        "war",
    ]
    one = told("crash-course", 1)
    pair = CauseLine(
        1, "crisis.escalates", "pair:COL:SER", "escalation", 60.0, 31.0, 91.0, "The ladder climbs"
    )
    (story,) = [
        sentence
        for sentence in tell(one.scenario, replace(one.game, ledger=[pair])).sentences()
        if sentence.kind == "crisis"
    ]
    assert story.text == "War opens between Columbia and Serica, as tension climbs the ladder (+31.0)."
    assert story.lines == (0,)


def test_the_same_agreement_of_several_pairs_is_told_in_one_breath() -> None:
    said = words(
        {"turn": 1, "seat": "aaa", "actions": [action("compact", "BBB")]},
        {"turn": 1, "seat": "bbb", "actions": [action("compact", "AAA")]},
        {"turn": 1, "seat": "ccc", "actions": [action("compact", "DDD")]},
        {"turn": 1, "seat": "ddd", "actions": [action("compact", "CCC")]},
        states=4,
        docket=[],
        events=[],
    )
    assert "State AAA signs a compact with State BBB, and State CCC with State DDD." in said


def test_what_several_did_to_one_is_told_together_with_what_came_of_it() -> None:
    said = words(
        {"turn": 1, "seat": "aaa", "actions": [action("aid", "CCC")]},
        {"turn": 1, "seat": "bbb", "actions": [action("aid", "CCC")]},
        states=3,
        docket=[],
        events=[],
    )
    assert "**State CCC** sees State AAA and State BBB give aid to it (economy +1.3 each)." in said


def test_an_event_is_told_by_its_name_and_how_its_text_begins() -> None:
    said = text(told("crash-course", 7).story).replace("\n", " ")
    assert "**Arcadia.** The children walk out: Schools in Arcadia stand empty on a Friday; its" in said


def test_of_many_states_the_number_is_told_and_three_by_name() -> None:
    lexicon = Lexicon(load("whole-world-2019"))
    keys = list(lexicon.states)
    assert lexicon.crowd(keys[:2]) == "Afghanistan and Angola"
    assert lexicon.crowd(keys) == "193 states (among them the United States, China and Japan)"
    assert lexicon.crowd(keys, "FJI") == "193 states (among them Fiji, the United States and China)"


def test_who_feels_a_deed_most_is_named_only_where_one_state_does() -> None:
    states = [line("x", 1.0, "x")]
    one = told("crash-course", 1)
    chapter = Chapter.of(1, states, (0,), {}, Lexicon(one.scenario))

    def spread(*amounts: float) -> str:
        felt = dict(zip(("COL", "SER", "HAN"), amounts, strict=False))
        return broad.spread(chapter, broad.Broad((), "cohesion", felt, ()))

    assert spread(-3.0, -2.0, -1.0) == "cohesion falls in 3 states, most in Columbia (\N{MINUS SIGN}3.0)"
    assert spread(2.0, 2.01, 2.0) == "cohesion rises in 3 states (+2.0 each)"
    assert spread(2.0, 2.0, 1.0) == "cohesion rises in 3 states (+2.0 at most)"


def test_the_opening_tells_which_quarrels_stand_from_the_highest_down() -> None:
    one = told("crash-course", 1)
    pairs = [
        CauseLine(1, "x", f"pair:{pair}", "escalation", before, 1.0, before + 1, "x")
        for pair, before in (("COL:SER", 30.0), ("HAN:RUR", 55.0), ("ARC:LEM", 26.0), ("COL:LEM", 3.0))
    ]
    (*_, said) = frame.opening(Lexicon(one.scenario), pairs)
    assert said.text == (
        "Open from the start: a confrontation between Hansa and Ruritania; disputes between Columbia and"
        " Serica and between Arcadia and Lemuria."
    )
    assert said.lines == (0, 1, 2)
    assert "LEM" in said.about


def test_the_reckoning_tells_what_was_missed() -> None:
    one = told("crash-course", 7)
    rows = {row.text.split(",")[0]: row.text for row in one.story.sentences() if row.kind == "score"}
    for seat in one.scenario.catalogue.seats:
        name = one.scenario.catalogue.states.names[seat.state]
        _, _, missed = rows[name].partition("Missed:")
        for goal in seat.objectives:
            assert (goal.text.rstrip(".") in missed) is not one.game.met[seat.key][goal.key]


def test_seats_are_reckoned_against_par_where_it_is_known() -> None:
    # Given a game in which the lower a seat's score is the more bots it stands above
    one = told("crash-course", 7)
    scores = one.game.document["scores"]
    by_score = sorted(scores, key=lambda seat: scores[seat])
    par = {seat: SeatPar(50, 40, 60, 0.9 - place / 10) for place, seat in enumerate(by_score)}

    def reckoned(game: Playout) -> list[str]:
        return [row.text for row in tell(one.scenario, game).sentences() if row.kind == "score"]

    rows, plain = reckoned(replace(one.game, par=par)), reckoned(one.game)
    catalogue = one.scenario.catalogue
    names = {seat.key: catalogue.states.names[seat.state] for seat in catalogue.seats}
    assert [row.partition(",")[0] for row in rows] == [names[seat] for seat in by_score]
    assert ", more than 90 of a hundred bots in its place: " in rows[0]
    # And where it is not known, by their scores
    assert [row.partition(",")[0] for row in plain] == [names[seat] for seat in reversed(by_score)]


def test_what_the_scenario_set_for_a_state_is_told_even_in_a_crowd() -> None:
    one = told("new-cold-war-2014", 1)
    events, states = one.scenario.catalogue.events, Lexicon(one.scenario).states
    rows = one.scenario.documents.scenario.events
    assert len(rows) > 10
    for row in rows:
        heads = {paragraph.head: paragraph.sentences for paragraph in one.story.sections[row.turn].paragraphs}
        where = heads.get(raised(states[row.state]), ()) if row.state else heads["The world"]
        title = events.names[events.keys.index(row.event)]
        assert any(title in sentence.text for sentence in where), row


def test_a_part_of_an_index_that_would_read_as_nothing_is_left_out() -> None:
    one = told("crash-course", 1)
    part = CauseLine(1, "balance.power", "system", "balance", 50.0, -0.04, 49.96, "x")
    rest = CauseLine(1, "unnamed", "system", "balance", 49.96, -0.03, 49.93, "x")
    said = text(tell(one.scenario, replace(one.game, ledger=[part, rest])))
    assert "Balance falls by 0.1 to 49.9." in said
