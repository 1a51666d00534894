"""Stored deliveries lose what was erased, and nothing else; what held none of it is left as it is."""

from typing import Any

import orjson
import pytest

from comity.game.records import ToldRow
from comity.game.redacting import ERASED, Redaction, redacted
from comity.game.wire import encode

STATEMENT: dict[str, Any] = {"type": "statement_made", "message": {"id": "m1", "text": "We come in peace."}}
ROOM: dict[str, Any] = {"type": "room_changed", "seat": {"people": [{"name": "Grace"}, {"name": "Alan"}]}}
MOVE: dict[str, Any] = {"type": "move_saved", "move": {"by": "Grace", "body": {}}}
OPENED: dict[str, Any] = {"type": "turn_opened", "header": {"title": "Ada's class"}}
ALL = (STATEMENT, ROOM, MOVE, OPENED)


def after(what: Redaction, *events: dict[str, Any]) -> list[dict[str, Any]]:
    """The events that had to change, as they are told now."""
    told = [ToldRow("public", seq, encode({"seq": seq, "event": event})) for seq, event in enumerate(events)]
    return [orjson.loads(row.body)["event"] for row in redacted(told, what)]


@pytest.mark.parametrize("event", ALL, ids=lambda event: str(event["type"]))
def test_nothing_changes_where_nothing_goes(event: dict[str, Any]) -> None:
    assert after(Redaction(), event) == []


def test_only_the_words_that_go_are_erased_and_only_once() -> None:
    (erased,) = after(Redaction(messages=frozenset({"m1"})), *ALL)

    assert erased["message"] == {"id": "m1", "text": ERASED}
    assert after(Redaction(messages=frozenset({"m1"})), erased) == []
    assert after(Redaction(messages=frozenset({"m2"})), *ALL) == []


def test_a_name_goes_from_the_room_and_from_moves_and_others_stay() -> None:
    room, move = after(Redaction(names=frozenset({"Grace"})), *ALL)

    assert room["seat"]["people"] == [{"name": "Alan"}]
    assert move["move"] == {"by": None, "body": {}}
    assert after(Redaction(names=frozenset({"Eve"})), *ALL) == []


def test_every_name_goes_where_all_do() -> None:
    room, move = after(Redaction(names=None), *ALL)

    assert room["seat"]["people"] == []
    assert move["move"]["by"] is None


def test_a_title_is_changed_where_one_is_given_and_is_another() -> None:
    (opened,) = after(Redaction(title=ERASED), *ALL)

    assert opened["header"] == {"title": ERASED}
    assert after(Redaction(title=ERASED), opened) == []


def test_a_delivery_keeps_its_stream_and_its_number() -> None:
    told = [ToldRow("seat:usa", 7, encode({"seq": 7, "event": STATEMENT}))]

    (row,) = redacted(told, Redaction(messages=frozenset({"m1"})))

    assert (row.viewer, row.seq, orjson.loads(row.body)["seq"]) == ("seat:usa", 7, 7)
