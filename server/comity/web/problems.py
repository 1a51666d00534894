"""Faults become HTTP here and nowhere else: RFC 9457 problem details with our `faults`, `field` and `fix`.

An answer never repeats what was sent: a validation library's messages quote their input, so they are replaced
by ours. What a caller may not see and what does not exist share one body, byte for byte.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from comity.game import errors
from comity.rules.faults import Fault
from comity.scenarios.faults import ScenarioInvalid
from comity.web.strict_json import safe_key

MEDIA_TYPE: Final = "application/problem+json"
FAULTS_MAX = 20
"""A body can be wrong in thousands of places; this many are enough to mend it."""

STATUS: Final[Mapping[type[errors.GameError], int]] = {
    errors.NotSignedIn: 401,
    errors.NotVisible: 404,
    errors.NotAllowed: 403,
    errors.TooLarge: 413,
    errors.Refused: 422,
    errors.RevisionMismatch: 412,
    errors.Conflict: 409,
    errors.Unavailable: 503,
}
"""By the nearest class: a subclass that is not named here has the status of its parent."""

TITLES: Final[Mapping[int, str]] = {
    400: "The request is malformed",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "The request took too long",
    409: "The game has moved on",
    412: "Somebody saved meanwhile",
    413: "Too large",
    415: "Not JSON",
    422: "The input is wrong",
    429: "Too many requests",
    431: "The head of the request is too large",
    500: "Our mistake",
    503: "Not available at the moment",
}


class ProblemError(Exception):
    """A refusal that the web itself makes (size, rate, origin); the game's own are `GameError`s."""

    def __init__(self, status: int, *faults: Fault, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(faults[0].code)
        self.status = status
        self.faults = faults
        self.headers = headers or {}


def response(
    status: int,
    faults: Sequence[Fault],
    *,
    headers: Mapping[str, str] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Response:
    """One problem document. `extra` adds members such as `current_turn`."""
    first = faults[0]
    document = {
        "type": f"/problems/{first.code}",
        "title": TITLES.get(status, "The request was refused"),
        "status": status,
        "detail": first.message,
        "field": first.field,
        "fix": first.fix,
        "faults": list(faults[:FAULTS_MAX]),
        **(extra or {}),
    }
    return Response(orjson.dumps(document), status, headers, MEDIA_TYPE)


def from_game_error(error: errors.GameError) -> Response:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    match error:
        case errors.TurnClosed():
            return response(status, error.faults, extra={"current_turn": error.current_turn})
        case errors.StaleDeadline():
            return response(status, error.faults, extra={"current_version": error.current_version})
        case errors.RevisionMismatch():
            return response(status, error.faults, extra={"current_rev": error.current_rev})
        case errors.Unavailable():
            return response(status, error.faults, headers={"Retry-After": "2"})
        case _:
            return response(status, error.faults)


def from_scenario(error: ScenarioInvalid) -> Response:
    return response(422, [fault.as_fault() for fault in error.faults])


def from_problem(problem: ProblemError) -> Response:
    return response(problem.status, problem.faults, headers=problem.headers)


def internal_error() -> Response:
    """The last resort: says nothing about the cause, which is in the log under the request's id."""
    fault = Fault(
        "internal_error", "", "The server made a mistake.", "Try again; tell the operator the request id."
    )
    return response(500, [fault])


def from_validation(error: RequestValidationError) -> Response:
    return response(422, [_fault(item) for item in error.errors()[:FAULTS_MAX]])


def from_http(error: HTTPException) -> Response:
    """What the framework refuses by itself: no such address, no such method."""
    match error.status_code:
        case 404:
            return from_game_error(errors.NotVisible())
        case 405:
            fault = Fault("method_not_allowed", "", "This address does not take that method.", _SEE)
        case _:
            fault = Fault("refused", "", "The request was refused.", _SEE)
    return response(error.status_code, [fault], headers=error.headers)


_SEE: Final = "See /api/openapi.json."

Refusal = TypeVar("Refusal", bound=Exception)


def install(app: FastAPI) -> None:
    """Answer every refusal of `app` with a problem document."""

    def answer(kind: type[Refusal], make: Callable[[Refusal], Response]) -> None:
        async def handler(_: Request, error: Exception) -> Response:
            return make(cast("Refusal", error))

        app.add_exception_handler(kind, handler)

    answer(errors.GameError, from_game_error)
    answer(ProblemError, from_problem)
    answer(ScenarioInvalid, from_scenario)
    answer(RequestValidationError, from_validation)
    answer(HTTPException, from_http)


def _fault(item: Mapping[str, Any]) -> Fault:
    """One of pydantic's errors in our words. `ctx` may be quoted: it is our schema's, never the sender's."""
    kind = str(item["type"])
    bounds = item.get("ctx", {})
    field = _path(item["loc"])
    match kind:
        case "missing":
            return Fault("field_missing", field, "The field is missing.", "Add it.")
        case "extra_forbidden":
            return Fault("field_unknown", field, "There is no such field.", "Remove it.")
        case "string_too_short":
            return Fault("text_too_short", field, "The text is too short.", _at_least(bounds, "min_length"))
        case "string_too_long":
            return Fault("text_too_long", field, "The text is too long.", _at_most(bounds, "max_length"))
        case "too_long":
            return Fault(
                "list_too_long", field, "There are too many entries.", _at_most(bounds, "max_length")
            )
        case "too_short":
            return Fault(
                "list_too_short", field, "There are too few entries.", _at_least(bounds, "min_length")
            )
        case "greater_than_equal" | "greater_than":
            return Fault("number_too_small", field, "The number is too small.", _at_least(bounds, "ge", "gt"))
        case "less_than_equal" | "less_than":
            return Fault("number_too_large", field, "The number is too large.", _at_most(bounds, "le", "lt"))
        case "literal_error" | "enum":
            return Fault(
                "value_unknown", field, "That is not one of the choices.", f"Use {bounds.get('expected')}."
            )
        case "string_pattern_mismatch":
            return Fault(
                "text_malformed", field, "The text has the wrong form.", f"Match {bounds.get('pattern')}."
            )
        case "json_invalid":
            return Fault("json_invalid", "body", "The body is not JSON.", "Send well-formed JSON.")
        case _ if kind in _WANTED:
            return Fault("wrong_type", field, "The value has the wrong type.", f"Send {_WANTED[kind]}.")
        case _:
            return Fault("value_refused", field, "The value is not acceptable.", _SEE)


_WANTED: Final[Mapping[str, str]] = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "dataclass_type": "an object",
    "date_type": "a date such as 2026-07-31",
    "date_parsing": "a date such as 2026-07-31",
    "date_from_datetime_parsing": "a date such as 2026-07-31",
}


def _at_least(bounds: Mapping[str, Any], *names: str) -> str:
    return _bound("at least", "more than", bounds, names)


def _at_most(bounds: Mapping[str, Any], *names: str) -> str:
    return _bound("at most", "less than", bounds, names)


def _bound(inclusive: str, exclusive: str, bounds: Mapping[str, Any], names: tuple[str, ...]) -> str:
    name = next(name for name in names if name in bounds)
    return f"Send {exclusive if name in ('gt', 'lt') else inclusive} {bounds[name]}."


def _path(loc: Sequence[str | int]) -> str:
    """`("body", "actions", 2, "target")` is `actions[2].target`; a parameter is its own name."""
    path = ""
    for part in loc[1:]:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += ("." if path else "") + safe_key(part)
    return path or ("body" if loc and loc[0] == "body" else str(loc[0]) if loc else "body")
