"""The parts of the comparison: what a difference says, what the mutants are, what the page admits."""

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


def test_a_mutant_is_one_edit_and_every_module_has_some() -> None:
    for module in mutants.TARGETS:
        every = mutants.mutants(module)
        assert len(every) > 10
        assert all(one.text for one in every)
    assert {"a right dropped", "a condition negated"} <= {
        one.what for one in mutants.mutants("game/access.py")
    }


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
