"""Faults of whole files: role sheets, briefings, strangers; and that all faults come together, in order."""

import re

import pytest
from tests.scenarios.builders import changed, role_sheet, scenario, sources
from tests.scenarios.test_refusals import line_of

from comity.scenarios.faults import ScenarioFault, ScenarioInvalid
from comity.scenarios.load import examine, load_sources
from comity.scenarios.roles import split, word_count

TWICE = role_sheet() + "\n## Hidden\n" + "word " * 20


@pytest.mark.parametrize(
    ("sheet", "code", "line", "fix"),
    [
        (role_sheet().replace("## Public", "## Publik"), "heading_missing", 1, "add a line `## Public`"),
        (role_sheet().replace("## Hidden", "### Hidden"), "heading_missing", 1, "add a line `## Hidden`"),
        (TWICE, "heading_twice", TWICE.count("\n"), "keep one"),
        (role_sheet(words_each=59), "wrong_length", 1, "120 to 250 words"),
        (role_sheet(words_each=126), "wrong_length", 1, "120 to 250 words"),
        (
            role_sheet().replace("# Your state", "# Your state\n\nSecret!"),
            "text_outside",
            1,
            "under `## Public`",
        ),
        ("# A\n\n## Public\n" + "word " * 130 + "\n## Hidden\n", "empty", 1, "should say"),
        (role_sheet("\x07"), "bad_character", 4, "remove it"),
    ],
)
def test_a_role_sheet_that_is_not_as_agreed_is_told(sheet: str, code: str, line: int, fix: str) -> None:
    faults = examine(sources(sheets={"roles/aaa.md": sheet})).faults
    fault = faults[0]
    assert (fault.file, fault.line, fault.code) == ("roles/aaa.md", line, code)
    assert fix in fault.fix


@pytest.mark.parametrize("words_each", [60, 125])
def test_role_sheets_of_120_and_250_words_are_taken(words_each: int) -> None:
    assert examine(sources(sheets={"roles/aaa.md": role_sheet(words_each=words_each)})).faults == ()


@pytest.mark.parametrize("name", ["scenario.yaml", "briefing.md", "roles/aaa.md", "library/actions.yaml"])
def test_a_missing_file_is_told(name: str) -> None:
    texts = sources()
    del texts[name]
    fault = examine(texts).faults[0]
    assert fault.code == "file_missing"
    assert name in (fault.file, *fault.fix.split())


@pytest.mark.parametrize(
    ("briefing", "code"),
    [("", "empty"), (" \n", "empty"), ("x" * 20_001, "too_long"), ("\x00", "bad_character")],
)
def test_a_briefing_that_cannot_be_shown_is_told(briefing: str, code: str) -> None:
    (fault,) = examine(sources(briefing=briefing)).faults
    assert (fault.file, fault.code) == ("briefing.md", code)


@pytest.mark.parametrize(
    "name", ["../secret", "roles/UPPER.md", "notes.txt", "library/extra.yaml", "roles/a/b.md"]
)
def test_a_file_that_belongs_to_no_scenario_is_told(name: str) -> None:
    faults = examine({**sources(), name: role_sheet()}).faults
    assert [(fault.file, fault.code) for fault in faults] == [(name, "odd_file")]


def test_too_many_files_and_too_many_words_are_told() -> None:
    sheets = {f"roles/r{number}.md": role_sheet() for number in range(260)}
    assert "too_many_files" in {fault.code for fault in examine(sources(sheets=sheets)).faults}
    long = {f"roles/r{number}.md": "x" * 400_000 for number in range(11)}
    assert ("scenario.yaml", "too_large") in {
        (row.file, row.code) for row in examine(sources(sheets=long)).faults
    }


def test_a_theory_with_a_coefficient_that_the_engine_does_not_know_is_told() -> None:
    texts = sources()
    text = texts["library/theories.yaml"].replace("stance_inertia:", "stance_intertia:", 1)
    faults = examine({**texts, "library/theories.yaml": text}).faults
    where = "theories.sakwa.coefficients"
    assert {(fault.code, fault.field, fault.fix) for fault in faults} == {
        ("unknown_key", f"{where}.stance_intertia", "did you mean stance_inertia?"),
        ("missing", f"{where}.stance_inertia", "add stance_inertia with a value and a source"),
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [("rivalry_trust", 0), ("escalation_threshold", 100), ("hegemony_threshold", 1), ("unrest", 20_000)],
)
def test_a_coefficient_that_the_rules_could_not_reckon_with_is_told(name: str, value: float) -> None:
    texts = sources()
    text = re.sub(rf"({name}:\n +value:) [0-9.]+", rf"\1 {value}", texts["library/theories.yaml"], count=1)
    (fault,) = examine({**texts, "library/theories.yaml": text}).faults
    assert (fault.code, fault.field) == ("out_of_range", f"theories.sakwa.coefficients.{name}.value")
    assert fault.fix.startswith("give a number from")


def test_a_misspelt_word_for_a_screen_is_told() -> None:
    texts = sources()
    text = texts["library/texts.yaml"].replace("  vanguardist:", "  vangardist:", 1)
    faults = examine({**texts, "library/texts.yaml": text}).faults
    assert ("faces.vangardist", "did you mean vanguardist?") in {(fault.field, fault.fix) for fault in faults}


