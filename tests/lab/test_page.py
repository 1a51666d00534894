"""The report of a run: one page that needs nothing else, with the figures that the run found."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from comity.lab import page, pictures
from comity.lab.par import Spread
from comity.lab.run import Report, run
from comity.lab.thesis import Effect
from comity.scenarios.load import load

VOID = {"meta", "br", "circle", "rect", "path"}
OPTIONAL = {"p", "li", "tr", "td", "th"}


class Reader(HTMLParser):
    """Notes what a page fetches, and whether what opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID | OPTIONAL:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | OPTIONAL:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def report() -> Report:
    return run([load("crash-course", theory=theory) for theory in ("sakwa", "realist")], 20, jobs=1)


def test_the_page_stands_by_itself_and_is_well_formed(report: Report) -> None:
    text = page.html(report)
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    assert reader.fetched == []
    assert "http" not in text
    assert "<script" not in text


def test_every_theory_seat_and_warning_of_the_report_is_on_it(report: Report) -> None:
    reader = Reader()
    reader.feed(page.html(report))
    said = " ".join(reader.words)
    for found in report.theories.values():
        assert f"Under {found.scenario.theory.name}" in said
        for seat in found.scenario.documents.scenario.seats:
            assert seat.name in said
        for spread in found.par.values():
            assert f"{spread.mean:.1f}" in said
        for warning in found.warnings:
            assert warning in said


def test_what_an_author_wrote_is_words_and_never_markup(report: Report) -> None:
    (key, found), *_ = report.theories.items()
    hostile = replace(found.scenario, title="<script>alert(1)</script>")
    text = page.html(replace(report, theories={key: replace(found, scenario=hostile)}))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def bars(svg: str) -> list[tuple[float, float]]:
    """The start and width of every bar of a picture."""
    return [
        (float(x), float(w)) for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    ]


def test_a_range_is_drawn_as_long_as_it_is_and_where_it_lies() -> None:
    rows = {"a": Spread(50, 40, 50, 60), "b": Spread(70, 60, 70, 80)}
    (first, width), (second, same) = bars(pictures.spreads("Scores", rows, names={"a": "A"}))
    assert width == pytest.approx(same, abs=0.2)
    assert second - first == pytest.approx(width, abs=0.2)


def test_shares_are_drawn_in_proportion_with_a_mark_for_what_was_held() -> None:
    svg = pictures.shares("Wins", {"a": 0.4, "b": 0.2}, held={"a": 0.2}, names={}, colours={})
    (start, longer), (_, shorter) = bars(svg)
    assert longer == pytest.approx(2 * shorter, abs=0.2)
    (mark, *_) = re.findall(r'<path d="M([\d.]+)', svg)
    assert float(mark) == pytest.approx(start + shorter, abs=0.2)


@pytest.mark.parametrize(("low", "high", "full"), [(0.5, 2.0, True), (-1.0, 2.0, False)])
def test_an_effect_is_marked_full_only_where_its_interval_leaves_out_nought(
    low: float, high: float, full: bool
) -> None:
    svg = pictures.intervals("Effect", [("Sakwa", Effect(1.0, low, high))])
    assert ('fill="#ffffff"' not in svg) is full


def test_what_cannot_be_told_is_not_drawn() -> None:
    svg = pictures.intervals("Effect", [("Sakwa", Effect(0.0, None, None))])
    assert "<circle" not in svg
    assert "?" in svg


def test_a_path_goes_through_the_means_from_the_first_turn_to_the_last() -> None:
    svg = pictures.path("Order", ["opening", "Winter"], np.array([[40.0, 60.0], [60.0, 80.0]]))
    assert "opening" in svg
    assert "Winter" in svg
    line = re.findall(r'd="M([\d. L]+)" fill="none"', svg)[0]
    (_, first), (_, last) = ([float(n) for n in point.split()] for point in line.split("L"))
    assert last < first  # upward on a page is less
