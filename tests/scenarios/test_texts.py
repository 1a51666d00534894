"""What players read: the whole `Texts` object, role sheets in two parts, and Markdown that cannot bite."""

import dataclasses
import re
import types
import typing
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenarios.builders import changed, role_sheet, scenario, sources

from comity.rules import vocabulary as words
from comity.scenarios import compile as compiler
from comity.scenarios import schema
from comity.scenarios.effect_words import SLOTS
from comity.scenarios.load import load, load_sources
from comity.scenarios.markdown import TAGS, html
from comity.scenarios.roles import BRIEF_MAX, brief
from comity.scenarios.texts import THRESHOLDS, UNITS, rule_words, texts
from comity.scenarios.texts import role_sheet as seat_sheet
from comity.web.texts_shape import Texts

HOSTILE: Final = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "![x](https://evil.example/pixel.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    '<https://evil.example/"onmouseover=alert(1)>',
    '[x](https://a.example "title" onclick=alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "<iframe src=https://evil.example>",
    "<style>@import 'https://evil.example'</style>",
    "<math><mtext></p><script>alert(1)</script>",
    "</div></body><script>alert(1)</script>",
    "`<script>`",
    "```\n<script>alert(1)</script>\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><script>alert(1)</script>",
    "<form action=https://evil.example><input name=password>",
    "| <script> | b |\n| --- | --- |\n| x | y |",
)


class Reader(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def assert_harmless(markup: str) -> None:
    for tag, attributes in Reader(markup).seen:
        assert tag in TAGS
        assert set(attributes) <= {"href", "title", "rel", "start"}
        if tag == "a" and "href" in attributes:
            assert re.match(r"https?://", attributes["href"] or "")
            assert attributes["rel"] == "noopener nofollow"


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_becomes_harmless(markdown: str) -> None:
    assert_harmless(html(markdown))


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=30), max_size=4).map("".join))
def test_no_markdown_at_all_becomes_more_than_harmless(markdown: str) -> None:
    assert_harmless(html(markdown))


def test_what_authors_need_of_markdown_is_kept() -> None:
    made = html("# Title\n\nOne *two* **three** [four](https://example.org/a?b=1).\n\n3. five\n\n> six\n")
    assert "<h1>Title</h1>" in made
    assert "<em>two</em> <strong>three</strong>" in made
    assert '<a href="https://example.org/a?b=1" rel="noopener nofollow">four</a>' in made
    assert '<ol start="3">' in made
    assert "<blockquote>" in made


