"""The session cookie: one name over https, another on a plain-http development server, never mixed."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

SECURE_NAME = "__Host-comity"
PLAIN_NAME = "comity-dev"
TOKEN_CHARACTERS_MAX = 128
SECONDS_MAX = 180 * 24 * 3600
"""No session lives longer; the server ends most of them much sooner (`game.sessions`)."""


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """Reads and writes the one cookie that we set. `https` says whether the public address is https."""

    https: bool

    @property
    def name(self) -> str:
        return SECURE_NAME if self.https else PLAIN_NAME

    def read(self, connection: HTTPConnection) -> str | None:
        """The token, or None. The plain name is not looked at over https: any http page could have set it."""
        token = connection.cookies.get(self.name, "")
        return token if 0 < len(token) <= TOKEN_CHARACTERS_MAX and token.isascii() else None

    def write(self, response: Response, token: str) -> None:
        response.set_cookie(
            self.name, token, max_age=SECONDS_MAX, path="/", secure=self.https, httponly=True, samesite="lax"
        )

    def clear(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", secure=self.https, httponly=True, samesite="lax")
