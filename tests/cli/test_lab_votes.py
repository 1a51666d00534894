"""`comity lab votes FILE`: its contract, its words, and what it says of a file that it cannot take."""

from pathlib import Path

import pytest
from tests.cli.asking import answer, comity
from tests.lab.roll_call_tables import five, table

ROWS = [(session, 1981, {"IND": "Y", "BRA": "Y", "DEU": "N"} | five("NYYNN")) for session in (36, 37, 38, 39)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "votes.csv"
    path.write_bytes(table(*ROWS))
    return path


def test_it_prints_the_contracts_shape(file: Path) -> None:
    document = answer("lab", "votes", str(file), "--json")
    assert {"resolutions", "votes", "accuracy", "balanced_accuracy", "baselines"} <= set(document)
    assert (document["resolutions"], document["votes"]) == (4, 12)
    assert set(document["baselines"]) == {"always_yes", "regional_group", "bloc_majority"}
    assert document["baselines"]["always_yes"] == pytest.approx(2 / 3, abs=0.0001)
    assert document["accuracy"] == document["balanced_accuracy"] == 1


def test_for_people_it_sets_the_model_beside_its_baselines(file: Path) -> None:
    done = comity("lab", "votes", str(file))
    assert done.returncode == 0
    for words in ("4 resolutions, 12 votes", "the model", "always yes", "sessions held out", "1980s", "DEU"):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.replace(b",N,", b",Z,"), "`Z` is no vote"),
        (lambda data: data.replace(b"RUS", b"SUN"), "the header has no column RUS"),
        (lambda data: b"", "the file is empty"),
        (lambda data: None, "cannot be read"),
    ],
)
def test_bad_input_is_told_in_a_line(file: Path, change: object, said: str) -> None:
    assert callable(change)
    data = change(table(*ROWS))
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)
    done = comity("lab", "votes", str(file))
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
