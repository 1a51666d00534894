"""`comity lab agreement`: its contract, its words, and what it says of what it cannot count."""

import pytest
from tests.cli.asking import answer, comity


def test_it_prints_the_contracts_shape_with_an_interval_for_each_figure() -> None:
    document = answer(
        "lab", "agreement", "crash-course", "--games", "6", "--pair", "columbia:serica", "--json"
    )
    assert set(document) == {
        "games", "items", "votes", "seats", "cohesion", "pairs", "persistence", "told_by"
    }  # fmt: skip
    assert document["games"] == 6
    assert document["items"] > 0
    assert sum(share for share, _, _ in document["votes"].values()) == pytest.approx(1, abs=0.002)
    for name, seat in document["seats"].items():
        assert set(seat) == {"world", "abstain", "position", "with"}
        assert set(seat["with"]) == set(document["seats"]) - {name}
        for figure in (seat["world"], seat["abstain"], *seat["with"].values()):
            share, low, high = figure
            assert 0 <= low <= share <= high <= 1
    # And groups, pairs by turn, persistence by turns gone by, and what tells a position
    assert document["cohesion"]["all"]["members"] == len(document["seats"])
    ((followed),) = document["pairs"]
    assert followed["seats"] == ["columbia", "serica"]
    assert all(set(row) == {"period", "agreement", "same"} for row in followed["periods"])
    assert [row["turns"] for row in document["persistence"]] == list(range(1, len(followed["periods"])))
    assert {"power", "governance"} < set(document["told_by"])


def test_for_people_it_sets_each_seat_beside_the_one_that_was_asked_for() -> None:
    done = comity(
        "lab", "agreement", "crash-course", "--games", "6", "--with", "serica", "--pair", "columbia:serica"
    )
    assert done.returncode == 0
    assert "with serica" in done.stdout
    assert "position to serica" in done.stdout
    assert "contested items in 6 games" in done.stdout
    for heading in ("agreement within", "columbia and serica", "positions later", "what tells a position"):
        assert heading in done.stdout


def test_it_can_be_asked_of_one_body() -> None:
    everything = answer("lab", "agreement", "crash-course", "--games", "4", "--json")
    one = answer("lab", "agreement", "crash-course", "--games", "4", "--body", "CLIMATE", "--json")
    assert 0 < one["items"] < everything["items"]


def test_it_can_be_asked_of_another_length() -> None:
    document = answer(
        "lab", "agreement", "unipolar-1991", "--length", "lesson", "--games", "2", "--pair", "usa:russia",
        "--since", "1995", "--json",
    )  # fmt: skip
    assert [row["period"] for row in document["pairs"][0]["periods"]] == ["1991-94", "1995-98 to 2003-05"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere",), 1, "nowhere"),
        (("crash-course", "--games", "2", "--with", "atlantis"), 1, "columbia"),
        (("crash-course", "--games", "0"), 2, "--games"),
        (("crash-course", "--games", "2", "--pair", "columbia"), 1, "--pair"),
        (("crash-course", "--games", "2", "--pair", "columbia:columbia"), 1, "--pair"),
        (("crash-course", "--games", "2", "--pair", "columbia:atlantis"), 1, "atlantis"),
        (("crash-course", "--games", "2", "--since", "1995"), 1, "--since"),
        (("crash-course", "--games", "2", "--body", "AREOPAGUS"), 1, "AREOPAGUS"),
        (("crash-course", "--games", "2", "--length", "aeon"), 1, "aeon"),
    ],
)
def test_bad_input_is_told_in_a_line(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = comity("lab", "agreement", *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
