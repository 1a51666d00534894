"""`comity lab votes`: how states are expected to vote, and how that is scored."""

import numpy as np
import pytest
from tests.lab.roll_call_tables import HISTORY, KNOWN, all_voting, calls, five, table

from comity.bots.opinions import FIRM
from comity.lab import vote_baselines
from comity.lab.electorate import Electorate
from comity.lab.roll_calls import ABSTAIN, NO, PERMANENT, YES, RollCalls, read
from comity.lab.vote_report import report, score
from comity.lab.votes import expected
from comity.scenarios.faults import ScenarioInvalid

WEST = ("DEU", "ITA", "NLD")
CAMP = ("POL", "HUN", "CSK", "DDR", "UKR")
SOUTH = ("IND", "EGY", "DZA", "NGA", "IDN", "BRA", "VEN", "MYS")
OTHERS = ("SWE", "JPN", "MEX", "ARG")
NAMES = {YES: "Y", ABSTAIN: "A", NO: "N"}


def told(found: RollCalls) -> list[dict[str, str]]:
    """For each resolution, the expected vote of each state that is scored."""
    votes = expected(found, Electorate(HISTORY, found.states)).votes
    return [
        {
            key: NAMES[int(votes[row, place])]
            for place, key in enumerate(found.states)
            if found.scored[row, place]
        }
        for row in range(len(found.session))
    ]


def opinion(found: RollCalls, state: str) -> float:
    return float(expected(found, Electorate(HISTORY, found.states)).opinion[0, found.states.index(state)])


def assembly(pattern: str, year: int = 1981, session: int = 36) -> RollCalls:
    """What is told must not hang on what was cast: everybody is put down with a No."""
    states = {*WEST, *CAMP, *SOUTH, *OTHERS}
    return calls((session, year, all_voting(sorted(states), "N") | five(pattern)))


@pytest.mark.parametrize("leader", ["Y", "N", "A"])
def test_a_rigid_bloc_votes_with_its_leader(leader: str) -> None:
    """Given a cold war, when Moscow votes, then its camp votes so whatever the others do."""
    (votes,) = told(assembly(f"A{leader}AAA"))
    assert {votes[key] for key in CAMP} == {leader}


def test_after_the_camp_is_gone_nobody_votes_with_moscow_for_its_sake() -> None:
    votes = told(calls((66, 2011, all_voting(["POL", "HUN", *SOUTH]) | five("YNNYY"))))[0]
    assert {votes["POL"], votes["HUN"]} == {"Y"}


def test_what_the_west_refuses_the_south_still_wants() -> None:
    """Given Western Noes and an Eastern Yes, then allies vote No and the non-aligned Yes."""
    (votes,) = told(assembly("NYYNN"))
    assert {votes[key] for key in WEST} == {"N"}
    assert {votes[key] for key in SOUTH} == {"Y"}


def test_the_middle_hedges() -> None:
    """Given that the Western members of the council abstain, then those between the camps and their allies
    abstain, while both the South and the camp vote Yes.
    """
    (votes,) = told(assembly("NYYAA"))
    assert {votes[key] for key in WEST} == {"A"}
    assert {votes[key] for key in (*SOUTH, *CAMP)} == {"Y"}


def test_the_middle_is_wider_where_friends_abstain() -> None:
    """Given that London and Paris abstain, then Japan abstains too, though its opinion against is firm enough
    for a No elsewhere.
    """
    found = assembly("NYYAA")
    assert told(found)[0]["JPN"] == "A"
    assert opinion(found, "JPN") < -FIRM


def test_a_resolution_on_which_nobody_is_a_member_is_passed_over() -> None:
    found = calls((36, 1981, {"IND": "Y"} | five("NYYAA")), (37, 1982, five("-----")))
    assert told(found)[1] == {}


def test_a_turning_point_turns_a_vote() -> None:
    """Given one and the same pattern, then Iran under the Shah is nearer to Washington than the Islamic
    Republic, and Chile under Allende is further from it than before and after.
    """
    votes = all_voting(["IRN", "CHL", "IND", "BRA", "EGY", "DEU"])

    def at(year: int, state: str) -> float:
        return opinion(calls((year - 1945, year, votes | five("YNNYY"))), state)

    assert at(1978, "IRN") > at(1980, "IRN")
    assert at(1969, "CHL") > at(1972, "CHL") < at(1975, "CHL")


