"""The document of our interface, and whether what is answered is what it describes."""

import json
from typing import Any, Final

import httpx
import jsonschema_rs

from comity.commands import documents
from comity.web.api import BASE

DOCUMENT: Final[dict[str, Any]] = json.loads(documents.openapi())
OTHER_DOCUMENTS: Final = ("/games/{game}/export", "/live/schema")
"""Routes that answer with a file whose shape is described elsewhere."""


def assert_described(method: str, path: str, answer: httpx.Response) -> None:
    """The document knows this status of the route, and its body has the shape that is given there."""
    described = DOCUMENT["paths"][BASE + path][method.lower()]["responses"]
    assert str(answer.status_code) in described, f"{method} {path}: {answer.status_code}"
    if answer.content and path not in OTHER_DOCUMENTS:
        media_type = answer.headers["content-type"]
        schema_of(described[str(answer.status_code)], media_type).validate(answer.json())


def schema_of(described: dict[str, Any], media_type: str) -> Any:
    """What validates an answer that is described so."""
    if "$ref" in described:
        name = described["$ref"].rpartition("/")[2]
        described = DOCUMENT["components"]["responses"][name]
    return validator(schema=described["content"][media_type]["schema"])


def validator(ref: str | None = None, schema: dict[str, Any] | None = None) -> Any:
    """What validates by a schema of the document, by its address or as it stands."""
    root = {"$ref": ref} if ref else schema or {}
    return jsonschema_rs.validator_for({**root, "components": DOCUMENT["components"]})
