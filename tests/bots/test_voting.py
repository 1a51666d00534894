"""How bots vote and what they table: logic, interest, friends, caucuses, vetoes, motions that may pass."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.bots.ballots import FOR_LIBERALS, asked, bloc, leaning, voted
from tests.bots.small import (
    action,
    chamber,
    chance,
    change,
    game,
    house,
    motion,
    moved,
    only,
    related,
    sight,
    three,
)
from tests.rules import worlds

from comity.bots import opinions, tabling, votes
from comity.bots.bodies import of_seats
from comity.bots.house import House
from comity.rules.layout import POINT
from comity.rules.moves import ABSTAIN, NO, YES
from comity.rules.world import World


class TestOpinionsAndMotions:
    @pytest.mark.parametrize(
        "quarrel",
        [{"escalation_ac": 50, "tension_ac": 30}, {"escalation_ac": 0, "tension_ac": 60}],
        ids=["a crisis", "a rivalry whose crisis has eased"],
    )
    def test_who_has_a_quarrel_with_the_one_that_is_meant_forgets_its_principles(
        self, quarrel: dict[str, float]
    ) -> None:
        # Given three of one logic, of whom A has a quarrel with C, whose borders are to be upheld
        uphold = motion("uphold", change("standing", 12), target="state", appeal={"conservative": 1})
        states = [worlds.state(key, predisposition={"conservative": 10}) for key in "ABC"]
        bot = house(game(states, action("deed"), rows=chamber(uphold)))

        def opinion(**relations: float) -> list[float]:
            world = replace(related(bot, trust_ac=10, **relations), docket=asked(bot, target=2).docket)
            found = opinions.of_docket(bot, sight(bot, world, "a", "b", "c"), np.zeros(3))[0, :, 0]
            return [float(one) for one in found]

        calm, heated = opinion(tension_ac=30), opinion(**quarrel)
        # Then it is for it in calm and against it in the quarrel, and nobody else thinks otherwise
        assert calm[0] > opinions.FIRM
        assert heated[0] < -opinions.FIRM
        assert heated[1] == calm[1] > opinions.FIRM

    def test_a_party_to_the_quarrel_takes_a_side_where_others_hedge(self) -> None:
        # Given a motion that means next to nothing, on C, with whom A has a quarrel and B has none
        praise = motion("praise", change("standing", 0.3), target="state")
        bot = house(game([worlds.state(key) for key in "ABC"], action("deed"), rows=chamber(praise)))
        world = replace(related(bot, trust_ac=0, tension_ac=60), docket=asked(bot, target=2).docket)
        assert voted(bot, world, "a", "b") == [NO, ABSTAIN]

    def test_logic_interest_and_friendship_make_an_opinion(self) -> None:
        censure = motion(
            "censure", change("standing", -6), target="state", appeal={"liberal": 1, "conservative": -1}
        )
        states = [
            worlds.state("A", predisposition={"liberal": 10}),
            worlds.state("B", predisposition={"conservative": 10}),
            worlds.state("C", predisposition={"liberal": 10}),
        ]
        bot = house(game(states, action("deed"), rows=chamber(censure)))
        docket, sponsors = np.full_like(bot.opening.docket, -1), bot.opening.sponsors * 0
        docket[0, 0] = (0, 0, 2, -1)
        world = replace(related(bot, trust_ac=50), docket=docket, sponsors=sponsors)
        opinion = opinions.of_docket(bot, sight(bot, world, "a", "b", "c"), np.zeros(3))[0, :, 0]
        # A liberal is for it, a sovereign against it, and the one that is meant likes it less
        assert opinion[0] > opinions.FIRM
        assert opinion[1] < -opinions.FIRM
        assert opinion[2] < opinion[0]
        cast = votes.cast(bot, sight(bot, world, "a", "b", "c"), bot.tempers(("a", "b", "c")), chance())
        assert cast[0, 0, :2].tolist() == [YES, NO]
        assert not cast[0, 1:].any()

    def test_sanctions_are_lifted_only_off_those_that_they_weigh_on(self) -> None:
        lift = motion("lift", change("sanctions", -20, whose="everyone", of="target"), target="state")
        bot = house(game(three(), action("deed"), rows=chamber(lift)))
        values = bot.opening.values.copy()
        at, n = bot.opening.layout.offsets["sanctions"], 3
        values[0, [at + 1 * n + 0, at + 2 * n + 0]] = 60 * POINT
        weighed = replace(bot.opening, values=values)
        rows, targets = np.zeros((1, 3), dtype=np.int64), np.arange(3)[None]
        free, sanctioned = (
            opinions.stakes(bot, sight(bot, world, "a"), rows, targets)[0, 0, 0]
            for world in (bot.opening, weighed)
        )
        assert free == pytest.approx(0.0)
        assert sanctioned > 0.1

    def test_what_is_at_stake_is_the_same_for_one_who_tables_as_for_one_who_votes(self) -> None:
        rise = motion("rise", change("economy", 3, of="target"), target="state")
        bot = house(game([worlds.state(key) for key in "ABC"], action("deed"), rows=chamber(rise)))
        seen = sight(bot, bot.opening, "a", "c")
        targets = np.arange(3)[None]
        voting = opinions.stakes(bot, seen, np.zeros((1, 3), dtype=np.int64), targets)[0]
        one = np.zeros(2, dtype=np.int64)
        assert opinions.at_stake(bot, seen, 0, one, np.arange(2)).tolist() == voting.tolist()

    def test_a_motion_that_nobody_else_wants_is_not_tabled(self) -> None:
        wish = motion("wish", change("economy", 8, of="everyone"), appeal={"liberal": 1, "conservative": -1})
        liberal = worlds.state("A", interests=only(economy=1), predisposition={"liberal": 10})

        def tried(others: str) -> int:
            company = [worlds.state(key, predisposition={others: 10}) for key in "BCD"]
            bot = house(game([liberal, *company], action("deed"), rows=chamber(wish)))
            seen = sight(bot, bot.opening, "a")
            return sum(
                tabling.tabled(bot, seen, bot.tempers(("a",)), chance(seed)).shape[0] for seed in range(80)
            )

        assert tried("conservative") == 0
        # And where it may pass, now and then: not in every turn
        assert 3 < tried("liberal") < 40

    def test_who_has_no_vote_casts_none(self) -> None:
        censure = motion("censure", appeal={"liberal": 1})
        rows = chamber(censure)
        rows["institutions"][0]["members"] = ["A", "B"]
        bot = house(
            game(
                [worlds.state(key, predisposition={"liberal": 10}) for key in "ABC"],
                action("deed"),
                rows=rows,
            )
        )
        docket = np.full_like(bot.opening.docket, -1)
        docket[0, 0] = (0, 0, -1, -1)
        (moves, *_) = moved(bot, replace(bot.opening, docket=docket), "a", "b", "c")
        assert moves.votes[0, 0].tolist() == [YES, YES, ABSTAIN]
        written = of_seats(replace(bot.opening, docket=docket), bot.catalogue, moves, ["a", "c"])
        assert (written["a"]["votes"], written["c"]["votes"]) == ({"t1-1": "yes"}, {})


class TestCaucuses:
    """A union that votes as one, and an ally between its leader and the rest."""

    def world(self, kind: str, depth: float, **rest: Any) -> tuple[House, World]:
        # Given two liberals and a mild sovereign that would vote No alone
        states = [leaning("A", 9), leaning("B", 9), leaning("C", 3)]
        rows = {**chamber(FOR_LIBERALS), "blocs": [bloc(kind, "A", "B", "C", **rest)]}
        bot = house(game(states, action("deed"), rows=rows))
        return bot, asked(bot, depth=depth)

    def test_a_deep_union_votes_as_one_and_a_shallow_one_does_not(self) -> None:
        bot, deep = self.world("union", 90)
        assert voted(bot, deep, "a", "b", "c") == [YES, YES, YES]
        bot, shallow = self.world("union", 0)
        assert voted(bot, shallow, "a", "b", "c") == [YES, YES, NO]

    def test_an_ally_hears_its_leader_and_no_other_member(self) -> None:
        bot, led = self.world("alliance", 60, leader="A")
        assert voted(bot, led, "c") == [ABSTAIN]
        # Led by itself, it hears nobody: not even what others expect of it
        bot, leading = self.world("alliance", 60, leader="C")
        led_by_itself = sight(bot, leading, "c")
        own = opinions.of_docket(bot, led_by_itself, np.zeros(1))
        other = np.ones((1, 3, own.shape[2]))
        assert votes.held(bot, led_by_itself, np.zeros(1), other)[0].tolist() == own.tolist()
        # And where nobody leads there is nobody to hear
        bot, loose = self.world("alliance", 60)
        assert voted(bot, loose, "c") == [NO]

    def test_a_compact_holds_no_caucus(self) -> None:
        bot, world = self.world("compact", 90)
        assert voted(bot, world, "c") == [NO]

    def test_who_asks_for_it_is_for_it_whatever_its_union_thinks(self) -> None:
        others = "BCDEF"
        states = [leaning("A", 9), *(leaning(key, 0) for key in others)]
        rows = {**chamber(FOR_LIBERALS), "blocs": [bloc("union", "A", *others)]}
        bot = house(game(states, action("deed"), rows=rows), loyalty=0.0)
        assert voted(bot, asked(bot, depth=90), "a") == [NO]
        assert voted(bot, asked(bot, sponsor=0, depth=90), "a") == [YES]


class TestWeight:
    def great_and_small(self, **rest: Any) -> House:
        great = leaning("A", 4.1, economy=95, military=95, technology=95)
        small = leaning("B", 4.1, economy=20, military=20, technology=20)
        return house(
            game([great, small, leaning("C", 9)], action("deed"), rows=chamber(FOR_LIBERALS)), **rest
        )

    def test_the_strong_owe_their_friends_less(self) -> None:
        bot = self.great_and_small(loyalty=1.0)
        world = asked(bot, sponsor=2)
        opinion = opinions.of_docket(bot, sight(bot, world, "a", "b"), np.ones(2))[0, :, 0]
        alone = opinions.of_docket(bot, sight(bot, world, "a", "b"), np.zeros(2))[0, :, 0]
        gained = opinion - alone
        assert gained[1] > 1.3 * gained[0] > 0

    def test_the_strong_take_sides_where_the_weak_abstain(self) -> None:
        bot = self.great_and_small(loyalty=0.0)
        assert voted(bot, asked(bot), "a", "b") == [NO, ABSTAIN]

    def test_a_no_takes_more_than_a_yes(self) -> None:
        # Given two of like weight, one as much against the motion as the other is for it
        bot = house(
            game([leaning("A", 4), leaning("B", 6)], action("deed"), rows=chamber(FOR_LIBERALS)), loyalty=0.0
        )
        # Then one says Yes, and the other abstains rather than stand against a hall
        assert voted(bot, asked(bot), "a", "b") == [ABSTAIN, YES]


class TestTradedVotes:
    """A vote for another's motion, whose sponsor votes for one's own: a promise, to keep or to break."""

    def two_motions(self, **relations: float) -> tuple[House, World]:
        """A asks for something that nobody minds, and B that C be praised."""
        norm, praise = motion("norm"), motion("praise", change("standing", 0.3), target="state")
        states = [worlds.state(key) for key in "ABC"]
        bot = house(game(states, action("deed"), rows=chamber(norm, praise)), loyalty=self.loyalty)
        docket, sponsors = np.full_like(bot.opening.docket, -1), bot.opening.sponsors * 0
        docket[0, 0], docket[0, 1] = (0, 0, -1, 0), (1, 0, 2, 1)
        sponsors[0, 0, 0] = sponsors[0, 1, 1] = 1
        return bot, replace(related(bot, **relations), docket=docket, sponsors=sponsors)

    loyalty = 1.0

    def sold(self, *, seeds: int = 1, **relations: float) -> float:
        """In which share of chances A votes for what B asks."""
        bot, world = self.two_motions(trust_ab=0, **relations)
        seen, tempers = sight(bot, world, "a"), bot.tempers(("a",))
        cast = [int(votes.cast(bot, seen, tempers, chance(seed))[0, 1, 0]) for seed in range(seeds)]
        return float(np.mean([vote == YES for vote in cast]))

    def test_the_loyal_deliver_what_they_sold(self) -> None:
        assert self.sold(seeds=40) == 1.0

    def test_the_faithless_break_about_every_other_such_promise(self) -> None:
        self.loyalty = 0.0
        assert 0.35 < self.sold(seeds=200) < 0.65

    def test_what_would_serve_an_enemy_is_not_for_sale(self) -> None:
        assert self.sold(trust_ac=0, tension_ac=60) == 0.0


class TestVetoes:
    """A permanent member lets pass what it merely would not do, and shields its friends."""

    def council(self, conservative: float) -> House:
        condemn = motion("condemn", change("standing", -1), target="state", appeal={"conservative": -0.6})
        rows = chamber(condemn, rule="veto_council")
        rows["institutions"][0]["rule"] |= {"threshold": 60, "permanent": ["A"], "elected": 2}
        states = [
            worlds.state(
                "A", predisposition={"conservative": conservative, "transformative": 10 - conservative}
            ),
            worlds.state(
                "B", predisposition={"conservative": conservative, "transformative": 10 - conservative}
            ),
            worlds.state("C"),
        ]
        return house(game(states, action("deed"), rows=rows), loyalty=0.0)

    def test_it_spares_its_veto_where_another_says_no(self) -> None:
        bot = self.council(8)
        world = replace(related(bot, trust_ac=40), docket=asked(bot, target=2).docket)
        assert voted(bot, world, "a", "b") == [ABSTAIN, NO]

    @pytest.mark.parametrize(
        ("trust", "vote"), [(40, ABSTAIN), (95, NO)], ids=["for a stranger", "for a friend"]
    )
    def test_it_vetoes_for_a_friend(self, trust: int, vote: int) -> None:
        bot = self.council(8)
        world = replace(related(bot, trust_ac=trust, tension_ac=0), docket=asked(bot, target=2).docket)
        assert voted(bot, world, "a") == [vote]

    def test_it_vetoes_what_it_loathes(self) -> None:
        condemn = motion("condemn", change("standing", -1), target="state", appeal={"conservative": -1})
        rows = chamber(condemn, rule="veto_council")
        rows["institutions"][0]["rule"] |= {"threshold": 60, "permanent": ["A"], "elected": 2}
        states = [worlds.state(key, predisposition={"conservative": 10}) for key in "ABC"]
        bot = house(game(states, action("deed"), rows=rows), loyalty=0.0)
        world = replace(related(bot, trust_ac=40), docket=asked(bot, target=2).docket)
        assert voted(bot, world, "a") == [NO]