def test_all_slips_are_told_in_one_pass_whatever_their_kind() -> None:
    document = scenario(theory="sakva")
    document = changed(document, "states.1.economy", 500)
    document = changed(document, "states.0.neigbours", ["BBB"])
    document = changed(document, "states.0.neighbours", ["ZZZ"])
    document = changed(document, "docket.0.institution", "NOWHERE")
    texts = sources(document, sheets={"roles/aaa.md": role_sheet(words_each=20)}, briefing="")
    told = {(fault.file, fault.field, fault.code) for fault in examine(texts).faults}
    assert told == {
        ("briefing.md", "", "empty"),
        ("roles/aaa.md", "", "wrong_length"),
        ("scenario.yaml", "states[1].economy", "less_than_equal"),
        ("scenario.yaml", "states[0].neigbours", "unknown_field"),
        ("scenario.yaml", "states[0].neighbours[0]", "unknown_key"),
        ("scenario.yaml", "theory", "unknown_key"),
        ("scenario.yaml", "docket[0].institution", "unknown_key"),
    }


def test_files_that_are_no_yaml_are_all_told_with_the_faults_of_the_others() -> None:
    texts = sources(changed(scenario(), "states.0.economy", "much"))
    texts |= {"library/blocs.yaml": "blocs: [\n", "library/rules.yaml": "rules: *x\n"}
    told = {(fault.file, fault.code) for fault in examine(texts).faults}
    assert told == {
        ("library/blocs.yaml", "not_yaml"),
        ("library/rules.yaml", "alias"),
        ("scenario.yaml", "float_type"),
    }


def test_what_names_a_faulty_entry_is_not_blamed_for_it() -> None:
    document = changed(scenario(states=3), "states.1.mood", {"liberal": 3})
    assert [fault.field for fault in examine(sources(document)).faults] == ["states[1].mood"]


def test_entries_after_a_faulty_one_keep_their_numbers_and_lines() -> None:
    document = changed(scenario(states=4), "states.1.stance", {"liberal": 3})
    document = changed(document, "states.3.neighbours", ["QQQ"])
    texts = sources(document)
    told = {fault.field: fault.line for fault in examine(texts).faults}
    assert told.keys() == {"states[1].stance", "states[3].neighbours[0]"}
    assert all(line == line_of(texts["scenario.yaml"], field) for field, line in told.items())


def test_faults_come_in_the_same_order_every_time() -> None:
    document = changed(changed(scenario(), "states.0.economy", 500), "seats.0.temperament", "plane")
    texts = sources(document, briefing="")
    faults = examine(texts).faults
    assert faults == examine(dict(reversed(texts.items()))).faults
    assert [(fault.file, fault.line) for fault in faults] == sorted(
        (fault.file, fault.line) for fault in faults
    )


def test_loading_raises_every_fault_and_says_them_in_plain_words() -> None:
    document = changed(changed(scenario(), "states.0.economy", 500), "theory", "sakva")
    with pytest.raises(ScenarioInvalid) as caught:
        load_sources(sources(document))
    assert {fault.code for fault in caught.value.faults} == {"less_than_equal", "unknown_key"}
    assert "theory: there is no theory sakva in this scenario. Did you mean sakwa?" in str(caught.value)


def test_a_theory_asked_for_that_is_not_there_is_told() -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        load_sources(sources(), theory="realistic")
    (fault,) = caught.value.faults
    assert (fault.field, fault.fix) == ("theory", "did you mean realist?")
    assert load_sources(sources(), theory="realist").theory.key == "realist"


def test_a_fault_reads_as_json_and_as_a_fault_of_the_web() -> None:
    (fault,) = examine(sources(changed(scenario(), "theory", "sakva"))).faults
    assert isinstance(fault, ScenarioFault)
    assert fault.as_json().keys() == {"file", "line", "field", "code", "message", "fix"}
    assert fault.as_fault().field == f"scenario.yaml:{fault.line} theory"


def test_a_role_sheet_is_split_into_its_two_parts() -> None:
    sheet = split("# Title\n\n## Public\nSeen.\n\n### More\nStill seen.\n\n## Hidden \nUnseen.\n")
    assert (sheet.public, sheet.hidden) == ("Seen.\n\n### More\nStill seen.", "Unseen.")
    assert split("## Hidden\nFirst.\n## Public\nThen.").hidden == "First."


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert word_count("The state's *anti-war* [movement](https://example.org/a-b) won.") == 5


def test_of_thousands_of_faults_the_first_are_told_and_the_rest_counted() -> None:
    strangers = [{"between": [f"X{number}", "AAA"], "trust": 5} for number in range(2000)]
    faults = examine(sources(scenario(relations=strangers))).faults
    assert len(faults) == 201
    assert (faults[-1].code, faults[-1].message) == ("and_more", "1800 more problems follow")
    misspelt = [{"between": ["AAA", "BBB"], "trsut": 5} for _ in range(2000)]
    faults = examine(sources(scenario(relations=misspelt))).faults
    assert "1900 more problems follow" in {fault.message for fault in faults}


@pytest.mark.parametrize("text", ["", "x", "- 1", "[]"])
def test_a_file_without_fields_is_told_how_to_begin(text: str) -> None:
    faults = examine({**sources(), "scenario.yaml": text}).faults
    assert [(fault.code, fault.line) for fault in faults] == [("model_type", 1)]
    assert faults[0].fix == "write fields, such as `key: value`, a line each"