def test_two_voices_that_are_alike_count_for_less_than_two() -> None:
    """Given Germany, then the second ally's No takes it down by less than the first one's did."""
    none, one, both = (
        opinion(calls((36, 1981, all_voting([*WEST, *SOUTH]) | votes)), "DEU")
        for votes in (
            dict.fromkeys(PERMANENT, "X"),
            dict.fromkeys(PERMANENT, "X") | {"GBR": "N"},
            dict.fromkeys(PERMANENT, "X") | {"GBR": "N", "FRA": "N"},
        )
    )
    assert none - one > one - both > 0


def test_votes_of_others_tell_nothing() -> None:
    """Given the same permanent members, when all others turn their votes round, then as much is told."""
    states = [*WEST, *CAMP, *SOUTH]
    found = [told(calls((36, 1981, all_voting(states, vote) | five("NYYAA")))) for vote in "YNA"]
    assert found[0] == found[1] == found[2]


def test_permanent_members_are_not_scored_nor_who_was_absent_or_no_member() -> None:
    found = calls((36, 1981, {"IND": "Y", "BRA": "X", "EGY": ""} | five("NYYAA")))
    assert [key for place, key in enumerate(found.states) if found.scored[0, place]] == ["IND"]


def test_taipei_speaks_for_china_until_beijing_does_and_is_never_scored() -> None:
    """Given China's seat in the hands of Taipei, then its vote is heard, and afterwards Beijing's."""
    rest = all_voting(["IND", "THA"])
    before = calls((16, 1961, rest | {"TWN": "N"} | five("YN-YY")))
    after = calls(
        (28, 1973, rest | {"TWN": ""} | five("YNNYY")), (16, 1961, rest | {"TWN": "N"} | five("YN-YY"))
    )
    place = before.states.index("TWN")
    assert before.permanent[0, place]
    assert not after.permanent[0, place]
    assert not before.scored[:, place].any()
    assert not after.scored[:, place].any()
    assert opinion(before, "THA") != opinion(calls((16, 1961, rest | {"TWN": "Y"} | five("YN-YY"))), "THA")


def test_nothing_heard_is_a_slight_yes_from_all() -> None:
    """Given that no permanent member casts a vote, then only the Assembly is heard, and that says Yes."""
    (votes,) = told(calls((36, 1981, all_voting([*SOUTH, *OTHERS]) | five("XXXXX"))))
    assert {votes[key] for key in SOUTH} == {"Y"}


def test_a_world_whose_answers_are_known_is_told_exactly() -> None:
    """Given a world that votes as the model expects but for two votes, then exactly those are missed."""
    patterns = ("NYYNN", "NYYAA", "YNNYY", "AYYAA")
    states = [*WEST, *CAMP, *SOUTH]
    asked = calls(*((36 + row, 1981, all_voting(states) | five(p)) for row, p in enumerate(patterns)))
    answers = told(asked)
    wrong = {"Y": "N", "N": "Y", "A": "N"}
    answers[0]["DEU"], answers[2]["IND"] = wrong[answers[0]["DEU"]], wrong[answers[2]["IND"]]
    known = calls(*((36 + row, 1981, answers[row] | five(p)) for row, p in enumerate(patterns)))
    document = report(known, HISTORY).document()
    cast = len(patterns) * len(states)
    assert (document["resolutions"], document["votes"]) == (4, cast)
    assert document["accuracy"] == round((cast - 2) / cast, 4)
    assert document["by_state"]["DEU"]["accuracy"] == document["by_state"]["IND"]["accuracy"] == 0.75
    assert document["by_state"]["EGY"]["accuracy"] == 1
    assert document["by_decade"]["1980s"]["votes"] == cast
    # Session 39 is the one of the four that leaves 3 over when divided by 4.
    assert document["held_out"]["votes"] == len(states)
    assert document["held_out"]["accuracy"] == 1
    assert document["set_on"]["votes"] == cast - len(states)


def test_balanced_accuracy_is_the_mean_recall_of_the_classes_that_were_cast() -> None:
    cast, said = np.array([YES, YES, YES, YES, NO, ABSTAIN]), np.array([YES, YES, YES, NO, NO, YES])
    found = score(cast, said)
    assert found.accuracy == pytest.approx(4 / 6)
    assert found.recall == {"yes": 0.75, "abstain": 0.0, "no": 1.0}
    assert found.balanced == pytest.approx(1.75 / 3)
    assert score(cast[:4], said[:4]).balanced == 0.75


def test_an_interval_needs_three_sessions() -> None:
    rows = [(session, 1981, {"IND": "Y", "BRA": "Y"} | five("NYYAA")) for session in (1, 2, 5)]
    assert report(calls(*rows[:2]), HISTORY).whole.interval.accuracy is None
    assert report(calls(*rows), HISTORY).whole.interval.accuracy == (1.0, 1.0)


