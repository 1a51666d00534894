"""The live session by its rules: `docs/protocol.md`, "Live". No socket, no clock, no waiting."""

import pytest
from tests.live.sessions import EPOCH, NOW, checked, deliveries, delivery, hello, live_session, said

from comity.game.shapes import Heads
from comity.live.messages import CloseCode
from comity.live.session import (
    CREDITS,
    HEARTBEAT_SECONDS,
    HELLO_SECONDS_MAX,
    REPLAY_MAX,
    CheckTicket,
    HangUp,
    ReadMissed,
    ReadSnapshot,
    Session,
    Stage,
)


def code_of(action: object) -> int | None:
    return action.code if isinstance(action, HangUp) else None


class TestHello:
    def test_the_first_frame_asks_for_the_ticket_to_be_checked(self) -> None:
        session = Session(now=0.0)
        assert session.receive(hello(ticket="abc"), now=1.0) == CheckTicket("abc")
        assert session.stage is Stage.CHECKING
        assert said(session) == []

    def test_an_admitted_client_with_numbers_gets_what_it_missed(self) -> None:
        session = Session(now=0.0)
        assert checked(session, hello(public=3, private=1)) == ReadMissed(3, 1)

    def test_an_admitted_client_without_an_epoch_gets_a_snapshot(self) -> None:
        assert checked(Session(now=0.0), hello(epoch=None)) == ReadSnapshot()

    def test_a_refused_ticket_ends_the_connection_with_4001(self) -> None:
        session = Session(now=0.0)
        session.receive(hello(), now=0.0)
        assert code_of(session.refuse()) == CloseCode.TICKET_REFUSED
        assert [one["type"] for one in said(session)] == ["bye"]

    def test_silence_until_the_deadline_ends_it_with_4010(self) -> None:
        session = Session(now=100.0)
        assert session.tick(100.0 + HELLO_SECONDS_MAX - 0.1, NOW) is None
        assert code_of(session.tick(100.0 + HELLO_SECONDS_MAX, NOW)) == CloseCode.HELLO_TOO_LATE

    def test_a_slow_ticket_check_is_not_a_late_hello(self) -> None:
        session = Session(now=0.0)
        session.receive(hello(), now=1.0)
        assert session.tick(HELLO_SECONDS_MAX + 1, NOW) is None

    @pytest.mark.parametrize("frame", ['{"type":"ping"}', '{"type":"ack","public":0,"private":0}'])
    def test_anything_else_before_hello_is_a_protocol_error(self, frame: str) -> None:
        assert code_of(Session(now=0.0).receive(frame, now=0.0)) == CloseCode.PROTOCOL_ERROR

    def test_a_second_hello_is_a_protocol_error(self) -> None:
        assert code_of(live_session().receive(hello(), now=1.0)) == CloseCode.PROTOCOL_ERROR


