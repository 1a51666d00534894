"""The documents that clients generate their types from, made without a server."""

from pathlib import Path
from typing import Any, Final

import orjson

from comity.app import openapi_document
from comity.live.messages import schema

OPENAPI_FILE: Final = "openapi.json"
LIVE_FILE: Final = "live-schema.json"


def openapi() -> bytes:
    """The OpenAPI document of every HTTP route."""
    return _sorted(openapi_document())


def live_schema() -> bytes:
    """The JSON Schema of the live messages."""
    return _sorted(schema())


def write(folder: Path) -> None:
    """Both, as files in `folder`."""
    (folder / OPENAPI_FILE).write_bytes(openapi() + b"\n")
    (folder / LIVE_FILE).write_bytes(live_schema() + b"\n")


def _sorted(document: dict[str, Any]) -> bytes:
    """Sorted and indented, so that each line of a difference is a change."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
