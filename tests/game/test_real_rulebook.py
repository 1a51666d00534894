"""The service with the real rules: a shipped scenario played to its end, exported, and proved."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest
from tests.game.boards import own_of, public_of, read_debrief
from tests.game.breakage import WatchedCompute
from tests.game.checks import Follower, left_out_moves, numbering_gaps, resolution_faults
from tests.game.house import Game, House, open_house
from tests.lab.games import told

from comity.game import debrief, history, injects, pace, submit, turn
from comity.game.compute import process_compute
from comity.game.engine import load_rulebook
from comity.game.errors import Refused
from comity.game.export import export_game
from comity.game.replay import verify
from comity.game.rulebook import ResolvedTurn
from comity.lab.quick_par import sample, standings
from comity.lab.story import tell, text
from comity.rules.draws import seed_from_number
from comity.rules.moves import Injected
from comity.rules.version import RULES_VERSION
from comity.scenarios import sources as shipped

SCENARIO = "crash-course"


class Shipped:
    """The shipped scenarios."""

    def sources(self, key: str) -> Mapping[str, str] | None:
        return shipped.read(shipped.find(key)) if key in shipped.shipped() else None


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(
        database_url, load=load_rulebook, rules_version=RULES_VERSION, scenarios=Shipped()
    ) as opened:
        yield opened


async def started(house: House) -> tuple[Game, str]:
    """A running game with one person in its first seat, and bots in all others."""
    game = await house.lobby(scenario=SCENARIO, bots_fill=True)
    seat = load_rulebook(Shipped().sources(SCENARIO) or {}).seats[0]
    await game.sit(seat)
    return game, seat


async def test_a_person_and_the_house_bots_play_a_shipped_scenario_to_a_file_that_proves_itself(
    house: House,
) -> None:
    game, seat = await started(house)
    player = game.player(seat)
    await pace.start(house.ports, game.teacher, game.id)
    follower = await Follower.of(game, player)
    while (header := await game.header()).status != "ended":
        own = own_of(await history.snapshot(house.ports, player, game.id))
        possible = next(
            option
            for option in own.actions
            if option.reason is None and not option.targets and not option.not_now
        )
        body = {"actions": [{"action": possible.action}], "stance": _points(own.stance)}
        await game.save(seat, body, n=header.turn)
        await game.play_turn()
        assert await follower.differences() == []

    page = read_debrief(await debrief.debrief(house.ports, player, game.id))
    file = await export_game(house.ports, player, game.id, "json")
    verdict = verify(file.body, load_rulebook)
    last = await history.snapshot(house.ports, player, game.id)

    assert page.objectives[seat] == own_of(last).objectives != []
    assert {vote for move in page.moves for vote in move.body.get("votes", {})} <= set(page.docket)
    assert all(page.docket.values())
    assert set(page.par) == {line.seat for line in page.scores}
    assert all(own.p10 <= own.mean <= own.p90 and 0 <= own.beaten <= 1 for own in page.par.values())
    assert verdict.problems == ()
    assert verdict.turns_checked == header.turns == len(page.turns) - 1
    assert {move.seat for move in page.moves if move.by_bot} == {line.seat for line in page.scores} - {seat}
    assert await left_out_moves(game) == await resolution_faults(game) == await numbering_gaps(game) == []


async def test_an_event_that_is_sent_is_told_asks_and_strikes_like_any_other_and_the_file_proves_it(
    house: House,
) -> None:
    game, seat = await started(house)
    player = game.player(seat)
    await pace.start(house.ports, game.teacher, game.id)
    before = await history.snapshot(house.ports, player, game.id)
    words = await history.texts(house.ports, player, game.id)
    come = {(event.event, event.state) for event in public_of(before).events}
    event, choice = next(
        (key, list(text["choices"])[-1])
        for key, text in words["events"].items()
        if text["hits"] == "state" and text["choices"] and key not in {event for event, _ in come}
    )
    sent = Injected(event, own_of(before).state)

    await injects.send(house.ports, game.teacher, game.id, sent)
    await game.play_turn()

    after = await history.snapshot(house.ports, player, game.id)
    assert (event, sent.state) in {(found.event, found.state) for found in public_of(after).events}
    assert event in {asked.event for asked in own_of(after).answers}
    told = [headline.about for headline in public_of(after).headlines if headline.kind == "event"]
    assert [f"event:{event}", f"state:{sent.state}"] in told
    await game.save(seat, {"answers": {event: choice}}, n=2)
    await game.play_turn()
    causes = await history.causes(house.ports, game.teacher, game.id, 2, subject=f"state:{sent.state}")
    assert f"choice.{event}.{choice}" in {line.rule for line in causes}
    await game.played_out()
    file = await export_game(house.ports, game.teacher, game.id, "json")
    assert verify(file.body, load_rulebook).problems == ()


def test_a_turns_digest_covers_what_was_sent_in_whatever_order() -> None:
    book = load_rulebook(Shipped().sources(SCENARIO) or {})
    opening, seed = book.opening(b"s" * 32), b"s" * 32
    states = [state for state, words in book.texts()["states"].items() if words]
    event = next(key for key, text in book.texts()["events"].items() if text["hits"] == "state")
    one, other = Injected(event, states[0]), Injected(event, states[1])

    def resolved(*sent: Injected) -> ResolvedTurn:
        return book.resolve(opening.state, {}, sent, seed, opening.digest)

    assert resolved(one, other) == resolved(other, one, other)
    inputs = {resolved(*sent).input_digest for sent in ((), (one,), (other,), (one, other))}
    assert len(inputs) == 4


async def test_a_changed_move_in_the_file_of_a_real_game_is_found_out(house: House) -> None:
    game, _ = await started(house)
    await pace.start(house.ports, game.teacher, game.id)
    await game.played_out()
    file = json.loads((await export_game(house.ports, game.teacher, game.id, "json")).body)
    move = next(move for move in file["moves"] if move["body"])
    move["body"] = {}

    verdict = verify(json.dumps(file).encode(), load_rulebook)

    assert not verdict.holds


async def test_a_worker_process_resolves_the_real_rules_to_the_same_bytes(house: House) -> None:
    game, _ = await started(house)
    await pace.start(house.ports, game.teacher, game.id)
    watched, workers = WatchedCompute(house.ports.compute), process_compute(load_rulebook, workers=1)
    house.clock.advance(minutes=10)
    await turn.sweep(house.replaced(compute=watched).ports)

    inputs = watched.seen[0]
    outcomes = [await house.ports.compute.play(inputs), await workers.play(inputs)]

    workers.close()
    assert outcomes[0] == outcomes[1]


def test_the_story_of_a_stored_game_is_that_of_the_command_line() -> None:
    book, seed = load_rulebook(Shipped().sources(SCENARIO) or {}), seed_from_number(1)
    opening = book.opening(seed)
    states, ledgers, digest = [opening.state], [b""], opening.digest
    for _ in range(book.turns):
        moves = book.bot_moves(states[-1], book.seats, seed)
        turn = book.resolve(states[-1], moves, (), seed, digest)
        states, ledgers, digest = [*states, turn.state], [*ledgers, turn.ledger], turn.digest
    one = told(SCENARIO, 1)
    par = standings(one.scenario, one.game.document["scores"], sample(one.scenario))
    assert text(book.story(states, ledgers)) == text(tell(one.scenario, replace(one.game, par=par)))


def test_a_game_that_was_ended_early_has_no_par() -> None:
    book, seed = load_rulebook(Shipped().sources(SCENARIO) or {}), seed_from_number(1)
    opening = book.opening(seed)
    first = book.resolve(opening.state, {}, (), seed, opening.digest)
    assert (book.turns > 1, book.par(first.state)) == (True, {})


def test_a_game_that_ended_before_its_first_turn_has_a_story_too() -> None:
    book = load_rulebook(Shipped().sources(SCENARIO) or {})
    assert book.story([book.opening(seed_from_number(1)).state], [b""]).sentences() == ()


async def test_the_real_rules_refuse_an_impossible_move_by_field(house: House) -> None:
    game, seat = await started(house)
    await pace.start(house.ports, game.teacher, game.id)

    with pytest.raises(Refused) as refusal:
        await game.save(seat, {"actions": [{"action": "fly_to_the_moon"}]})

    assert refusal.value.faults[0].field.startswith("actions[0]")
    assert await submit.saved_move(house.ports, game.player(seat), game.id, 1) is None


def _points(stance: Mapping[str, float]) -> dict[str, int]:
    """Ten whole points as near to these shares as rounding down and topping up allows."""
    points = {key: int(share * 10) for key, share in stance.items()}
    for key in sorted(points, key=lambda key: points[key] - stance[key] * 10)[: 10 - sum(points.values())]:
        points[key] += 1
    return points


async def test_a_chosen_length_and_theory_are_pinned_with_the_game(house: House) -> None:
    # Given two games of one scenario, of which one is to be short and resolved under another theory
    plain = await house.lobby(scenario=SCENARIO)
    chosen = await house.lobby(scenario=SCENARIO, length="lesson", theory="realist")
    # Then each has its own turns
    assert ((await plain.header()).turns, (await chosen.header()).turns) == (4, 3)
    # And when it has been played it has ended after them, and proves itself from its file
    await chosen.sit(load_rulebook(Shipped().sources(SCENARIO) or {}).seats[0])
    await pace.start(house.ports, chosen.teacher, chosen.id)
    await chosen.played_out()
    assert ((await chosen.header()).status, (await chosen.header()).turn) == ("ended", 3)
    file = await export_game(house.ports, chosen.teacher, chosen.id, "json")
    assert verify(file.body, load_rulebook).problems == ()
