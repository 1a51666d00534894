"""Of what was said a snapshot holds the end, and the rest is read page by page; each in their own measure."""

from collections.abc import Collection

import pytest
from tests.game.house import Game, House

from comity.game import history, press
from comity.game.access import Caller
from comity.game.errors import Refused
from comity.game.records import MessageKind, MessageRow
from comity.game.shapes import Message
from comity.game.wire import encode
from comity.game.words import MESSAGE_LENGTH
from comity.store.telling import MessagesTable

LONGEST = "🜨" * MESSAGE_LENGTH
"""No message is longer as it is sent: four bytes a sign."""
NO_MESSAGE = "f" * 32


async def talk(game: Game, rounds: int) -> None:
    """In each round a statement, and a cable that China does not read; all in one instant."""
    for n in range(rounds):
        await press.make_statement(game.ports, game.player("usa"), game.id, f"Statement {n}.")
        await press.send_cable(game.ports, game.player("fiji"), game.id, ["usa"], f"Cable {n}.")


async def pages(game: Game, caller: Caller) -> list[list[Message]]:
    """What the caller reads from the snapshot back to the beginning, each page with the right count."""
    seen = await history.snapshot(game.ports, caller, game.id)
    page, left = seen.messages, seen.earlier_messages
    found = [page]
    while left:
        earlier = await press.earlier(game.ports, caller, game.id, found[-1][0]["id"])
        assert left == len(earlier.messages) + earlier.earlier_messages
        found.append(earlier.messages)
        left = earlier.earlier_messages
    return found


async def archive(game: Game) -> list[Message]:
    async with game.ports.store.read() as work:
        return press.archive(await work.messages.of_game(game.id))


def small_pages(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(press, "PAGE_MESSAGES", most)


@pytest.mark.parametrize("most", [1, 3, 4])
async def test_given_more_than_a_page_when_read_page_by_page_then_each_reads_all_of_theirs_once_and_in_order(
    house: House, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    small_pages(monkeypatch, most)
    game = await house.started("usa", "fiji", "china")
    await talk(game, 3)
    house.clock.advance(minutes=1)
    await talk(game, 3)
    everything = await archive(game)
    statements = [message for message in everything if message["kind"] == "statement"]

    for caller, own in [
        (game.teacher, everything),
        (game.player("usa"), everything),
        (game.player("china"), statements),
        (await game.spectator(), statements),
    ]:
        found = await pages(game, caller)

        assert [message for page in reversed(found) for message in page] == own
        assert {len(page) for page in found[:-1]} <= {most}


async def test_given_no_more_than_a_page_when_a_snapshot_is_read_then_nothing_comes_before_it(
    house: House,
) -> None:
    game = await house.started("usa", "fiji")
    silent = await history.snapshot(house.ports, game.teacher, game.id)
    await talk(game, 2)

    seen = await history.snapshot(house.ports, game.teacher, game.id)

    assert (silent.messages, silent.earlier_messages) == ([], 0)
    assert (len(seen.messages), seen.earlier_messages) == (4, 0)
    first = await press.earlier(house.ports, game.teacher, game.id, seen.messages[0]["id"])
    assert (first.messages, first.earlier_messages) == ([], 0)
    assert (await press.earlier(house.ports, game.teacher, game.id)).messages == seen.messages


async def test_given_the_longest_messages_when_read_then_no_page_is_heavier_than_is_said(
    house: House,
) -> None:
    game = await house.started("usa", "fiji")
    for _ in range(40):
        await press.make_statement(house.ports, game.player("usa"), game.id, LONGEST)

    found = await pages(game, game.teacher)

    assert sum(map(len, found)) == 40
    weights = [sum(len(encode(message)) for message in page) for page in found]
    assert max(weights) <= press.PAGE_BYTES
    assert min(weights[:-1]) > press.PAGE_BYTES / 2


async def test_given_a_message_heavier_than_a_page_when_read_then_it_comes_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "PAGE_BYTES", 10)
    game = await house.started("usa", "fiji")
    await talk(game, 2)

    assert [len(page) for page in await pages(game, game.teacher)] == [1, 1, 1, 1]


async def test_given_a_message_that_is_hidden_or_is_none_when_asked_before_it_then_the_answer_is_the_same(
    house: House,
) -> None:
    game, other = await house.started("usa", "fiji", "china"), await house.started("usa", "fiji")
    await talk(game, 1)
    await talk(other, 1)
    statement, cable = await archive(game)
    elsewhere = await archive(other)
    if statement["kind"] == "cable":
        statement, cable = cable, statement

    for caller in (game.player("china"), await game.spectator()):
        told = set()
        for hidden in (cable["id"], elsewhere[0]["id"], NO_MESSAGE):
            with pytest.raises(Refused) as refusal:
                await press.earlier(house.ports, caller, game.id, hidden)
            told.add(refusal.value.faults)
        assert [(fault.code, fault.field) for fault in told.pop()] == [("unknown_message", "before")]
        assert told == set()
        assert (await press.earlier(house.ports, caller, game.id, statement["id"])).messages == []


async def test_given_a_delayed_spectator_when_read_page_by_page_then_only_turns_that_were_told_are_counted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch, 1)
    game = await house.started("usa", "fiji", spectator_delay=1)
    await talk(game, 2)
    await game.play_turn()
    await talk(game, 2)
    watcher = await game.spectator()
    of_now = next(one for one in await archive(game) if one["turn"] == 2 and one["kind"] == "statement")

    told = await pages(game, watcher)

    assert [message["turn"] for page in told for message in page] == [1, 1]
    with pytest.raises(Refused):
        await press.earlier(house.ports, watcher, game.id, of_now["id"])


async def test_given_many_cables_when_a_spectator_looks_then_the_words_of_none_are_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa", "fiji")
    await talk(game, 5)
    watcher, read, newest = await game.spectator(), list[MessageRow](), MessagesTable.newest

    async def watched(
        table: MessagesTable,
        of: str,
        senders: Collection[tuple[MessageKind, str]],
        before: MessageRow | None,
        limit: int,
    ) -> list[MessageRow]:
        rows = await newest(table, of, senders, before, limit)
        read.extend(rows)
        return rows

    monkeypatch.setattr(MessagesTable, "newest", watched)
    monkeypatch.setattr(MessagesTable, "of_game", None)
    small_pages(monkeypatch, 2)

    seen = await history.snapshot(house.ports, watcher, game.id)

    assert (len(seen.messages), seen.earlier_messages) == (2, 3)
    assert {row.kind for row in read} == {"statement"}
    assert len(read) <= 4, "and no more of the others than a page or two"
