"""A story invents nothing: what it says stands in the ledger, and what is not there it does not say."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import pytest
from tests.lab.games import GAMES, Told, printed, rounded, told

from comity.lab.playouts import Playout
from comity.lab.story import Sentence, Story, tell, text
from comity.rules.views import CauseLine

By = TypeVar("By")
by_game = pytest.mark.parametrize(("key", "seed"), GAMES)


def cited(game: Playout, sentence: Sentence) -> list[CauseLine]:
    return [game.ledger[place] for place in sentence.lines]


def sums(lines: Iterable[CauseLine], by: Callable[[CauseLine], By]) -> dict[By, Decimal]:
    total: dict[By, Decimal] = defaultdict(Decimal)
    for line in lines:
        total[by(line)] += printed(line, line.delta)
    return total


def quantity(line: CauseLine) -> tuple[str, str]:
    return line.subject, line.variable


def without(game: Playout, gone: Callable[[CauseLine], bool]) -> Playout:
    return replace(game, ledger=[line for line in game.ledger if not gone(line)])


def names_state(scenario_name: str, key: str) -> Callable[[CauseLine], bool]:
    return lambda line: (
        key in line.subject.split(":") or line.variable.endswith(f".{key}") or scenario_name in line.because
    )


@by_game
def test_every_sentence_rests_on_ledger_lines_that_exist(key: str, seed: int) -> None:
    one = told(key, seed)
    sentences = one.story.sentences()
    assert len(sentences) > 40
    for sentence in sentences:
        assert sentence.lines, sentence.text
        assert list(sentence.lines) == sorted(set(sentence.lines))
        assert sentence.lines[-1] < len(one.game.ledger)


@by_game
def test_a_sentence_of_a_turn_rests_on_lines_of_that_turn(key: str, seed: int) -> None:
    one = told(key, seed)
    turns = one.story.sections[1:-1]
    assert len(turns) == len(one.game.chronicles)
    for turn, section in enumerate(turns, start=1):
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                assert {line.turn for line in cited(one.game, sentence)} == {turn}, sentence.text


@by_game
def test_a_change_and_where_it_ends_are_those_of_one_quantity_of_the_lines(key: str, seed: int) -> None:
    one, checked = told(key, seed), 0
    for sentence in one.story.sentences():
        lines = cited(one.game, sentence)
        net = sums(lines, quantity)
        first: dict[tuple[str, str], Decimal] = {}
        last: dict[tuple[str, str], Decimal] = {}
        for line in lines:
            first.setdefault(quantity(line), printed(line, line.before))
            last[quantity(line)] = printed(line, line.after)
        moved = {(abs(rounded(net[of])), rounded(last[of])) for of in net}
        for by, to in re.findall(r"by (\d+\.\d) to (\d+\.\d)", sentence.text):
            assert (Decimal(by), Decimal(to)) in moved, sentence.text
            checked += 1
        for verb, by, to in re.findall(r"(rise|fall)s? by (\d+\.\d) to (\d+\.\d)", sentence.text):
            signs = {
                net[of] > 0
                for of in net
                if (abs(rounded(net[of])), rounded(last[of])) == (Decimal(by), Decimal(to))
            }
            assert (verb == "rise") in signs, sentence.text
        for to in re.findall(r"from nothing to (\d+\.\d)", sentence.text):
            assert any(first[of] == 0 and rounded(last[of]) == Decimal(to) for of in net), sentence.text
        for at in re.findall(r"stays? at (\d+\.\d)", sentence.text):
            assert Decimal(at) in {rounded(value) for value in last.values()}, sentence.text
    assert checked > 20


@by_game
def test_the_amount_of_a_cause_is_the_sum_of_its_lines(key: str, seed: int) -> None:
    one, checked = told(key, seed), 0
    for sentence in one.story.sentences():
        lines = cited(one.game, sentence)
        deeds = sums(lines, lambda line: (*quantity(line), line.rule, line.because))
        rules = sums(lines, lambda line: (*quantity(line), line.rule))
        whole = sums(lines, quantity)
        parts = {rounded(amount) for amount in (*deeds.values(), *rules.values(), *whole.values())}
        for sign, amount in re.findall(r"([+\N{MINUS SIGN}])(\d+\.\d)", sentence.text):
            assert Decimal(amount) * (1 if sign == "+" else -1) in parts, sentence.text
            checked += 1
    assert checked > 40


@by_game
def test_no_figure_is_of_another_kind(key: str, seed: int) -> None:
    for sentence in told(key, seed).story.sentences():
        if sentence.kind in ("opening", "score"):
            continue
        rest = re.sub(
            r"(?:by \d+\.\d|from nothing) to \d+\.\d|stays? at \d+\.\d|[+\N{MINUS SIGN}]\d+\.\d",
            "",
            sentence.text,
        )
        assert not re.search(r"\d\.\d", rest), sentence.text


@by_game
def test_the_opening_gives_the_values_before_the_first_changes(key: str, seed: int) -> None:
    one = told(key, seed)
    start = one.game.document["turns"][0]
    known = {rounded(Decimal(str(value))) for value in start["indices"].values()}
    known |= {rounded(Decimal(str(row["prevalence"]))) for row in start["globalisms"].values()}
    figures = [
        Decimal(figure)
        for sentence in one.story.sentences()
        if sentence.kind == "opening"
        for figure in re.findall(r"\d+\.\d", sentence.text)
    ]
    assert len(figures) == 8
    assert set(figures) <= known


@by_game
def test_a_count_of_states_is_that_of_the_lines(key: str, seed: int) -> None:
    one = told(key, seed)
    for sentence in one.story.sentences():
        for count in re.findall(r"in (\d+) states", sentence.text):
            felt = {quantity(line) for line in cited(one.game, sentence)}
            assert int(count) == len(felt), sentence.text


@by_game
def test_votes_are_counted_as_the_tallies_do(key: str, seed: int) -> None:
    one = told(key, seed)
    for section, row in zip(one.story.sections[1:-1], one.game.chronicles, strict=True):
        counted = sorted((str(vote["yes"]), str(vote["no"])) for vote in row["tallies"])
        votes = [s for paragraph in section.paragraphs for s in paragraph.sentences if s.kind == "vote"]
        said = [found for vote in votes for found in re.findall(r"\((\d+) to (\d+)[,)]", vote.text)]
        assert sorted(said) == counted


@by_game
def test_a_state_that_is_named_stands_in_the_lines(key: str, seed: int) -> None:
    one, checked = told(key, seed), 0
    table = one.scenario.catalogue.states
    for sentence in one.story.sentences():
        if sentence.kind in ("vote", "score"):
            continue
        for state, name in zip(table.keys, table.names, strict=True):
            if re.search(rf"\b{name}\b", sentence.text):
                here = names_state(name, state)
                assert any(here(line) for line in cited(one.game, sentence)), sentence.text
                checked += 1
    assert checked > 40


@by_game
def test_an_institution_that_votes_stands_in_the_lines(key: str, seed: int) -> None:
    one = told(key, seed)
    table = one.scenario.catalogue.institutions
    for sentence in one.story.sentences():
        if sentence.kind == "vote":
            named = {key for key, name in zip(table.keys, table.names, strict=True) if name in sentence.text}
            marked = {line.subject.partition(":")[2] for line in cited(one.game, sentence)}
            assert named, sentence.text
            assert named <= marked, sentence.text


@by_game
def test_a_score_is_the_seats_own_and_names_what_it_met(key: str, seed: int) -> None:
    one = told(key, seed)
    rows = [sentence.text for sentence in one.story.sentences() if sentence.kind == "score"]
    scores = [float(found[1]) for row in rows if (found := re.search(r", (-?[\d.]+) points", row))]
    assert sorted(scores, reverse=True) == scores
    assert scores == sorted((round(value, 1) for value in one.game.document["scores"].values()), reverse=True)
    for seat in one.scenario.catalogue.seats:
        for goal in seat.objectives:
            met = one.game.met[seat.key][goal.key]
            assert not met or any(goal.text in row for row in rows)


def test_without_a_states_lines_nothing_is_told_of_it() -> None:
    one = told("crash-course", 1)
    here = names_state("Lemuria", "LEM")
    assert any("Lemuria" in sentence.text for sentence in one.story.sentences())
    sabotaged = tell(one.scenario, without(one.game, here))
    heads = {paragraph.head for section in sabotaged.sections for paragraph in section.paragraphs}
    assert "Lemuria" not in heads
    for sentence in sabotaged.sentences():
        if sentence.kind not in ("vote", "score"):
            assert "Lemuria" not in sentence.text
        assert sentence.kind != "score" or not sentence.text.startswith("Lemuria")


@pytest.mark.parametrize("rule", ["action.green_finance", "event.pandemic_wave", "upheaval"])
def test_without_a_deeds_lines_the_deed_is_not_told(rule: str) -> None:
    one = told("crash-course", 1)
    words = {
        "action.green_finance": "finances? a green transition",
        "event.pandemic_wave": "Another wave",
        "upheaval": "Order breaks down",
    }[rule]
    becauses = {line.because for line in one.game.ledger if line.rule == rule}
    sabotaged = tell(one.scenario, without(one.game, lambda line: line.because in becauses))
    assert re.search(words, _in_one_line(one.story))
    assert not re.search(words, _in_one_line(sabotaged))


def _in_one_line(story: Story) -> str:
    return " ".join(text(story).split())


def test_a_vote_that_left_no_line_is_not_told() -> None:
    one = told("crash-course", 1)
    bare = without(one.game, lambda line: line.rule.startswith(("resolution.", "institution.")))
    assert any(sentence.kind == "vote" for sentence in one.story.sentences())
    assert not any(sentence.kind == "vote" for sentence in tell(one.scenario, bare).sentences())


def test_an_empty_ledger_tells_of_nothing_but_quiet_turns() -> None:
    one = told("crash-course", 1)
    story = tell(one.scenario, replace(one.game, ledger=[]))
    assert {sentence.kind for sentence in story.sentences()} == {"quiet"}


def keys_in(one: Told, story: Story) -> list[str]:
    catalogue = one.scenario.catalogue
    keys = {*catalogue.states.keys, *catalogue.institutions.keys, *catalogue.movements.keys}
    keys |= {*catalogue.actions.keys, *catalogue.events.keys, *catalogue.resolutions.keys}
    names = " ".join((*catalogue.institutions.names, *catalogue.events.texts, *catalogue.resolutions.texts))
    said = " ".join(sentence.text for sentence in story.sentences() if sentence.kind != "score")
    keys = {key for key in keys if "_" in key or key.isupper()}
    leaked = [key for key in sorted(keys) if re.search(rf"\b{key}\b", said) and key not in names]
    return leaked + re.findall(r"\b\w+_\w+\b|\b[a-z]+\.[a-z]\w*\b", said)


@by_game
def test_no_key_gets_into_the_text(key: str, seed: int) -> None:
    one = told(key, seed)
    assert keys_in(one, one.story) == []


@by_game
def test_the_same_game_gives_the_same_text(key: str, seed: int) -> None:
    one = told(key, seed)
    assert text(tell(one.scenario, one.game)) == text(one.story)


@by_game
def test_a_states_thread_holds_only_its_own(key: str, seed: int) -> None:
    one = told(key, seed)
    names = dict(zip(one.scenario.catalogue.states.keys, one.scenario.catalogue.states.names, strict=True))
    for state, name in names.items():
        thread = tell(one.scenario, one.game, state=state)
        assert thread.title.endswith(name)
        assert thread.sentences()
        here = names_state(name, state)
        for sentence in thread.sentences():
            assert state in sentence.about
            assert sentence.kind == "vote" or any(here(line) for line in cited(one.game, sentence))
            assert sentence.kind != "vote" or name in sentence.text
            assert sentence.kind != "vote" or len(re.findall(r"\(\d+ to \d+", sentence.text)) <= 3
        heads = {paragraph.head for section in thread.sections for paragraph in section.paragraphs}
        assert not heads & (
            {other for other in names.values() if other != name} | {"The measure", "Elsewhere"}
        )


def test_a_thread_of_no_state_is_refused() -> None:
    one = told("crash-course", 1)
    with pytest.raises(KeyError):
        tell(one.scenario, one.game, state="NOWHERE")


@pytest.mark.parametrize(
    ("key", "least", "most"), [("crash-course", 600, 2100), ("new-cold-war-2014", 2500, 7000)]
)
def test_a_story_is_as_long_as_a_reader_bears(key: str, least: int, most: int) -> None:
    for name, seed in GAMES:
        if name == key:
            assert least < len(text(told(key, seed).story).split()) < most


@by_game
def test_the_text_fits_a_terminal(key: str, seed: int) -> None:
    shown = text(told(key, seed).story)
    assert max(map(len, shown.splitlines())) <= 92
    assert shown.startswith("# ")
    assert "\n\n\n" not in shown
