"""The parts of the comparison: what a difference says, what the mutants are, what the page admits."""

import ast

from tests.hidden import mutants, page
from tests.hidden.compare import Tally, difference
from tests.hidden.sabotages import SABOTAGES
from tests.hidden.stage import LabelledChance
from tests.hidden.worlds import Seen


def test_a_difference_says_who_could_tell_and_by_what() -> None:
    one, other, fewer = Seen(), Seen(), Seen()
    for seen, body in ((one, b"GET /x\n200\n\na"), (other, b"GET /x\n200\n\nb"), (fewer, b"")):
        seen.hear("china", b"the same")
        if body:
            seen.hear("china", body)

    assert difference(one, one) is None
    assert str(difference(one, other)).startswith("china, number 1: GET /x")
    assert difference(one, fewer) is not None


def test_a_mutant_is_one_edit_that_says_where_it_is() -> None:
    source = (mutants.ROOT / "server" / "comity" / "game" / "redacting.py").read_text()
    whole = ast.unparse(ast.parse(source)).splitlines()

    every = mutants.mutants("game/redacting.py")

    assert {"a condition negated", "a comparison turned", "and for or"} <= {one.what for one in every}
    for one in every:
        changed = one.text.splitlines()
        assert sum(a != b for a, b in zip(whole, changed, strict=True)) == 1
        assert 0 < one.line <= len(source.splitlines())


def test_the_page_says_what_was_not_run() -> None:
    assert "not run" in page.write({})


def test_the_page_shows_what_was_found_and_which_leak_was_not() -> None:
    tally = Tally(differences=["pair 7 (playing): china could tell"])
    how = {"seed": 1, "asked": 4, "seconds": 60, "workers": 2, "machine": "this", "load": 1.0}

    told = page.write({"pairs": {**tally.figures(), **how, "discard_rate": 0.0}, "controls": {"etag": None}})

    assert "pair 7 (playing): china could tell" in told
    assert f"| {SABOTAGES['etag'].words} | **not found** |" in told
    assert f"| {SABOTAGES['ids'].words} | not run |" in told


def test_a_step_draws_the_same_ids_whatever_was_drawn_before_it() -> None:
    chance = LabelledChance()
    chance.begin("a step")
    first = chance.bytes(16)
    chance.begin("a secret")
    other = chance.bytes(16)
    chance.begin("a step")

    assert chance.bytes(16) == first != other
