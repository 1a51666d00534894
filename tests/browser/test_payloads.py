"""The hostile words themselves, which need no browser to be counted."""

from tests.browser.hostile import PAYLOADS


def test_there_are_200_of_them_and_no_two_are_the_same() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 200
