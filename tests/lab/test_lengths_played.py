"""Every shipped scenario can be played in every length that it offers, with places left to table motions."""

from collections import Counter
from typing import Final

import pytest

from comity.lab import many
from comity.rules.draws import seed_from_number
from comity.rules.layout import DOCKET_SLOTS
from comity.scenarios import sources
from comity.scenarios.load import load

LEFT_MIN: Final = 2
"""So many motions at least a class can table in the busiest turn."""


@pytest.mark.parametrize("key", sources.shipped())
def test_given_any_length_when_bots_play_it_then_it_ends_and_every_turn_had_places_left(
    key: str,
) -> None:
    lengths = load(key).documents.scenario.lengths
    assert {"lesson", "term"} <= set(lengths)
    for name, length in lengths.items():
        game = load(key, length=name)
        busiest = max(Counter(row[0] for row in game.catalogue.scheduled).values())
        assert busiest <= DOCKET_SLOTS - LEFT_MIN, name
        played = many.play(game, [seed_from_number(1)])
        assert len(played.indices) == length.turns + 1
        assert 0 < played.scores.min() <= played.scores.max()
