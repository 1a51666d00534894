"""What some hold and a vote could take from them, and what a state asks for itself."""

from typing import Any

import numpy as np
import pytest
from tests.bots.ballots import asked, bloc, leaning, voted
from tests.bots.small import action, chamber, chance, game, house, motion, sight
from tests.rules import worlds

from comity.bots import opinions, tabling
from comity.bots.house import House
from comity.bots.privileges import UMBRELLA
from comity.rules.moves import YES


class TestArsenals:
    """A ban on arms, which everyone's model of order is mildly for."""

    def hall(self, *states: dict[str, Any], **rest: Any) -> House:
        ban = motion("ban", appeal={"transformative": 0.4}, arsenals=-1)
        return house(game(list(states), action("deed"), rows={**chamber(ban), **rest}), loyalty=0.0)

    def member(self, key: str, *, nuclear: bool = False) -> dict[str, Any]:
        return worlds.state(key, predisposition={"transformative": 10}, nuclear=nuclear)

    def test_who_has_arms_to_lose_is_against_and_its_ally_half_as_much(self) -> None:
        # Given a state with nuclear arms, an ally that it leads, and one that is nobody's ally
        bot = self.hall(
            self.member("A", nuclear=True),
            self.member("B"),
            self.member("C"),
            blocs=[bloc("alliance", "A", "B", leader="A")],
        )
        opinion = opinions.of_docket(bot, sight(bot, asked(bot), "a", "b", "c"), np.zeros(3))[0, :, 0]
        assert opinion.tolist() == pytest.approx([0.4 - 1.0, 0.4 - UMBRELLA, 0.4])

    def test_where_all_have_them_none_loses_to_another(self) -> None:
        bot = self.hall(self.member("A", nuclear=True), self.member("B", nuclear=True))
        assert voted(bot, asked(bot), "a", "b") == [YES, YES]

    def test_who_has_them_does_not_table_a_ban(self) -> None:
        def tried(nuclear: bool) -> int:
            bot = self.hall(self.member("A", nuclear=nuclear), self.member("B"), self.member("C"))
            seats = sight(bot, bot.opening, "a")
            return sum(
                len(tabling.tabled(bot, seats, bot.tempers(("a",)), chance(seed))) for seed in range(40)
            )

        assert tried(nuclear=True) == 0
        assert tried(nuclear=False) > 0


class TestChairs:
    """A council is to be enlarged, which everyone's model of order is for."""

    def council(self) -> House:
        enlarge = motion("enlarge", appeal={"transformative": 0.4}, chairs=-1)
        rows = chamber(enlarge, rule="veto_council")
        rows["institutions"][0]["rule"] |= {"threshold": 60, "permanent": ["A"], "elected": 2}
        states = [worlds.state(key, predisposition={"transformative": 10}) for key in "ABC"]
        return house(game(states, action("deed"), rows=rows), loyalty=0.0)

    def test_who_sits_for_good_is_against_and_the_others_are_not(self) -> None:
        bot = self.council()
        opinion = opinions.of_docket(bot, sight(bot, asked(bot), "a", "b", "c"), np.zeros(3))[0, :, 0]
        assert opinion.tolist() == pytest.approx([0.4 - 1.0, 0.4, 0.4])

    def test_who_sits_for_good_does_not_table_it(self) -> None:
        bot = self.council()

        def tried(key: str) -> int:
            seats, tempers = sight(bot, bot.opening, key), bot.tempers((key,))
            return sum(len(tabling.tabled(bot, seats, tempers, chance(seed))) for seed in range(40))

        assert (tried("a"), tried("b") > 0) == (0, True)


class TestConsent:
    def test_what_a_state_asks_for_itself_offends_no_logic(self) -> None:
        # Given sovereigns, and a motion to send soldiers to C, which others ask for or C itself
        send = motion("send", target="state", appeal={"conservative": -1})
        bot = house(game([leaning(key, 0) for key in "ABC"], action("deed"), rows=chamber(send)), loyalty=0.0)

        def opinion(sponsor: int) -> float:
            seen = sight(bot, asked(bot, target=2, sponsor=sponsor), "a")
            return float(opinions.of_docket(bot, seen, np.zeros(1))[0, 0, 0])

        assert opinion(sponsor=1) == pytest.approx(-1.0)
        assert opinion(sponsor=2) == pytest.approx(0.0)
