"""How states voted in the General Assembly of the United Nations: the figures that games are set beside.

No rule, no bot and no leaning reads them, only the page that compares (`comity.lab.validity_page`).
"""

from typing import Final

SOURCE: Final = """the *UNGA Voting Data* of Erik Voeten, Anton Strezhnev and Michael Bailey (MIT licence):
  final votes of all members on contested items, 2014 to 2019 where no years are told"""

STATES: Final = {
    "brazil": "Brazil",
    "china": "China",
    "france": "France",
    "germany": "Germany",
    "india": "India",
    "israel": "Israel",
    "japan": "Japan",
    "russia": "Russia",
    "turkey": "Turkey",
    "uk": "Britain",
    "usa": "United States",
}
"""Whoever is looked at by name: a seat's key, and what the page calls it."""

WITH_THE_WORLD: Final = {"china": 0.79, "russia": 0.71, "usa": 0.36}
"""Agreement of a state with each of the others."""

WITH_THE_UNITED_STATES: Final = {
    "israel": 0.94,
    "uk": 0.68,
    "france": 0.65,
    "germany": 0.59,
    "japan": 0.52,
    "turkey": 0.49,
    "russia": 0.35,
    "brazil": 0.31,
    "india": 0.29,
    "china": 0.25,
}

BRITAIN_AND_FRANCE: Final = 0.96

COHESION: Final = (
    {"EU": 0.92, "ASEAN": 0.94, "AU": 0.93},
    {"NAM": 0.91, "NATO": 0.91},
    {"SCO": 0.84, "CSTO": 0.82},
    {"BRICS": 0.79},
    {"all": 0.73},
    {"UNSC.permanent": 0.56},
)
"""Agreement of each two members, by tiers: whoever stands in one is above all in those that follow."""

PERIODS: Final = ("1990-94", "1995-2001", "2002-13")
BEGINNINGS: Final = (1995, 2002)
"""Years in which the second and the third of them begin."""
RUSSIA_AND_CHINA: Final = (0.54, 0.64, 0.77)
"""Identical votes, by period."""
UNITED_STATES_AND_RUSSIA: Final = (0.50, 0.46, 0.30)
"""Agreement, by period."""

PERSISTENCE: Final = {1: 0.95, 5: 0.90, 10: 0.85}
"""The rank correlation of states' positions with those so many years later."""

NON_ALIGNED: Final = -0.76
LIBERAL_DEMOCRACY: Final = 0.65
CAPABILITY: Final = -0.05
"""The rank correlation of states' positions with membership of the Non-Aligned Movement, with liberal
democracy, and with the share of the world's capability.
"""

CAST: Final = {"yes": 0.81, "abstain": 0.12, "no": 0.07}
ABSTAINS: Final = {"japan": 0.42, "germany": 0.34, "russia": 0.21, "usa": 0.08}
"""The share of a state's votes that are abstentions."""
