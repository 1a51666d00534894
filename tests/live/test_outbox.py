"""The bounded queue in front of every socket."""

import pytest
from websockets.frames import Frame, Opcode

from comity.live.frames import framed
from comity.live.outbox import BYTES_MAX, FRAMES_MAX, Outbox


def test_frames_come_out_in_the_order_in_which_they_went_in() -> None:
    outbox = Outbox()
    assert all(outbox.put(frame) for frame in (b"a", b"b", b"c"))
    assert [outbox.take() for _ in range(4)] == [b"a", b"b", b"c", None]


def test_it_takes_so_many_frames_and_no_more() -> None:
    outbox = Outbox()
    assert all(outbox.put(b"x") for _ in range(FRAMES_MAX))
    assert not outbox.put(b"x")
    outbox.take()
    assert outbox.put(b"x")


def test_it_takes_so_many_bytes_and_no_more() -> None:
    outbox, half = Outbox(), BYTES_MAX // 2
    assert outbox.put(b"x" * (half - 100))
    assert not outbox.put(b"x" * (half + 101))
    assert outbox.put(b"x" * (half + 100))
    assert outbox.held_bytes == BYTES_MAX


def test_one_frame_longer_than_the_limit_passes_when_nothing_waits() -> None:
    outbox = Outbox()
    assert outbox.put(b"x" * (BYTES_MAX + 1))
    assert not outbox.put(b"x")


def test_what_was_missed_leaves_the_whole_room_for_what_comes() -> None:
    outbox = Outbox()
    outbox.put_missed([b"m" * 1000] * 2000)
    assert all(outbox.put(b"x") for _ in range(FRAMES_MAX))
    assert not outbox.put(b"x")
    for _ in range(2000):
        outbox.take()
    assert not outbox.put(b"x")
    assert outbox.take() == b"x"
    assert outbox.held_bytes == (FRAMES_MAX - 1) * len(b"x")


def test_clearing_it_frees_all_room() -> None:
    outbox = Outbox()
    outbox.put_missed([b"m"])
    outbox.put(b"x" * BYTES_MAX)
    outbox.clear()
    assert len(outbox) == 0
    assert outbox.put(b"x" * BYTES_MAX)


def test_what_can_go_straight_out_never_waits_and_comes_after_what_waited() -> None:
    sent: list[bytes] = []
    outbox = Outbox()
    outbox.put(b"a")
    outbox.straight = sent.append
    outbox.put(b"b")
    assert [outbox.take(), outbox.take(), sent] == [b"a", b"b", []]
    assert all(outbox.put(b"c") for _ in range(FRAMES_MAX + 1))
    assert (len(outbox), set(sent)) == (0, {framed(b"c")})


@pytest.mark.parametrize("length", [0, 125, 126, 65535, 65536])
def test_a_frame_is_framed_once_as_the_library_would(length: int) -> None:
    text = "\u00e9".encode() + b"x" * length
    assert framed(text) is framed(text)
    assert framed(text) == Frame(Opcode.TEXT, text).serialize(mask=False)
