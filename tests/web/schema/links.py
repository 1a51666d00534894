"""What ties one operation to another: links in the manner of OpenAPI, added to the document for a run.

The served document has none, because no client of ours follows them. Every answer that names a game, a class
or a turn leads to whatever takes one.
"""

import copy
import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

BASE: Final = "/api/v1"
FROM_BODY: Final = "$response.body#"

Source = tuple[str, str, str]
"""Method, path under the base, status."""

GAMES: Final[Mapping[Source, str]] = {
    ("get", "/session", "200"): f"{FROM_BODY}/game",
    ("get", "/classes/{class_id}/games", "200"): f"{FROM_BODY}/0/id",
    ("post", "/classes/{class_id}/games", "201"): f"{FROM_BODY}/id",
    ("post", "/games/{game}/start", "200"): f"{FROM_BODY}/id",
    ("post", "/games/{game}/resolve", "200"): f"{FROM_BODY}/id",
    ("get", "/games/{game}", "200"): f"{FROM_BODY}/id",
}
"""Who names a game."""
TURNS: Final = {
    ("post", "/games/{game}/start", "200"): f"{FROM_BODY}/turn",
    ("post", "/games/{game}/resolve", "200"): f"{FROM_BODY}/turn",
    ("get", "/games/{game}", "200"): f"{FROM_BODY}/turn",
}
"""Who says which turn is open; the game is named there too."""
CLASSES: Final = {
    ("get", "/classes", "200"): f"{FROM_BODY}/0/id",
    ("post", "/classes", "201"): f"{FROM_BODY}/id",
}
ROOM: Final = ("get", "/games/{game}/room", "200")
BODIES: Final[Mapping[tuple[Source, str], Mapping[str, str]]] = {
    (ROOM, "look_at_code"): {"code": f"{FROM_BODY}/join_code"},
    (ROOM, "join_game"): {"code": f"{FROM_BODY}/join_code", "seat": f"{FROM_BODY}/seats/0/seat"},
    (ROOM, "create_ticket"): {"game": f"{FROM_BODY}/header/id"},
    (ROOM, "extend_turn"): {"deadline_version": f"{FROM_BODY}/header/deadline_version"},
    (ROOM, "resolve_turn"): {"turn": f"{FROM_BODY}/header/turn"},
}
"""What an answer gives to the body of another request."""
START: Final[Source] = ("get", "/session", "200")
"""From here everything can be asked, ids or not."""


def linked(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the document with links between its operations."""
    found: dict[str, Any] = copy.deepcopy(dict(document))
    numbers = itertools.count()
    for target, parameters in _operations(found):
        for source, values in _leading_to(target, parameters):
            _link(found, source, f"to_{target}_{next(numbers)}", {"operationId": target, **values})
    return found


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every operation's id with the parameters of its address."""
    for path in document["paths"].values():
        for operation in path.values():
            parameters = operation.get("parameters", ())
            yield operation["operationId"], frozenset(p["name"] for p in parameters if p["in"] == "path")


def _leading_to(target: str, parameters: frozenset[str]) -> Iterator[tuple[Source, dict[str, Any]]]:
    bodies = {source: dict(body) for (source, operation), body in BODIES.items() if operation == target}
    for source, body in bodies.items():
        own = {"game": "$request.path.game"} if "game" in parameters else {}
        yield source, {"requestBody": body, "parameters": own}
    if "n" in parameters:
        for source, turn in TURNS.items():
            yield source, {"parameters": {"game": GAMES[source], "n": turn}}
    elif "game" in parameters:
        for source, game in GAMES.items():
            yield source, {"parameters": {"game": game}}
    elif "class_id" in parameters:
        for source, class_id in CLASSES.items():
            yield source, {"parameters": {"class_id": class_id}}
    yield START, {}


def _link(document: dict[str, Any], source: Source, name: str, link: dict[str, Any]) -> None:
    method, path, status = source
    operation = document["paths"].get(BASE + path, {}).get(method)
    if operation is not None:  # a part of the document has a part of the links
        operation["responses"][status].setdefault("links", {})[name] = link