class TestCatchingUp:
    def test_missed_deliveries_follow_the_welcome_in_order(self) -> None:
        session = Session(now=0.0)
        checked(session, hello(public=2, private=0))
        public, private = deliveries(3, 5), deliveries(1, 1, "private")
        assert session.replay(EPOCH, Heads(5, 1), public, private, NOW) is None
        welcome, *rest = said(session)
        assert welcome == {
            "type": "welcome",
            "protocol": 1,
            "epoch": EPOCH,
            "heads": {"public": 5, "private": 1},
            "server_now": NOW,
        }
        assert [(one["stream"], one["seq"]) for one in rest] == [
            ("public", 3),
            ("public", 4),
            ("public", 5),
            ("private", 1),
        ]
        assert session.resumed == "replay"

    def test_who_missed_nothing_gets_a_welcome_only(self) -> None:
        session = Session(now=0.0)
        checked(session, hello(public=7))
        session.replay(EPOCH, Heads(7, 0), [], [], NOW)
        assert [one["type"] for one in said(session)] == ["welcome"]
        assert session.resumed == "nothing"

    def test_another_epoch_needs_a_snapshot(self) -> None:
        session = Session(now=0.0)
        checked(session, hello(epoch="before the backup", public=7))
        assert session.replay(EPOCH, Heads(7, 0), [], [], NOW) == ReadSnapshot()

    def test_a_gap_of_exactly_the_limit_is_replayed(self) -> None:
        session = Session(now=0.0)
        checked(session, hello())
        public = deliveries(1, REPLAY_MAX)
        assert session.replay(EPOCH, Heads(REPLAY_MAX, 0), public, [], NOW) is None
        assert len(said(session)) == REPLAY_MAX + 1

    def test_a_gap_past_the_limit_needs_a_snapshot(self) -> None:
        session = Session(now=0.0)
        checked(session, hello())
        public = deliveries(1, REPLAY_MAX)
        assert session.replay(EPOCH, Heads(REPLAY_MAX + 1, 0), public, [], NOW) == ReadSnapshot()

    def test_numbers_from_the_future_need_a_snapshot(self) -> None:
        session = Session(now=0.0)
        checked(session, hello(public=9))
        assert session.replay(EPOCH, Heads(7, 0), [], [], NOW) == ReadSnapshot()

    def test_a_snapshot_sets_the_numbers_from_which_deliveries_go_on(self) -> None:
        session = Session(now=0.0)
        checked(session, hello(epoch=None))
        assert session.restart_from("e2", Heads(7, 3), b'{"epoch":"e2"}', NOW) is None
        welcome, snapshot = said(session)
        assert welcome["epoch"] == "e2"
        assert snapshot == {"type": "snapshot", "snapshot": {"epoch": "e2"}}
        session.deliver("public", 8, [delivery(8)])
        assert [one["seq"] for one in said(session)] == [8]

    def test_what_was_missed_does_not_count_as_reading_slowly(self) -> None:
        session = Session(now=0.0)
        checked(session, hello())
        session.replay(EPOCH, Heads(400, 0), deliveries(1, 400), [], NOW)
        assert session.deliver("public", 401, [delivery(401)]) is None

    def test_the_client_may_leave_before_the_ticket_is_checked(self) -> None:
        session = Session(now=0.0)
        session.receive(hello(), now=0.0)
        session.closed()
        assert session.admit() is None
        assert session.replay(EPOCH, Heads(0, 0), [], [], NOW) is None
        assert said(session) == []


class TestDeliveries:
    def test_each_stream_has_its_own_numbers(self) -> None:
        session = live_session(public=4, private=2)
        session.deliver("public", 5, [delivery(5)])
        session.deliver("private", 3, [delivery(3, "private")])
        assert session.heads == Heads(5, 3)
        assert [(one["stream"], one["seq"]) for one in said(session)] == [("public", 5), ("private", 3)]

    def test_what_was_sent_before_is_left_out(self) -> None:
        session = live_session(public=4)
        session.deliver("public", 3, deliveries(3, 6))
        assert [one["seq"] for one in said(session)] == [5, 6]

    def test_a_hole_is_never_sent(self) -> None:
        session = live_session(public=4)
        assert code_of(session.deliver("public", 6, [delivery(6)])) == CloseCode.RESTART
        assert [one["type"] for one in said(session)] == ["bye"]

    def test_nothing_is_delivered_before_the_client_has_caught_up(self) -> None:
        session = Session(now=0.0)
        checked(session)
        assert session.deliver("public", 1, [delivery(1)]) is None
        assert said(session) == []

    def test_a_reader_that_leaves_too_much_waiting_is_hung_up_on_with_4008(self) -> None:
        session = live_session()
        action = None
        last = 0
        while action is None:
            last += 1
            action = session.deliver("public", last, [delivery(last)])
        assert code_of(action) == CloseCode.TOO_SLOW
        assert last == 257
        assert [one["code"] for one in said(session)] == [CloseCode.TOO_SLOW]

    def test_a_revoked_session_is_sent_nothing_more(self) -> None:
        session = live_session()
        session.deliver("public", 1, [delivery(1)])
        action = session.hang_up(CloseCode.NO_LONGER_ALLOWED, "rotated")
        assert code_of(action) == CloseCode.NO_LONGER_ALLOWED
        assert said(session) == [{"type": "bye", "code": 4003, "reason": "rotated"}]
        assert session.deliver("public", 2, [delivery(2)]) is None
        assert said(session) == []

    def test_hanging_up_twice_is_hanging_up_once(self) -> None:
        session = live_session()
        assert session.hang_up(CloseCode.RESTART, "restart") is not None
        assert session.hang_up(CloseCode.TOO_SLOW, "slow") is None
        assert len(said(session)) == 1


