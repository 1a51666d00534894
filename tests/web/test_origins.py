"""Whose pages may speak to us."""

import pytest
from tests.web.hostile import HOSTILE_ORIGINS, OURS

from comity.web.origins import OwnOrigins


@pytest.mark.parametrize("origin", HOSTILE_ORIGINS)
def test_every_other_origin_is_a_stranger(origin: str) -> None:
    assert not OwnOrigins(OURS).allows(origin)


def test_our_own_page_is_ours() -> None:
    assert OwnOrigins(OURS).allows(OURS)


def test_no_origin_is_nobodys() -> None:
    assert not OwnOrigins(OURS).allows(None)


@pytest.mark.parametrize("name", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_a_server_on_this_machine_has_three_names(name: str) -> None:
    assert OwnOrigins("http://127.0.0.1:8000").allows(name)
    assert not OwnOrigins("https://comity.example").allows(name)


def test_a_path_or_a_default_port_in_the_public_address_changes_nothing() -> None:
    assert OwnOrigins("https://comity.example:443/play/").allows("https://comity.example")
    assert OwnOrigins("http://comity.example:80").allows("http://comity.example")
    assert not OwnOrigins("https://comity.example:8443").allows("https://comity.example")


def test_more_origins_can_be_named() -> None:
    assert OwnOrigins(OURS, ["http://localhost:5173"]).allows("http://localhost:5173")
