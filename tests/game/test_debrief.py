"""The debrief opens at the end, and then it hides nothing."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import orjson
import pytest
from tests.game.boards import public_of, read_debrief
from tests.game.house import BOOST, House, curse
from tests.game.tiny_rulebook import RULES_VERSION, SEATS, TinyRulebook, load_tiny, secret

from comity.game import debrief, history, pace, press
from comity.game.access import ANONYMOUS
from comity.game.erasing import erase_person
from comity.game.errors import NotMade, NotVisible, WrongStatus
from comity.game.redacting import ERASED
from comity.game.rulebook import Rulebook
from comity.game.shapes import Debrief
from comity.game.shelf import Shelf
from comity.rules.draws import commitment


async def test_there_is_no_debrief_before_the_end_for_anybody(house: House) -> None:
    game = await house.started("usa")

    for caller in (game.teacher, game.player("usa"), await game.spectator()):
        with pytest.raises(WrongStatus) as refusal:
            await debrief.debrief(house.ports, caller, game.id)
        assert refusal.value.code == "not_ended"


async def test_at_the_end_every_member_reads_the_same_debrief_and_strangers_none(house: House) -> None:
    game = await house.started("usa", spectator_delay=3)
    await game.played_out()

    pages = [
        await debrief.debrief(house.ports, caller, game.id)
        for caller in (game.teacher, game.player("usa"), await game.spectator())
    ]

    assert pages[0] == pages[1] == pages[2]
    with pytest.raises(NotVisible):
        await debrief.debrief(house.ports, ANONYMOUS, game.id)


async def test_the_paths_run_from_the_opening_to_the_last_turn(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)
    await game.played_out()

    page = read_debrief(await debrief.debrief(house.ports, game.teacher, game.id))
    board = public_of(await history.snapshot(house.ports, game.teacher, game.id))

    assert [turn.turn for turn in page.turns] == [0, 1, 2, 3]
    assert page.turns[-1].indices == {"balance": board.indices["balance"].value}
    assert set(page.turns[0].stances) == set(SEATS)


async def test_scores_objectives_and_the_archive_are_opened(house: House) -> None:
    game = await house.started("usa", "fiji")
    await press.send_cable(house.ports, game.player("usa"), game.id, ["fiji"], "Psst!")
    await game.played_out()

    page = read_debrief(await debrief.debrief(house.ports, game.player("fiji"), game.id))

    assert [line.seat for line in page.scores] == list(SEATS)
    assert {seat: lines[0].text for seat, lines in page.objectives.items()} == {
        seat: secret(seat) for seat in SEATS
    }
    assert [(message["from"], message["to"], message["text"]) for message in page.archive] == [
        ("usa", ["fiji"], "Psst!")
    ]


async def test_the_moves_are_those_that_counted_and_say_who_was_a_bot(house: House) -> None:
    game = await house.started("usa", "fiji", bots_fill=True)
    await game.save("usa", curse("fiji"))
    await game.save("usa", BOOST)
    await game.save("fiji", BOOST)
    await game.save("fiji", None)
    await game.play_turn()
    await game.save("usa", curse("fiji"), n=2)
    await pace.finish(house.ports, game.teacher, game.id)

    page = read_debrief(await debrief.debrief(house.ports, game.teacher, game.id))

    assert [(move.turn, move.seat, move.by_bot) for move in page.moves] == [
        (1, "china", True),
        (1, "usa", False),
    ]
    assert page.moves[1].body == BOOST
    # A house bot tells why it moved so, and nobody asks that of a person
    assert {bool(move.because) for move in page.moves if move.by_bot} == {True}
    assert {bool(move.because) for move in page.moves if not move.by_bot} == {False}


async def test_the_seed_is_revealed_and_keeps_its_promise(house: House) -> None:
    game = await house.started("usa")
    promised = (await game.header()).seed_commitment
    await game.played_out()

    page = read_debrief(await debrief.debrief(house.ports, game.teacher, game.id))

    assert page.commitment_holds
    assert commitment(game.id, bytes.fromhex(page.seed)) == promised == page.header.seed_commitment
    assert page.header.seed == page.seed


async def test_a_seed_that_was_exchanged_breaks_its_promise(house: House) -> None:
    from sqlalchemy import update

    from comity.store import tables
    from comity.store.engine import make_engine

    game = await house.started("usa")
    await game.played_out()
    engine = make_engine(house.database_url)
    async with engine.begin() as connection:
        await connection.execute(update(tables.secret_seed).values(seed=b"another seed of thirty-two bytes"))
    await engine.dispose()

    assert not read_debrief(await debrief.debrief(house.ports, game.teacher, game.id)).commitment_holds


async def test_the_chronicle_opens_with_the_debrief_and_is_the_same_for_every_member(house: House) -> None:
    game = await house.started("usa", spectator_delay=3)
    for caller in (game.teacher, game.player("usa"), await game.spectator()):
        with pytest.raises(WrongStatus) as refusal:
            await debrief.chronicle(house.ports, caller, game.id)
        assert refusal.value.code == "not_ended"
    await game.played_out()

    told = [
        await debrief.chronicle(house.ports, caller, game.id)
        for caller in (game.teacher, game.player("usa"), await game.spectator())
    ]

    assert told[0] == told[1] == told[2]
    opening, silent = orjson.loads(told[0])["sections"]
    assert [(one["head"], one["text"].split(":")[0]) for one in opening["paragraphs"]] == [
        ("Turn", " 1"),
        ("Turn", " 2"),
        ("Turn", " 3"),
    ]
    assert silent["paragraphs"] == []
    with pytest.raises(NotVisible):
        await debrief.chronicle(house.ports, ANONYMOUS, game.id)


async def test_a_whole_class_that_opens_its_last_pages_at_once_has_them_made_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa", "fiji", bots_fill=True)
    await game.played_out()
    made: list[str] = []
    tell, reasons = TinyRulebook.story, TinyRulebook.bot_reasons

    def counting_story(book: TinyRulebook, *of: Any) -> Any:
        made.append("story")
        return tell(book, *of)

    def counting_reasons(book: TinyRulebook, *of: Any) -> Any:
        made.append("reasons")
        return reasons(book, *of)

    monkeypatch.setattr(TinyRulebook, "story", counting_story)
    monkeypatch.setattr(TinyRulebook, "bot_reasons", counting_reasons)
    readers = [game.player("usa"), game.player("fiji"), game.teacher] * 5

    await asyncio.gather(*(debrief.debrief(house.ports, reader, game.id) for reader in readers))
    await asyncio.gather(*(debrief.chronicle(house.ports, reader, game.id) for reader in readers))

    assert made.count("story") == 1
    assert made.count("reasons") == 3, "one for each turn"


async def test_a_large_game_is_told_the_same_from_a_process_of_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa", "fiji", bots_fill=True)
    await game.played_out()

    aside = house.ports.compute.aside

    async def pages(large_from: int) -> tuple[Debrief, bytes, list[str]]:
        made: list[str] = []

        async def counted(sources: Mapping[str, str], work: Callable[[Rulebook], Any]) -> Any:
            made.append(sources["scenario.yaml"])
            return await aside(sources, work)

        ports = house.replaced(shelf=Shelf(load_tiny, frozenset({RULES_VERSION}))).ports
        monkeypatch.setattr(ports.compute, "aside", counted)
        monkeypatch.setattr(debrief, "LARGE_BYTES", large_from)
        opened = read_debrief(await debrief.debrief(ports, game.teacher, game.id))
        return opened, await debrief.chronicle(ports, game.teacher, game.id), made

    small, large = await pages(large_from=debrief.LARGE_BYTES), await pages(large_from=1)

    assert small[:2] == large[:2]
    assert (len(small[2]), len(large[2])) == (0, 2)


async def test_a_page_that_could_not_be_made_is_made_for_who_asks_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    await game.played_out()
    aside, struck = house.ports.compute.aside, False

    async def struck_once(sources: Mapping[str, str], work: Callable[[Rulebook], Any]) -> Any:
        nonlocal struck
        if not struck:
            struck = True
            raise NotMade
        return await aside(sources, work)

    monkeypatch.setattr(house.ports.compute, "aside", struck_once)
    monkeypatch.setattr(debrief, "LARGE_BYTES", 1)

    with pytest.raises(NotMade) as refusal:
        await debrief.chronicle(house.ports, game.teacher, game.id)
    assert refusal.value.code == "not_made"
    assert orjson.loads(await debrief.chronicle(house.ports, game.teacher, game.id))["sections"]


async def test_who_is_erased_is_out_of_a_debrief_that_others_have_read(house: House) -> None:
    game = await house.started("usa")
    await press.make_statement(house.ports, game.player("usa"), game.id, "I was here.")
    await game.played_out()
    before = read_debrief(await debrief.debrief(house.ports, game.teacher, game.id))
    assert [message["text"] for message in before.archive] == ["I was here."]

    await erase_person(house.ports, game.player("usa").person or "")

    after = read_debrief(await debrief.debrief(house.ports, game.teacher, game.id))
    assert [message["text"] for message in after.archive] == [ERASED]
