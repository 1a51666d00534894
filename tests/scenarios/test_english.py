"""The story's grammar."""

import pytest

from comity.scenarios import english


@pytest.mark.parametrize(
    ("amount", "plain", "signed"),
    [
        (2.25, "2.3", "+2.3"),
        (-2.25, "2.3", "\N{MINUS SIGN}2.3"),
        (0.0, "0.0", "+0.0"),
        (-7.04, "7.0", "\N{MINUS SIGN}7.0"),
    ],
)
def test_amounts_have_one_decimal(amount: float, plain: str, signed: str) -> None:
    assert (english.points(amount), english.signed(amount)) == (plain, signed)


@pytest.mark.parametrize(
    ("title", "does"),
    [
        ("raise tariffs", "raises tariffs"),
        ("fund and lead the World Bank", "funds and leads the World Bank"),
        ("found or join a bank", "founds or joins a bank"),
        ("launch an initiative", "launches an initiative"),
        ("repress a movement", "represses a movement"),
        ("carry on", "carries on"),
        ("have talks", "has talks"),
        ("mediate", "mediates"),
    ],
)
def test_what_one_state_does(title: str, does: str) -> None:
    assert english.finite(title) == does


@pytest.mark.parametrize(
    ("title", "chosen"),
    [
        ("Do not pay", "not to pay"),
        ("Wait for the holidays", "to wait for the holidays"),
        ("Bring them back", "to bring them back"),
        ("The law as it is", "\N{LEFT DOUBLE QUOTATION MARK}The law as it is\N{RIGHT DOUBLE QUOTATION MARK}"),
    ],
)
def test_an_answer_is_chosen(title: str, chosen: str) -> None:
    assert english.to_do(title) == chosen


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("the National populists", True),
        ("the Movement of the squares", False),
        ("common challenges", True),
        ("its cohesion", False),
        ("the authority of the United Nations", False),
        ("Israel's sanctions on Syria", True),
    ],
)
def test_one_and_many(name: str, many: bool) -> None:
    assert english.plural(name) is many


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("promote democracy", "in"),
        ("impose values-based sanctions", "on"),
        ("make a concession", "to"),
        ("sign a sovereign compact", "with"),
        ("run a covert cyber operation", "against"),
        ("court a rival's partner", None),
        ("accede to the SCO", "at the invitation of"),
        ("lease out a port or a base", "to"),
    ],
)
def test_what_joins_a_deed_to_its_target(title: str, word: str | None) -> None:
    assert english.preposition(title) == word


def test_articles_stand_where_names_have_them() -> None:
    assert english.state("United States") == "the United States"
    assert english.state("Hansa") == "Hansa"
    assert english.state("People's Republic of China") == "the People's Republic of China"
    assert english.state("The Gambia") == "the Gambia"
    assert english.proper("World Bank") == "the World Bank"
    assert english.proper("UN peacekeeping") == "UN peacekeeping"
    assert english.proper("Alliance for Multilateralism") == "the Alliance for Multilateralism"
    assert english.proper("NATO") == "NATO"
    assert english.proper("CSTO") == "the CSTO"
    assert english.proper("G7") == "the G7"
    assert english.common("Liberal international order") == "the liberal international order"
    assert english.common("Mercantilist nationalism") == "mercantilist nationalism"


def test_sentences() -> None:
    assert english.beginning("It rains. Nobody minds. It stops.") == "It rains. Nobody minds."
    assert english.ended("Done") == "Done."
    assert english.possessive("the United States").endswith("s\N{APOSTROPHE}")
