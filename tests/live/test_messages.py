"""The live protocol as data: what is parsed, what is written, and the schema that both are described by."""

import json
import typing

import jsonschema_rs
import pytest

from comity.game.events import PrivateEvent, PublicEvent
from comity.game.shapes import Heads
from comity.live.messages import (
    Ack,
    Bye,
    Heartbeat,
    Hello,
    Notice,
    NotOursError,
    Ping,
    Pong,
    ServerMessage,
    Welcome,
    encode,
    encode_snapshot,
    parse,
    schema,
)

NOW = "2026-01-31T10:00:00.000Z"


def test_the_three_client_messages_are_read() -> None:
    hello = '{"type":"hello","ticket":"t","epoch":null,"public":1,"private":2}'
    assert parse(hello) == Hello("hello", "t", None, 1, 2)
    assert parse('{"type":"ack","public":1,"private":2}') == Ack("ack", 1, 2)
    assert parse('{"type":"ping"}') == Ping("ping")


def test_a_client_cannot_speak_like_a_server() -> None:
    with pytest.raises(NotOursError):
        parse('{"type":"welcome"}')


def test_a_snapshot_is_wrapped_without_being_touched() -> None:
    assert json.loads(encode_snapshot(b'{"a":1}')) == {"type": "snapshot", "snapshot": {"a": 1}}


@pytest.mark.parametrize(
    "message",
    [
        Welcome("e", Heads(1, 2), NOW),
        Heartbeat(Heads(1, 2), NOW),
        Pong(),
        Notice("saving_paused"),
        Bye(1012, "r"),
    ],
)
def test_what_the_server_says_is_what_the_schema_describes(message: ServerMessage) -> None:
    document = schema()
    described = {"$defs": document["$defs"], **document["properties"]["server"]}
    jsonschema_rs.validator_for(described).validate(json.loads(encode(message)))


@pytest.mark.parametrize("event", typing.get_args(PublicEvent) + typing.get_args(PrivateEvent))
def test_every_event_is_in_the_schema_and_always_says_its_type(event: type) -> None:
    described = schema()["$defs"][event.__name__]
    assert "type" in described["required"]


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema_rs.meta.validate(schema())
