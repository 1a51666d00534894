"""What bots plan for some turns: a purse for a greater deed, trust for a deal, what will be in force."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.bots.small import action, chance, change, done, game, house, moved, only, related, sight, three
from tests.rules import worlds

from comity import bots
from comity.bots import deals, plans
from comity.bots.because import of_seats
from comity.bots.house import House
from comity.rules.draws import Draws, seed_from_number
from comity.rules.layout import POINT
from comity.rules.resolve import resolve
from comity.rules.world import World, repeat

SMALL = action("small", change("economy", 1, of="actor"), target="none", cost=4)
COURT = action("court", change("trust", 5), change("economy", 3), change("economy", 1, of="actor"), cost=2)
APPROACH = action("approach", change("trust", 5), cost=8)
"""Nobody would do it for its own sake."""


def great(cost: int, gain: float = 30) -> dict[str, Any]:
    return action("great", change("economy", gain, of="actor"), target="none", cost=cost)


def union(trust: int = 60, **rest: Any) -> dict[str, Any]:
    """A deal that both gain much by, and that asks for trust."""
    asked = {"quantity": "trust", "of": "pair", "at_least": trust, "otherwise": f"needs trust of {trust}"}
    gain = change("economy", 12, of="actor")
    return action("union", gain, needs_both=True, requires=[asked, *rest.pop("requires", ())], **rest)


def keys(bot: House, world: World) -> set[str]:
    return {key for key, *_ in done(bot, moved(bot, world, "a", seeds=40), "a")}


class TestPurse:
    @pytest.mark.parametrize(
        ("capital", "cost", "turns", "left"),
        [
            (12, 12, 0, 12),
            (9, 12, 1, 5),
            (4, 12, 1, 0),
            (3, 12, 2, 3),
            (5, 24, 3, 5),
            (1, 28, 4, 1),
        ],
        ids=["paid", "next turn", "all of it", "in two turns", "in three turns", "too far"],
    )
    def test_it_puts_by_for_what_a_plan_can_reach_and_spends_the_rest(
        self, capital: int, cost: int, turns: int, left: int
    ) -> None:
        # Given a deed that is worth far more than any other, and costs more than there is
        saved = plans.put_by(
            np.array([4.0, cost]),
            np.array([[[1.0, -1.0]]]),
            np.array([[[1.0, 30.0]]]),
            np.array([[float(capital)]]),
            turns_left=3,
        )
        # Then what the turns until then will not bring is put by, and no more
        assert saved[0, 0] == capital - left
        assert turns > 3 or saved[0, 0] == (max(cost - turns * plans.INCOME, 0) if turns else 0)

    def test_it_forgoes_a_deed_today_for_a_greater_one_tomorrow(self) -> None:
        # Given five points of capital and deeds of four and twelve, or of four alone
        poor = three(capital=5)[:2]
        saver, spender = (house(game(poor, *deeds)) for deeds in ((SMALL, great(12)), (SMALL,)))
        assert keys(saver, saver.opening) == set()
        assert keys(spender, spender.opening) == {"small"}

    def test_it_does_not_wait_for_what_is_hardly_better(self) -> None:
        bot = house(game(three(capital=5)[:2], SMALL, great(12, gain=1.5)))
        assert keys(bot, bot.opening) == {"small"}

    def test_it_does_not_wait_for_what_the_game_leaves_no_turn_for(self) -> None:
        bot = house(game(three(capital=5)[:2], SMALL, great(12)))
        last = replace(bot.opening, turn=bot.catalogue.turns - 1)
        assert keys(bot, last) == {"small"}

    def test_it_does_not_wait_for_what_the_rules_forbid(self) -> None:
        never = {"quantity": "economy", "of": "actor", "at_least": 99, "otherwise": "too poor"}
        bot = house(game(three(capital=5)[:2], SMALL, great(12) | {"requires": [never]}))
        assert keys(bot, bot.opening) == {"small"}


class TestTrust:
    def wooed(self, bot: House, world: World) -> set[int]:
        rows = done(bot, moved(bot, world, "a", seeds=40), "a")
        return {target for key, target, _ in rows if key == "court"}

    @pytest.mark.parametrize(("short", "woos"), [(10, {1}), (20, {2})], ids=["in reach", "too far"])
    def test_whom_it_would_ally_with_it_woos_before_a_better_friend(self, short: int, woos: set[int]) -> None:
        # Given a better friend that nothing can be signed with, and another that trusts it nearly enough
        asks = {"quantity": "military", "of": "target", "at_least": 50, "otherwise": "it is weak"}
        states = [{**state, "military": 50} for state in three()]
        states[2]["military"] = 20
        bot = house(game(states, COURT, union(requires=[asks])))
        world = related(bot, trust_ab=60 - short, trust_ac=58)
        assert self.wooed(bot, world) == woos

    def test_nobody_woos_for_a_deal_that_the_other_would_lose_by(self) -> None:
        robbing = union() | {"effects": [change("economy", 12, of="actor"), change("economy", -20)]}
        bot = house(game(three(), COURT, robbing))
        found = deals.struck(bot, sight(bot, related(bot, trust_ab=55), "a", "b"), chance())
        assert not found.hopes.worth.any()
        assert (found.hopes.action == -1).all()

    def test_both_sides_know_of_a_deal_to_come(self) -> None:
        bot = house(game(three(), COURT, union()))
        found = deals.struck(bot, sight(bot, related(bot, trust_ab=52, trust_ac=20), "a", "b"), chance())
        assert found.hopes.worth[0, 0, 1] == found.hopes.worth[0, 1, 0] > 0
        assert found.hopes.action[0, 0].tolist() == [-1, bot.catalogue.actions.keys.index("union"), -1]

    def test_of_two_deals_it_would_sooner_strike_the_one_that_wins_trust(self) -> None:
        plain = action("plain", change("economy", 4, of="actor"), needs_both=True)
        warm = action("warm", change("economy", 3, of="actor"), change("trust", 5), needs_both=True)
        rivals = three()[:2]
        with_plan, without = (house(game(rivals, plain, warm, *more)) for more in ((union(),), ()))

        def often(bot: House) -> float:
            world = related(bot, trust_ab=52)
            found = [deals.struck(bot, sight(bot, world, "a", "b"), chance(seed)) for seed in range(60)]
            chosen = [bot.catalogue.actions.keys[int(each.action[0, 0])] for each in found]
            return chosen.count("warm") / len(chosen)

        assert often(without) < 0.5 < often(with_plan)

    def signed(self, bot: House) -> list[bool]:
        """Whether A and B signed in any of twenty games by themselves, for each of four turns."""
        world, seeds = repeat(related(bot, trust_ab=50), 20), [seed_from_number(each) for each in range(20)]
        found = []
        for turn in (1, 2, 3, 4):
            moves = bots.moves(bot, world, ("a", "b"), Draws.for_turn(seeds, turn, "bots"))
            found.append("union" in {key for key, *_ in done(bot, [moves], "a")})
            lots = Draws.for_turn(seeds, turn)
            world = resolve(world, moves, bot.catalogue, bot.theory, lots, keep_ledger=False).world
        return found

    def test_a_plan_is_carried_out_over_several_turns(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # Given two that lack ten points of trust for a union, and a way to win five
        bot = house(game(three(capital=60)[:2], APPROACH, union(), turns=6))
        # Then they woo until it is enough, and sign
        first, second, *later = self.signed(bot)
        assert not first
        assert any((second, *later))
        # And who has no plans never does
        monkeypatch.setattr(plans, "PROMISE", 0.0)
        assert not any(self.signed(bot))

    def test_the_reason_names_the_deal_to_come(self) -> None:
        bot = house(game(three()[:2], APPROACH, union()))
        world = related(bot, trust_ab=52)
        said = set[str]()
        for seed in range(20):
            moves = bots.moves(bot, world, ("a",), chance(seed))
            reasons = of_seats(bot, world, moves, ("a",), chance(seed))["a"]
            said |= {words for part, words in reasons.items() if part.startswith("actions")}
        assert said == {"It wins the trust of State B that a deal to come still wants: Union."}


class TestWhatStaysInForce:
    COMPACT = action(
        "compact",
        change("economy", -2, of="actor"),
        needs_both=True,
        lasts=5,
        each_turn=[change("economy", 3, of="actor")],
    )

    @pytest.mark.parametrize(("turns_left", "signed"), [(3, True), (0, False)])
    def test_what_pays_later_is_signed_early_and_not_in_the_last_turn(
        self, turns_left: int, *, signed: bool
    ) -> None:
        bot = house(game(three()[:2], self.COMPACT))
        now = replace(related(bot, trust_ab=80), turn=bot.catalogue.turns - 1 - turns_left)
        found = deals.struck(bot, sight(bot, now, "a", "b"), chance())
        assert (found.partner[0].tolist() == [1, 0]) is signed
        assert bool(done(bot, moved(bot, now, "a", "b"), "a")) is signed

    def test_what_calms_a_quarrel_year_by_year_is_worth_the_more_the_worse_it_is(self) -> None:
        # Given a truce that costs a little, and calms as long as it holds
        truce = self.COMPACT | {"each_turn": [change("tension", -4)]}
        states = [worlds.state(key, interests=only(security=1, economy=1)) for key in "AB"]
        bot = house(game(states, truce))

        def met(tension: float) -> bool:
            now = replace(related(bot, trust_ab=80, tension_ab=tension), turn=0)
            return bool(deals.struck(bot, sight(bot, now, "a", "b"), chance()).partner[0, 0] == 1)

        assert met(45)
        assert not met(0)

    def test_it_counts_no_more_turns_than_a_plan_takes_in_nor_than_it_lasts(self) -> None:
        short, long = ({**self.COMPACT, "lasts": lasts} for lasts in (2, 5))

        def worth(compact: dict[str, Any]) -> float:
            bot = house(game(three()[:2], compact))
            block = bot.options.of_states()
            assert block is not None
            opening = replace(bot.opening, turn=0)
            return float(plans.in_force(bot, opening, block, 0)[0, 0, 1] / block.in_force[0, 0, 0, 1])

        assert worth(short) == 2
        assert worth(long) == plans.TURNS


def test_income_that_a_plan_counts_on_is_not_more_than_a_turn_brings() -> None:
    bot = house(game(three()[:2], SMALL))
    lots = Draws.for_turn([seed_from_number(1)], 1)
    idle = bots.moves(bot, bot.opening, (), chance())
    after = resolve(bot.opening, idle, bot.catalogue, bot.theory, lots, keep_ledger=False).world
    assert (after["capital"] - bot.opening["capital"]).min() >= plans.INCOME * POINT
