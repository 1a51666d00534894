"""`comity lab`: its contract, and that its figures are those of the games that it names."""

import io
import shutil
from pathlib import Path

import pytest
from rich.console import Console
from tests.cli.asking import answer, comity
from tests.cli.test_cli import INDICES

from comity.commands.experimenting import progress
from comity.scenarios import sources

SPREAD = {"mean", "p10", "p50", "p90"}


def test_a_run_prints_the_contracts_shape_under_every_theory() -> None:
    document = answer(
        "lab", "run", "crash-course", "--games", "8", "--theory", "sakwa", "--theory", "realist", "--json"
    )
    assert set(document) == {"scenario", "games", "games_per_second", "theories", "thesis"}
    assert (document["scenario"], document["games"]) == ("crash-course", 8)
    assert document["games_per_second"] > 0
    assert list(document["theories"]) == list(document["thesis"]) == ["sakwa", "realist"]
    for found in document["theories"].values():
        assert set(found) == {"indices", "par", "win_share", "warnings"}
        assert set(found["indices"]) == INDICES
        assert {frozenset(spread) for spread in (*found["indices"].values(), *found["par"].values())} == {
            frozenset(SPREAD)
        }
        for kind in ("seat", "stance", "temperament"):
            assert sum(found["win_share"][kind].values()) == pytest.approx(1, abs=0.001)
    for effects in document["thesis"].values():
        # One cast tells nothing: no interval is claimed.
        assert {index: effect["low"] for index, effect in effects.items()} == dict.fromkeys(INDICES)


def test_par_is_of_the_games_that_play_prints_by_their_numbers() -> None:
    document = answer("lab", "run", "crash-course", "--games", "4", "--seed", "5", "--json")
    one, other = (answer("play", "crash-course", "--seed", seed, "--json")["scores"] for seed in "56")
    for seat, spread in document["theories"]["sakwa"]["par"].items():
        assert spread["mean"] == pytest.approx((one[seat] + other[seat]) / 2, abs=0.006)


def test_for_people_it_says_who_wins_and_what_to_consider() -> None:
    done = comity("lab", "run", "crash-course", "--games", "8")
    assert done.returncode == 0
    for words in ("Under sakwa", "columbia", "ten points of pluralism", "wins by stance"):
        assert words in done.stdout


def test_a_title_that_reads_as_markup_hinders_no_run(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    shutil.copytree(sources.root() / "crash-course", folder)
    file = folder / "scenario.yaml"
    file.write_text(file.read_text().replace("title: The Year After", 'title: "[bold]After[/x]"', 1))
    done = comity("lab", "run", str(folder), "--games", "2")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "title", ["[bold]After", "After [/x]", "[link=https://example.com]After[/link]", ":smile:"]
)
def test_the_bar_shows_a_title_as_it_was_written(title: str) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, color_system=None, width=120)
    with progress(console) as bar:
        bar.add_task(title, total=2)
    assert title in shown.getvalue()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere",), 1, "nowhere"),
        (("crash-course", "--theory", "astrology"), 1, "astrology"),
        (("crash-course", "--games", "1"), 2, "--games"),
    ],
)
def test_bad_input_is_told_in_a_line(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = comity("lab", "run", *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    done = comity("lab", "balance", "crash-course", "--games", "4", "--jobs", "1", "--out", str(tmp_path))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
