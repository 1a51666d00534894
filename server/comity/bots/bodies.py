"""Moves of the engine's form as what seats submit: the inverse of `intake.gather`, for one game."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from comity.bots.stance import TENTH
from comity.rules import legal
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.moves import VOTES, Moves
from comity.rules.voting import entitled
from comity.rules.world import World


def of_seats(
    world: World, catalogue: Catalogue, moves: Moves, seats: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """What each of these seats submits, as a move body, in a world of one game."""
    votes = entitled(world, catalogue)[0]
    return {key: _body(world, catalogue, moves, key, votes[:, catalogue.seat(key).state]) for key in seats}


def _body(
    world: World, catalogue: Catalogue, moves: Moves, seat: str, may_vote: np.ndarray[Any, np.dtype[np.bool_]]
) -> dict[str, Any]:
    state = catalogue.seat(seat).state
    body: dict[str, Any] = {
        "actions": [_action(catalogue, row) for row in moves.actions[moves.actions[:, 1] == state].tolist()],
        "votes": {
            legal.docket_id(world.turn + 1, slot): VOTES[int(moves.votes[0, slot, state])]
            for slot in np.nonzero(may_vote)[0].tolist()
        },
    }
    if moves.stance[0, state, 0] >= 0:
        points = (moves.stance[0, state] // TENTH).tolist()
        body["stance"] = dict(zip(words.GLOBALISMS, points, strict=True))
    tabled = [_tabled(catalogue, row) for row in moves.tabled[moves.tabled[:, 1] == state].tolist()]
    if tabled:
        body["tabled"] = tabled
    events = catalogue.events
    asked = [event for event in np.nonzero(world.pending[0, :, state])[0].tolist() if events.choices[event]]
    if asked:
        body["answers"] = {
            events.keys[event]: events.choices[event][int(moves.answers[0, event, state])] for event in asked
        }
    return body


def _action(catalogue: Catalogue, row: list[int]) -> dict[str, Any]:
    _, _, action, target, effort = row
    key = catalogue.actions.keys[action]
    return (
        {"action": key}
        | _target(catalogue, catalogue.actions.target[action], target)
        | ({"effort": effort} if effort > 1 else {})
    )


def _tabled(catalogue: Catalogue, row: list[int]) -> dict[str, Any]:
    _, _, resolution, institution, target = row
    return {
        "resolution": catalogue.resolutions.keys[resolution],
        "institution": catalogue.institutions.keys[institution],
    } | _target(catalogue, catalogue.resolutions.target[resolution], target)


def _target(catalogue: Catalogue, kind: str, target: int) -> dict[str, str]:
    return {} if target < 0 else {"target": catalogue.targets(kind)[target]}
