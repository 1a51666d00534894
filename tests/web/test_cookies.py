"""The session cookie's attributes are the defence, so they are spelled out here."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from comity.web.cookies import SessionCookie

SECURE, PLAIN = SessionCookie(https=True), SessionCookie(https=False)


def request_with(cookie: str) -> Request:
    return Request({"type": "http", "headers": [(b"cookie", cookie.encode("latin-1"))]})


def set_by(cookie: SessionCookie) -> str:
    response = Response()
    cookie.write(response, "token")
    return response.headers["set-cookie"]


def test_over_https_it_is_bound_to_the_host_and_out_of_reach_of_scripts() -> None:
    header = set_by(SECURE)
    assert header.startswith("__Host-comity=token;")
    for attribute in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert attribute in header
    assert "domain" not in header.lower()


def test_over_plain_http_it_has_a_name_of_its_own() -> None:
    header = set_by(PLAIN)
    assert header.startswith("comity-dev=token;")
    assert "HttpOnly" in header
    assert "Secure" not in header


def test_each_server_reads_its_own_name_only() -> None:
    assert SECURE.read(request_with("__Host-comity=t")) == "t"
    assert SECURE.read(request_with("comity-dev=t")) is None
    assert PLAIN.read(request_with("comity-dev=t")) == "t"
    assert PLAIN.read(request_with("__Host-comity=t")) is None


@pytest.mark.parametrize("value", ["", "x" * 129, "\xe9"])
def test_what_cannot_be_a_token_is_no_token(value: str) -> None:
    assert PLAIN.read(request_with(f"comity-dev={value}")) is None


@pytest.mark.parametrize("cookie", [SECURE, PLAIN])
def test_clearing_it_expires_it_under_the_same_name_and_attributes(cookie: SessionCookie) -> None:
    response = Response()
    cookie.clear(response)
    header = response.headers["set-cookie"]
    assert header.startswith(f'{cookie.name}="";')
    assert "Max-Age=0" in header
    assert ("Secure" in header) == cookie.https
