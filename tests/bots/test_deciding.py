"""What bots decide: deals that both want, quarrels, follies, faith and fear, a purse that lasts."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.bots.small import (
    EVEN,
    action,
    chance,
    change,
    done,
    game,
    house,
    moved,
    only,
    related,
    sight,
    three,
)
from tests.rules import worlds

from comity.bots import deals, quarrels
from comity.bots.house import House
from comity.rules.layout import POINT, SHARE
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.world import World

ALLIANCE = {
    "key": "PACT",
    "name": "Pact",
    "gloss": "All for one.",
    "kind": "alliance",
    "members": ["A", "C"],
    "source": "test",
}

BARGAIN = action("bargain", change("economy", 2, of="actor"), needs_both=True)


class TestDeals:
    def in_each_move(self, bot: House, world: World) -> set[str]:
        """What A and B do together, under different lots."""
        return {
            ", ".join(sorted(key for seat in "ab" for key, *_ in done(bot, [moves], seat)))
            for moves in moved(bot, world, "a", "b")
        }

    def test_a_deal_is_struck_by_two_that_gain_and_with_the_better_friend(self) -> None:
        bot = house(game(three(), BARGAIN))
        world = related(bot, trust_ab=90, trust_ac=20, trust_bc=20)
        found = deals.struck(bot, sight(bot, world, "a", "b", "c"), chance())
        assert found.partner[0].tolist() == [1, 0, -1]
        assert found.action[0].tolist() == [0, 0, -1]

    def test_nobody_proposes_what_the_other_would_lose_by(self) -> None:
        # Given a bargain that gives wealth and takes standing, and a state that cares for standing alone
        robbing = action(
            "bargain", change("economy", 2, of="actor"), change("standing", -9, of="actor"), needs_both=True
        )
        states = [*three()[:1], worlds.state("B", interests=only(standing=1))]
        bot = house(game(states, robbing))
        world = related(bot, trust_ab=90)
        assert deals.struck(bot, sight(bot, world, "a", "b"), chance()).partner[0].tolist() == [-1, -1]
        assert done(bot, moved(bot, world, "a", "b"), "a") == []

    def test_what_is_in_force_is_not_signed_again(self) -> None:
        compact = action("compact", change("economy", 2, of="actor"), needs_both=True, lasts=4)
        bot = house(game(three()[:2], compact))
        world = related(bot, trust_ab=90)
        values = world.values.copy()
        values[0, world.layout.slice("pact")] = 3 * POINT
        signed = replace(world, values=values)
        assert deals.struck(bot, sight(bot, world, "a", "b"), chance()).partner[0].tolist() == [1, 0]
        assert deals.struck(bot, sight(bot, signed, "a", "b"), chance()).partner[0].tolist() == [-1, -1]

    def test_a_deal_with_a_counterpart_is_answered_by_it(self) -> None:
        offer = action("offer", change("economy", 2, of="actor"), needs_both=True, counterpart="accept")
        accept = action("accept", change("economy", 2, of="actor"), needs_both=True, counterpart="offer")
        bot = house(game(three()[:2], offer, accept))
        found = deals.struck(bot, sight(bot, related(bot, trust_ab=90), "a", "b"), chance())
        assert sorted(found.action[0].tolist()) == [0, 1]

    def test_what_the_other_does_in_answer_counts(self) -> None:
        # Given an offer that costs its author, and an acceptance that serves itself, and serves or robs whom
        # it answers
        def struck(helps: float) -> tuple[list[int], set[str]]:
            offer = action(
                "offer", change("technology", -20, of="actor"), needs_both=True, counterpart="accept"
            )
            gains = change("technology", 20, of="actor")
            accept = action("accept", change("economy", helps), gains, needs_both=True, counterpart="offer")
            bot = house(game(three()[:2], offer, accept))
            world = related(bot, trust_ab=80)
            found: list[int] = deals.struck(bot, sight(bot, world, "a", "b"), chance()).partner[0].tolist()
            return found, self.in_each_move(bot, world)

        assert struck(9) == ([1, 0], {"accept, offer"})
        assert struck(-9) == ([-1, -1], {""})

    @pytest.mark.parametrize(("tension", "meets"), [(45, True), (0, False)])
    def test_adversaries_meet_where_there_is_a_quarrel_to_cool(self, tension: int, *, meets: bool) -> None:
        talks = action("talks", change("tension", -20), change("economy", -1, of="actor"), needs_both=True)
        states = [worlds.state(key, interests=only(security=1, economy=1)) for key in "AB"]
        bot = house(game(states, talks))
        found = deals.struck(bot, sight(bot, related(bot, tension_ab=tension), "a", "b"), chance())
        assert (found.partner[0].tolist() == [1, 0]) is meets

    @pytest.mark.parametrize(
        ("quarrels", "allied"), [({"tension_ac": 45, "tension_bc": 45}, True), ({}, False)]
    )
    def test_an_alliance_is_made_against_a_common_threat(
        self, quarrels: dict[str, float], *, allied: bool
    ) -> None:
        # Given an alliance that costs a little on either side
        rows = {"blocs": [ALLIANCE]}
        take = action(
            "take",
            change("bloc", 1, kinds=["alliance"]),
            change("technology", -20, of="actor"),
            needs_both=True,
            counterpart="join",
        )
        join = action("join", change("technology", -20, of="actor"), needs_both=True, counterpart="take")
        bot = house(game(three(), take, join, rows=rows))
        world = related(bot, **quarrels)
        found = deals.struck(bot, sight(bot, world, "a", "b"), chance())
        # Then it is struck against a common threat alone, and both do their part of it
        assert (found.partner[0].tolist() == [1, 0]) is allied
        assert self.in_each_move(bot, world) == {"join, take" if allied else ""}


class TestQuarrels:
    """What a government does that stands up, for all that it costs."""

    HIT = action("hit", change("economy", -1), change("standing", -4, of="actor"), hostile=True, cost=14)

    def bold(self, boldness: float, *deeds: dict[str, Any]) -> House:
        states = [worlds.state(key, interests=only(standing=1)) for key in "ABC"]
        return house(game(states, *(deeds or (self.HIT,))), boldness=boldness)

    def struck(self, bot: House, world: World) -> set[int]:
        return {target for _, target, _ in done(bot, moved(bot, world, "a", seeds=40), "a")}

    def test_the_bold_strike_at_their_worst_adversary_and_at_nobody_else(self) -> None:
        bot = self.bold(0.9)
        facing = [
            quarrels.faced(bot, sight(bot, world, "a"), bot.tempers(("a",)), chance(seed))[0, 0]
            for world in [related(bot, tension_ab=30, tension_ac=60)]
            for seed in range(60)
        ]
        often = np.mean([row.max() > 0 for row in facing])
        assert 0.3 < often < 0.75
        assert {int(row.argmax()) for row in facing if row.max() > 0} == {2}

    @pytest.mark.parametrize(
        ("boldness", "tension"), [(0.0, 60), (0.9, 0)], ids=["timid", "without a quarrel"]
    )
    def test_the_timid_and_those_without_a_quarrel_strike_nobody(self, boldness: float, tension: int) -> None:
        bot = self.bold(boldness)
        world = related(bot, tension_ab=tension, tension_ac=tension)
        faced = [
            quarrels.faced(bot, sight(bot, world, "a"), bot.tempers(("a",)), chance(seed))
            for seed in range(40)
        ]
        assert not np.any(faced)
        assert self.struck(bot, world) == set() or boldness > 0

    def test_a_deal_fails_where_one_side_stands_up_to_the_other(self) -> None:
        # Given talks that both gain by, and two bold governments in a quarrel
        talks = action("talks", change("tension", -20), change("economy", 3, of="actor"), needs_both=True)
        states = [worlds.state(key, interests=only(security=1, economy=1)) for key in "AB"]
        timid, bold = (house(game(states, talks), boldness=boldness) for boldness in (0.0, 1.0))
        for bot, always in ((timid, True), (bold, False)):
            world = related(bot, tension_ab=60)
            meets = [bool(done(bot, [moves], "a")) for moves in moved(bot, world, "a", "b", seeds=40)]
            assert all(meets) is always
            assert any(meets)


class TestSociety:
    """A government answers to its own: what the street leans to moves its stance and its deeds."""

    def leaning(self, bot: House, **mood: float) -> World:
        """A's society leans so; in tenths."""
        values, at = bot.opening.values.copy(), bot.opening.layout.offsets["mood"]
        for index, globalism in enumerate(GLOBALISMS):
            values[0, at + index] = int(mood.get(globalism, 0) * SHARE / 10)
        return replace(bot.opening, values=values)

    @pytest.mark.parametrize("leaned", GLOBALISMS)
    def test_its_stance_drifts_to_where_society_leans(self, leaned: str) -> None:
        # Given a government of no creed of its own, whose stance is what it believes
        bot = house(game([worlds.state(key, predisposition=EVEN) for key in "AB"], action("deed")))
        (moves, *_) = moved(bot, self.leaning(bot, **{leaned: 10}), "a", seeds=1)
        # Then it follows its street, and goes no further than one turn allows
        shares = (moves.stance[0, 0] * 10 // SHARE).tolist()
        assert GLOBALISMS[int(np.argmax(shares))] == leaned
        assert sum(shares) == 10

    def test_of_two_deeds_that_serve_it_alike_it_does_the_popular_one(self) -> None:
        # Given two deeds of the same use, each of another logic, and means for one of them
        deeds = [
            action(f"by_{logic}", change("economy", 2, of="actor"), target="none", globalism=logic, cost=20)
            for logic in ("liberal", "conservative")
        ]
        states = [
            worlds.state(key, interests=only(economy=1), predisposition=EVEN, capital=24) for key in "AB"
        ]
        bot = house(game(states, *deeds))

        def popular(logic: str) -> float:
            """How many of its deeds are by the logic to which all its society leans."""
            moves = moved(bot, self.leaning(bot, **{logic: 10}), "a", seeds=100)
            return float(np.mean([key == f"by_{logic}" for key, *_ in done(bot, moves, "a")]))

        # Then it does that one of the two wherever both are on its desk
        assert popular("liberal") > 0.55
        assert popular("conservative") > 0.55


class TestFollies:
    def test_a_folly_is_by_a_logic_that_is_practised_and_in_a_quarrel_it_is_a_blow(self) -> None:
        # Given deeds that nobody would advise: one of the government's own logic, one of another, and a blow
        own = action("own", change("economy", -9, of="actor"), target="none", globalism="conservative")
        other = action("other", change("economy", -9, of="actor"), target="none", globalism="mercantilist")
        blow = action("blow", change("economy", -9, of="actor"), hostile=True, globalism="conservative")
        states = [
            worlds.state(key, interests=only(economy=1), predisposition={"conservative": 10}) for key in "AB"
        ]

        def count(tension: float) -> dict[str, int]:
            bot = house(game(states, own, other, blow), boldness=1.0)
            bot = replace(bot, catalogue=replace(bot.catalogue))
            keys = [
                key
                for key, *_ in done(bot, moved(bot, related(bot, tension_ab=tension), "a", seeds=400), "a")
            ]
            return {key: keys.count(key) for key in ("own", "other", "blow")}

        calm, quarrel = count(0), count(60)
        assert calm["other"] == quarrel["other"] == 0
        assert calm["own"] > 0
        assert quarrel["blow"] > 2 * max(calm["blow"], quarrel["own"])


class TestActs:
    def test_a_state_turns_on_a_foe_and_not_on_a_friend(self) -> None:
        hit = action("hit", change("economy", 2, of="actor"), change("economy", -4), hostile=True)
        bot = house(game(three(), hit))
        world = related(bot, trust_ab=100, tension_ab=0, trust_ac=0, tension_ac=20)
        targets = {target for _, target, _ in done(bot, moved(bot, world, "a"), "a")}
        assert targets == {2}

    def test_the_loyal_keep_faith_where_the_faithless_do_not(self) -> None:
        # Given a blow that would pay, and a pact with the only one whom it could fall on
        hit = action("hit", change("economy", 2.2, of="actor"), hostile=True)
        compact = action("compact", change("trust", 1), needs_both=True, lasts=4)
        played = game(three()[:2], hit, compact)
        faithful, faithless = house(played, loyalty=1.0), house(played, loyalty=0.0)
        world = related(faithful, trust_ab=40, tension_ab=0)
        values = world.values.copy()
        values[0, world.layout.slice("pact")] = 3 * POINT
        bound = replace(world, values=values)
        assert "hit" not in {key for key, *_ in done(faithful, moved(faithful, bound, "a"), "a")}
        assert "hit" in {key for key, *_ in done(faithless, moved(faithless, bound, "a"), "a")}

    def test_what_betrays_ones_own_principles_is_left_to_others(self) -> None:
        boast = action("boast", change("economy", 1, of="actor"), target="none", betrays=["conservative"])
        states = [
            worlds.state("A", interests=only(economy=1), predisposition={"conservative": 10}),
            worlds.state("B", interests=only(economy=1), predisposition={"liberal": 10}),
        ]
        bot = house(game(states, boast))
        moves = moved(bot, bot.opening, "a", "b")
        assert done(bot, moves, "a") == []
        assert done(bot, moves, "b") != []

    def test_effort_is_doubled_where_it_pays_and_the_purse_allows(self) -> None:
        great = action("great", change("economy", 12, of="actor"), target="none", cost=5)
        rich, poor = (house(game(three(capital=capital)[:2], great)) for capital in (30, 6))
        assert {effort for *_, effort in done(rich, moved(rich, rich.opening, "a"), "a")} == {2}
        assert {effort for *_, effort in done(poor, moved(poor, poor.opening, "a"), "a")} == {1}


def test_regard_is_trust_less_tension_and_more_with_partners_and_nothing_of_oneself() -> None:
    bot = house(game(three(), BARGAIN))
    seen = sight(bot, related(bot, trust_ab=80, tension_ab=10, trust_ac=10, tension_ac=70), "a")
    assert seen.regard[0, 0].tolist() == pytest.approx([0.0, 0.7, -0.6])
    assert seen.everyone.regard.shape == (1, 3, 3)
