"""How routes tell the OpenAPI document about their refusals and their answers.

Every refusal of one status is described once, under `components.responses`, and routes refer to it.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.responses import Response

from comity.game.wire import encode
from comity.web import problems
from comity.web.answers import ProblemDetails

Responses = dict[int | str, dict[str, Any]]

_WORDS: Mapping[int, tuple[str, str, str, str]] = {
    400: ("json_invalid", "body", "The body is not JSON: see line 1, column 2.", "Send well-formed JSON."),
    401: ("not_signed_in", "session", "You are not signed in.", "Sign in, or open your personal link again."),
    403: (
        "not_allowed",
        "submit_moves",
        "You may not submit moves here.",
        "Ask the instructor of this game.",
    ),
    404: ("not_found", "", "There is nothing here.", "Check the address."),
    408: ("body_too_slow", "body", "The body did not arrive in time.", "Send it within 10 s."),
    409: (
        "turn_closed",
        "turn",
        "Turn 2 takes no moves; the game is at turn 3.",
        "Submit for the open turn.",
    ),
    412: (
        "revision_mismatch",
        "If-Match",
        "A teammate has saved meanwhile.",
        "Read the saved move and merge.",
    ),
    413: ("body_too_large", "body", "The body is too large.", "Send at most 65536 bytes."),
    415: ("not_json", "Content-Type", "The body is not declared as JSON.", "Send application/json."),
    422: ("field_missing", "name", "The field is missing.", "Add it."),
    429: ("too_many_requests", "", "At most 30 per 1 minute.", "Wait 12 s and try again."),
    503: ("unavailable", "", "The database cannot be reached.", "Repeat the request with the same key."),
}
BODY_REFUSALS = (400, 403, 408, 413, 415, 422)
"""What any route that takes a body may answer before it looks at what the body asks for."""


def refusals(*statuses: int, body: bool = False) -> Responses:
    """The problem documents that a route may answer; `body` adds those of every route with a body."""
    wanted = sorted({*statuses, 422, 503, *(BODY_REFUSALS if body else ())})
    return {
        status: {"$ref": f"#/components/responses/Problem{status}", "description": problems.TITLES[status]}
        for status in wanted
    }


def with_example(status: int, example: Any) -> Responses:
    """One example of a good answer."""
    return {status: {"content": {"application/json": {"example": example}}}}


def json_answer(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A large answer straight from frozen dataclasses to bytes, past the slower general encoder."""
    return Response(encode(value), status, headers, "application/json")


class DocumentedApi(FastAPI):
    """Adds to its OpenAPI document the refusals that `refusals` refers to."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            components = super().openapi().setdefault("components", {})
            schema = TypeAdapter(ProblemDetails).json_schema(ref_template="#/components/schemas/{model}")
            components["schemas"] |= {**schema.pop("$defs"), "ProblemDetails": schema}
            components["responses"] = {f"Problem{status}": _documented(status) for status in _WORDS}
        return super().openapi()


def _documented(status: int) -> dict[str, Any]:
    code, field, message, fix = _WORDS[status]
    example = {
        "type": f"/problems/{code}",
        "title": problems.TITLES[status],
        "status": status,
        "detail": message,
        "field": field,
        "fix": fix,
        "faults": [{"code": code, "field": field, "message": message, "fix": fix}],
    }
    reference = {"$ref": "#/components/schemas/ProblemDetails"}
    return {
        "description": problems.TITLES[status],
        "content": {problems.MEDIA_TYPE: {"schema": reference, "example": example}},
    }