def test_markup_of_an_author_is_shown_as_text() -> None:
    assert html("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"


def test_deep_quotes_and_lists_are_no_burden() -> None:
    assert_harmless(html("> " * 10_000 + "x"))
    assert_harmless(html("".join(f"{'  ' * depth}- x\n" for depth in range(200))))
    assert_harmless(html("[" * 10_000 + "](" * 5_000))


def assert_shaped(value: Any, shape: Any) -> None:
    """The value has exactly the documented shape."""
    if dataclasses.is_dataclass(shape):
        hints = typing.get_type_hints(shape)
        assert isinstance(value, dict)
        assert set(value) == set(hints)
        for name, inner in hints.items():
            assert_shaped(value[name], inner)
    elif typing.get_origin(shape) is dict:
        key, inner = typing.get_args(shape)
        assert all(isinstance(name, key) for name in value)
        for item in value.values():
            assert_shaped(item, inner)
    elif typing.get_origin(shape) is list:
        assert isinstance(value, list)
        for item in value:
            assert_shaped(item, typing.get_args(shape)[0])
    elif typing.get_origin(shape) in (typing.Union, types.UnionType):
        if value is not None:
            assert_shaped(value, next(one for one in typing.get_args(shape) if one is not type(None)))
    elif typing.get_origin(shape) is typing.Literal:
        assert value in typing.get_args(shape)
    elif shape is float:
        assert isinstance(value, int | float)
    elif shape is not Any:
        assert isinstance(value, shape)


def test_texts_have_exactly_the_documented_shape() -> None:
    made = texts(load_sources(sources()))
    assert_shaped(made, Texts)
    assert list(made["globalisms"]) == list(words.GLOBALISMS)
    assert [row["shape"] for row in made["globalisms"].values()] == [
        "circle",
        "triangle",
        "square",
        "diamond",
    ]
    assert len({row["colour"] for row in made["globalisms"].values()}) == 4
    assert made["faces"]["vanguardist"]["globalism"] == "transformative"
    assert set(UNITS) <= set(made["variables"])


def test_texts_show_what_is_taken_and_nothing_private() -> None:
    secret = "Xyzzy"
    document = changed(
        scenario(take={"actions": ["aid"], "movements": "all", "institutions": "all"}),
        "seats.0.objectives.0.text",
        f"{secret} goal.",
    )
    document = changed(document, "seats.0.objectives.0.hidden", value=True)
    sheets = {"roles/aaa.md": role_sheet("Everybody knows you. They *may*.", f"{secret} hidden")}
    made = texts(load_sources(sources(document, sheets=sheets)))
    assert list(made["actions"]) == ["aid"]
    assert made["states"]["AAA"]["seat"] == "aaa"
    assert made["digest"] == load_sources(sources(document, sheets=sheets)).digest
    assert made["seats"]["aaa"]["brief"].startswith("Everybody knows you. They may.")
    assert secret not in str(made)


def test_a_seats_brief_is_whole_sentences_of_its_public_part() -> None:
    told = brief(
        "You *lead*. " + "You believe that [rules](https://example.org) are good. " * 9 + "\n\nMore."
    )
    assert told.startswith("You lead. You believe that rules are good. You believe")
    assert told.endswith("rules are good.")
    assert len(told) <= BRIEF_MAX
    # The first sentence is told whole, however long it is
    assert brief("x" * 500 + ". More.") == "x" * 500 + "."


def test_an_effect_says_in_keys_what_changes_and_whose_and_in_a_phrase_where_names_go() -> None:
    told = texts(load("crash-course"))["actions"]["promote_democracy"]["effects"]
    by = {(row["variable"], row["whose"]): row for row in told}
    cohesion, trust = by["cohesion", "target"], by["trust", "actor"]
    assert (cohesion["phrase"], cohesion["short"], cohesion["amount"]) == (
        "{target}'s cohesion",
        "cohesion",
        -3,
    )
    assert cohesion["text"] == "The target's cohesion \N{MINUS SIGN}3"
    assert (trust["other"], trust["phrase"]) == ("target", "Trust between {you} and {target}")
    assert by["face.kantian", None]["short"] == "Kantian face"
    assert by["mood", "target"]["short"].startswith("mood 5 percent toward ")


@pytest.mark.parametrize("key", ["crash-course", "new-cold-war-2014"])
def test_the_words_of_an_effect_are_its_phrase_with_plain_words_and_its_figure(key: str) -> None:
    deeds = texts(load(key))["actions"].values()
    effects = [effect for deed in deeds for effect in (*deed["effects"], *deed["each_turn"])]
    assert len(effects) > 30
    for effect in effects:
        plain = effect["phrase"]
        for slot, word in SLOTS.items():
            plain = plain.replace(f"{{{slot}}}", word)
        assert "{" not in plain
        assert effect["text"].lower().startswith(plain.lower())
        assert effect["phrase"].endswith(effect["short"])
        assert (effect["amount"] is None) == (effect["variable"] in ("membership", "bloc"))


def test_the_same_texts_come_from_the_same_sources() -> None:
    assert texts(load_sources(sources())) == texts(load_sources(sources()))


def test_a_role_sheet_keeps_its_public_and_hidden_parts_apart() -> None:
    sheets = {"roles/aaa.md": role_sheet("Everybody *knows*.", "Nobody <b>knows</b>.")}
    document = changed(scenario(), "seats.0.objectives.0.hidden", value=True)
    loaded = load_sources(sources(document, sheets=sheets))
    sheet = seat_sheet(loaded, "aaa")
    assert sheet.keys() == {
        "seat",
        "state",
        "name",
        "public_html",
        "hidden_html",
        "reading_minutes",
        "objectives",
    }
    assert 0.5 < sheet["reading_minutes"] < 2.5
    assert "Everybody <em>knows</em>." in sheet["public_html"]
    assert "Nobody" not in sheet["public_html"]
    assert "Nobody &lt;b&gt;knows&lt;/b&gt;." in sheet["hidden_html"]
    assert sheet["objectives"] == [{"key": "grow", "text": "Grow.", "hidden": True, "points": 10}]


def test_a_role_sheet_of_no_seat_is_no_role_sheet() -> None:
    with pytest.raises(KeyError):
        seat_sheet(load_sources(sources()), "nobody")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"kind": "simple_majority"}, "More Yes than No"),
        ({"kind": "two_thirds"}, "Two thirds"),
        ({"kind": "consensus"}, "A single No"),
        (
            {"kind": "quota_weighted", "threshold": 70, "blocking": 15},
            "70 percent of all quotas carry a decision; 15 percent",
        ),
        ({"kind": "quota_weighted"}, "50 percent of all quotas carry a decision."),
        (
            {"kind": "veto_council", "permanent": ["AAA"], "elected": 2},
            "60 percent of its seats; a permanent member's No is a veto, an abstention is not. 2 elected",
        ),
    ],
)
def test_a_decision_rule_is_said_in_words(rule: dict[str, Any], said: str) -> None:
    assert said in rule_words(schema.DecisionRule.model_validate(rule))


def test_the_thresholds_told_are_those_that_the_engine_uses() -> None:
    assert THRESHOLDS == compiler._DEFAULT_THRESHOLD


def test_a_resolution_shows_the_globalism_that_it_appeals_to_most() -> None:
    row = {
        "key": "own",
        "name": "Own",
        "help": "Own.",
        "text": "{institution}.",
        "domains": ["trade"],
        "source": "None.",
    }
    added = [
        {**row, "key": "one", "appeal": {"liberal": 0.5, "conservative": 0.7}},
        {**row, "key": "two", "appeal": {"liberal": 0.5, "conservative": 0.5}},
        {**row, "key": "three", "appeal": {"liberal": -0.5}},
    ]
    made = texts(load_sources(sources(scenario(add_resolutions=added))))["resolutions"]
    assert [made[key]["globalism"] for key in ("one", "two", "three", "censure")] == [
        "conservative",
        None,
        None,
        None,
    ]