class TestHeartbeat:
    def test_it_carries_the_numbers_every_fifteen_seconds(self) -> None:
        session = live_session(public=4, private=2)
        session.tick(HEARTBEAT_SECONDS - 0.1, NOW)
        assert said(session) == []
        session.tick(HEARTBEAT_SECONDS, NOW)
        session.tick(HEARTBEAT_SECONDS + 1, NOW)
        expected = {"type": "heartbeat", "heads": {"public": 4, "private": 2}, "server_now": NOW}
        assert said(session) == [expected]
        session.tick(2 * HEARTBEAT_SECONDS, NOW)
        assert len(said(session)) == 1

    def test_a_notice_says_that_saving_is_paused(self) -> None:
        session = live_session()
        session.notice("saving_paused")
        assert said(session) == [{"type": "notice", "code": "saving_paused"}]


class TestHostileFrames:
    @pytest.mark.parametrize(
        "frame",
        [
            "",
            "null",
            "[]",
            "{",
            "hello",
            '{"type":"bye"}',
            '{"type":"hello"}',
            '{"type":"ping","seat":"usa"}',
            '{"type":["ping"]}',
            '{"type":"ack","public":-1,"private":0}',
            '{"type":"ack","public":1.5,"private":0}',
            '{"type":"ack","public":NaN,"private":0}',
            '{"type":"ack","public":"1","private":0}',
            '{"type":"ack","public":9223372036854775808,"private":0}',
            '{"type":"ack","public":true,"private":0}',
            '{"type":"ack","public":' + "9" * 3000 + ',"private":0}',
            '{"type":"ping","x":"\\ud800"}',
            "[" * 4000,
            '{"a":' * 600,
            "x" * 4097,
            "\x00",
        ],
    )
    def test_a_frame_that_is_no_message_ends_it_with_4000(self, frame: str) -> None:
        session = live_session()
        assert code_of(session.receive(frame, now=1.0)) == CloseCode.PROTOCOL_ERROR
        (bye,) = said(session)
        assert bye["reason"] in (
            "the frame is neither hello, ack nor ping",
            "frames are text of at most 4 KiB",
        )

    def test_a_binary_frame_ends_it_with_4000(self) -> None:
        assert code_of(live_session().receive(b'{"type":"ping"}', now=1.0)) == CloseCode.PROTOCOL_ERROR

    def test_as_many_frames_as_credits_are_answered(self) -> None:
        session = live_session()
        for n in range(CREDITS - 1):  # hello was the first
            assert session.receive('{"type":"ping"}', now=1.0 + n / 100) is None
        assert [one["type"] for one in said(session)] == ["pong"] * (CREDITS - 1)

    def test_one_frame_more_ends_it_with_4009(self) -> None:
        session = live_session()
        for _ in range(CREDITS - 1):
            session.receive('{"type":"ping"}', now=1.0)
        assert code_of(session.receive('{"type":"ping"}', now=9.9)) == CloseCode.TOO_MANY_FRAMES

    def test_credits_come_back_with_time(self) -> None:
        session = live_session()
        for n in range(100):
            assert session.receive('{"type":"ping"}', now=1.0 + n) is None

    def test_frames_after_the_end_are_not_looked_at(self) -> None:
        session = live_session()
        session.hang_up(CloseCode.RESTART, "restart")
        assert session.receive("garbage", now=1.0) is None