def test_always_yes_and_the_regional_group_by_hand() -> None:
    """Given three Latin Americans, two for and one against, then each for is told by the tie of the other
    two (Yes comes first) and the one against is told wrongly; and who is alone in its group gets a Yes.
    """
    found = calls((36, 1981, {"BRA": "Y", "MEX": "Y", "ARG": "N", "IND": "N"} | five("XXXXX")))
    document = report(found, HISTORY).document()
    assert document["baselines"]["always_yes"] == 0.5
    assert document["baselines"]["regional_group"] == 0.5
    assert document["baselines_balanced"]["regional_group"] == 0.5


def test_the_regional_group_counts_permanent_members_and_not_oneself() -> None:
    found = calls((36, 1981, {"DEU": "N", "ITA": "Y"} | five("AXXAA")))
    votes = vote_baselines.regional_group(found, HISTORY)[0]
    assert [NAMES[int(votes[found.states.index(key)])] for key in ("DEU", "ITA")] == ["A", "A"]


def test_blocs_are_found_in_the_sessions_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given two sets that cross their regions and vote apart, when nothing came before, then Japan and India
    are told by each other, as two Asians; in the session after by their own set.
    """
    monkeypatch.setattr(vote_baselines, "BLOCS", 2)
    north, south = ("DEU", "JPN", "ITA"), ("IND", "BRA", "EGY")
    apart = all_voting(north, "N") | all_voting(south, "Y") | five("XXXXX")
    found = calls((7, 1952, apart), (8, 1953, apart), (15, 1960, apart))
    places = [found.states.index(key) for key in ("JPN", "IND")]
    told_by_bloc = vote_baselines.bloc_majority(found, HISTORY)[:, places]
    assert [[NAMES[int(vote)] for vote in row] for row in told_by_bloc] == [
        ["Y", "N"],
        ["N", "Y"],
        ["Y", "N"],  # seven sessions on, nothing lies within the six before
    ]


BAD = {
    "empty": (b"", "made-up.csv:1: the file is empty"),
    "no rows": (table(), "made-up.csv:2: there is a header and no resolution"),
    "no session": (table((1, 1981, five("YYYYY"))).replace(b"session", b"sesion"), "did you mean sesion?"),
    "no member": (b"session,year,USA,RUS,GBR,FRA,IND\n1,1981,Y,Y,Y,Y,Y\n", "made-up.csv:1: CHN"),
    "twice": (b"session,year,USA,RUS,CHN,GBR,FRA,IND,IND\n", "two columns are called IND"),
    "letter": (table((1, 1981, {"IND": "Q"} | five("YYYYY"))), "made-up.csv:2: IND: `Q` is no vote"),
    "small letter": (table((1, 1981, {"IND": "y"} | five("YYYYY"))), "Write Y, N, A"),
    "year": (
        table((1, 1981, five("YYYYY"))).replace(b"1981", b"soon"),
        "made-up.csv:2: year: `soon` is no year",
    ),
    "early": (table((1, 1900, {"IND": "Y"} | five("YYYYY"))), "the Assembly took no vote in 1900"),
    "short row": (table((1, 1981, five("YYYYY"))) + b"\n2,1982,x", "made-up.csv:3: the row has 3 cells"),
    "nobody": (table((1, 1981, five("YYYYY"))), "no state other than the permanent members"),
    "quotes": (table((1, 1981, {"IND": "Y"} | five("YYYYY"))) + b'\n2,"x', "this is not CSV"),
    "bytes": (b"session\xff", "not UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_is_refused_in_one_line_with_its_place_and_its_mend(name: str) -> None:
    data, said = BAD[name]
    with pytest.raises(ScenarioInvalid) as refused:
        read("made-up.csv", data, KNOWN)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(refused.value.faults) == 1


def test_what_a_table_has_beside_is_passed_over() -> None:
    """Given a mark at the start, blank lines and states that nobody has a record of, then they do no harm."""
    plain = table((1, 1981, {"IND": "Y"} | five("YYYYY")))
    odd = b"\xef\xbb\xbf" + plain.replace(b"title", b"NOR").replace(b'"A, B"', b"Q") + b"\r\n\r\n"
    assert read("a", odd, KNOWN).states == read("a", plain, KNOWN).states
    assert (read("a", odd, KNOWN).votes == read("a", plain, KNOWN).votes).all()
