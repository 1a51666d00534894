"""`comity lab agreement`: its contract, its words, and what it says of what it cannot count."""

import pytest
from tests.cli.test_cli import answer, comity


def test_it_prints_the_contracts_shape_with_an_interval_for_each_figure() -> None:
    document = answer("lab", "agreement", "crash-course", "--games", "6", "--json")
    assert set(document) == {"games", "items", "votes", "seats"}
    assert document["games"] == 6
    assert document["items"] > 0
    assert sum(share for share, _, _ in document["votes"].values()) == pytest.approx(1, abs=0.002)
    for name, seat in document["seats"].items():
        assert set(seat) == {"world", "abstain", "with"}
        assert set(seat["with"]) == set(document["seats"]) - {name}
        for figure in (seat["world"], seat["abstain"], *seat["with"].values()):
            share, low, high = figure
            assert 0 <= low <= share <= high <= 1


def test_for_people_it_sets_each_seat_beside_the_one_that_was_asked_for() -> None:
    done = comity("lab", "agreement", "crash-course", "--games", "6", "--with", "columbia")
    assert done.returncode == 0
    assert "with columbia" in done.stdout
    assert "contested items in 6 games" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere",), 1, "nowhere"),
        (("crash-course", "--games", "2", "--with", "atlantis"), 1, "columbia"),
        (("crash-course", "--games", "0"), 2, "--games"),
    ],
)
def test_bad_input_is_told_in_a_line(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = comity("lab", "agreement", *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
