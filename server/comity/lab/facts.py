"""Eight facts of the General Assembly that games should show too: what is looked at, and when a fact holds.

The order matters more than the level. So each fact asks for an order; a level is asked for where the fact is
one (T1, T6), and told for more elsewhere. No state is given its place anywhere else: here its name is only
what is looked up.
"""

from itertools import combinations
from typing import Final

from comity.lab import assembly
from comity.lab.assembly import STATES
from comity.lab.claims import Claim, Figures, above, at_least, in_tiers, near, nearer, opposite, size, there
from comity.lab.quantities import Fact, Game, Quantity, cohesion, later, pair, same, told_by, voted, world

LEVEL: Final = 0.10
"""A figure within so much of the real one is at its level."""
FAR: Final = 0.20
"""What is far above something is above it by so much at least."""
RANKS: Final = 0.80
"""The least rank correlation with the real figures that makes an order the real one."""

NEW_COLD_WAR: Final[Game] = ("new-cold-war-2014", None)
UNIPOLAR: Final[Game] = ("unipolar-1991", None)
UNIPOLAR_TERM: Final[Game] = ("unipolar-1991", "term")
WHOLE_WORLD: Final[Game] = ("whole-world-2019", None)
PLAYED: Final = (NEW_COLD_WAR, UNIPOLAR, UNIPOLAR_TERM, WHOLE_WORLD)

T1: Final[Fact] = Fact(
    "T1",
    "Agreement with the world: China above Russia, both far above the United States",
    judged=(NEW_COLD_WAR,),
    beside=(WHOLE_WORLD,),
    quantities={STATES[seat]: Quantity(real, world(seat)) for seat, real in assembly.WITH_THE_WORLD.items()},
    claims=lambda figures: [
        above(figures, ["China"], ["Russia"]),
        above(figures, ["China", "Russia"], ["United States"], by=FAR),
        near(figures, T1.real(), LEVEL, asked=True),
    ],
)

_RANKED: Final = "rank correlation with the real figures"
T2: Final[Fact] = Fact(
    "T2",
    "Agreement with the United States: ten states in their order",
    judged=(NEW_COLD_WAR,),
    beside=(WHOLE_WORLD,),
    quantities={
        STATES[seat]: Quantity(real, pair(seat, "usa"))
        for seat, real in assembly.WITH_THE_UNITED_STATES.items()
    }
    | {
        _RANKED: Quantity(
            None, lambda found: found.agreement.order_with("usa", assembly.WITH_THE_UNITED_STATES)
        )
    },
    claims=lambda figures: [at_least(figures, _RANKED, RANKS), near(figures, T2.real(), LEVEL)],
)

_EUROPE: Final = ("uk", "france", "germany")
_AMONG: Final = {f"{STATES[one]}-{STATES[other]}": (one, other) for one, other in combinations(_EUROPE, 2)}
_ACROSS: Final = {f"{STATES[seat]}-United States": seat for seat in _EUROPE}
_REAL_AMONG: Final = {"Britain-France": assembly.BRITAIN_AND_FRANCE}
T3: Final[Fact] = Fact(
    "T3",
    "Europeans agree far more with each other than with the United States",
    judged=(NEW_COLD_WAR,),
    beside=(WHOLE_WORLD,),
    quantities={name: Quantity(_REAL_AMONG.get(name), pair(*seats)) for name, seats in _AMONG.items()}
    | {
        name: Quantity(assembly.WITH_THE_UNITED_STATES[seat], pair(seat, "usa"))
        for name, seat in _ACROSS.items()
    },
    claims=lambda figures: [
        above(
            figures,
            [*_AMONG],
            [*_ACROSS],
            by=FAR,
            words=f"each two of the three above each of them with the United States by {FAR:.2f} at least",
        ),
        near(figures, _REAL_AMONG, LEVEL),
    ],
)

T4: Final[Fact] = Fact(
    "T4",
    "Clubs cohere in the order EU, ASEAN, AU; NAM, NATO; SCO, CSTO; BRICS; all; the permanent five",
    judged=(NEW_COLD_WAR, WHOLE_WORLD),
    quantities={group: cohesion(group, real) for tier in assembly.COHESION for group, real in tier.items()},
    claims=lambda figures: [
        *in_tiers(there(figures), assembly.COHESION),
        near(figures, {group: real for group, real in T4.real().items() if group in there(figures)}, LEVEL),
    ],
    remark="""Agreement of each two members at the time. In games states join, and a small table seats few
of any club, so its members are not the real ones; a club with fewer than two seats on average is left
out. `all` is every seat, `UNSC.permanent` the permanent five. The first two tiers lie but a hundredth
apart in reality.""",
)

_ASIA: Final = tuple(f"Russia and China {years}" for years in assembly.PERIODS)
_POLES: Final = tuple(f"United States and Russia {years}" for years in assembly.PERIODS)
T5: Final[Fact] = Fact(
    "T5",
    "Russia and China vote ever more alike; the United States and Russia ever less, after a thaw",
    judged=(UNIPOLAR, UNIPOLAR_TERM),
    quantities={
        name: Quantity(assembly.RUSSIA_AND_CHINA[place], same("russia", "china", place))
        for place, name in enumerate(_ASIA)
    }
    | {
        name: Quantity(assembly.UNITED_STATES_AND_RUSSIA[place], pair("usa", "russia", place))
        for place, name in enumerate(_POLES)
    },
    claims=lambda figures: [
        *in_tiers(figures, [[name] for name in reversed(_ASIA)]),
        *in_tiers(figures, [[name] for name in _POLES]),
        nearer(
            figures,
            *_POLES,
            words="the thaw lasts: in the second period the United States and Russia are still nearer to the "
            "first than to the third",
        ),
        near(figures, T5.real(), LEVEL),
    ],
    remark="""Russia and China: identical votes; the United States and Russia: agreement. A turn counts to
the real period in which it begins; games begin with 1991 and end with 2005.""",
)

_LATER: Final = {1: "after 1 year", 5: "after 5 years", 10: "after 10 years"}
T6: Final[Fact] = Fact(
    "T6",
    "Positions persist, and less so over more years",
    judged=(NEW_COLD_WAR, UNIPOLAR, UNIPOLAR_TERM),
    beside=(WHOLE_WORLD,),
    quantities={name: later(years, assembly.PERSISTENCE[years]) for years, name in _LATER.items()},
    claims=lambda figures: [
        *in_tiers(there(figures), [[name] for name in _LATER.values()]),
        near(
            figures,
            {name: real for name, real in T6.real().items() if name in there(figures)},
            LEVEL,
            asked=True,
        ),
    ],
    remark="""Rank correlation of positions by the votes of one turn with those some turns later, on
average over turns. Where turns do not fit the years, that many turns are taken as come nearest, and the
years are told; a game that is too short is not asked. A turn's positions are of all games together, so
this cannot show how far a single game leaves the common path; and since those of resampled games are less
settled, an interval may lie to one side of its figure. The fact also says that jumps come with changes of
regime. That is **not measured**.""",
)

_CLUB, _REGIME, _POWER = "member of the Non-Aligned Movement", "governance", "share of power"
T7: Final[Fact] = Fact(
    "T7",
    "Clubs and regime tell a state's position, the club most, and power does not",
    judged=(WHOLE_WORLD,),
    quantities={
        _CLUB: Quantity(assembly.NON_ALIGNED, told_by("blocs.NAM")),
        _REGIME: Quantity(assembly.LIBERAL_DEMOCRACY, told_by("governance")),
        "the regime's liberal leaning": Quantity(
            assembly.LIBERAL_DEMOCRACY, told_by("predisposition.liberal")
        ),
        _POWER: Quantity(assembly.CAPABILITY, told_by("power")),
    },
    claims=lambda figures: [*_telling(figures), near(figures, T7.real(), LEVEL)],
    remark="""Rank correlation of positions, over all turns, with what a state is at the opening; the side
of the United States is above nought. Two things stand in for the real figure's liberal democracy:
governance, by which the claims go, and the regime's liberal leaning. In this scenario both come from a
class of V-Dem's index of liberal democracy. Claims set the size of the club's figure and of power's
beside that of the regime's.""",
)


def _telling(figures: Figures) -> list[Claim]:
    """The club tells against the side of the United States, the regime for it, and power neither way."""
    told = {
        _CLUB: opposite(figures[_CLUB]),
        _REGIME: figures[_REGIME],
        _POWER: size(figures[_POWER]),
    }
    return [
        above(
            told,
            [_CLUB],
            [_POWER],
            by=FAR,
            words=f"the club tells, against that side, {FAR:.2f} more than power",
        ),
        above(
            told,
            [_REGIME],
            [_POWER],
            by=FAR,
            words=f"the regime tells, for that side, {FAR:.2f} more than power",
        ),
        above(told, [_CLUB], [_REGIME], words="the club tells more than the regime"),
    ]


_CAST: Final = {"yes": "Yes", "abstain": "abstention", "no": "No"}
_ABSTAINS: Final = {seat: f"{STATES[seat]} abstains" for seat in assembly.ABSTAINS}
T8: Final[Fact] = Fact(
    "T8",
    "Yes before abstention before No; the middle abstains more than the poles",
    judged=(NEW_COLD_WAR,),
    beside=(WHOLE_WORLD,),
    quantities={name: Quantity(assembly.CAST[kind], voted(kind)) for kind, name in _CAST.items()}
    | {name: Quantity(assembly.ABSTAINS[seat], voted("abstain", seat)) for seat, name in _ABSTAINS.items()},
    claims=lambda figures: [
        *in_tiers(figures, [[name] for name in _CAST.values()]),
        *in_tiers(figures, [[name] for name in _ABSTAINS.values()]),
        near(figures, T8.real(), LEVEL),
    ],
)

FACTS: Final = (T1, T2, T3, T4, T5, T6, T7, T8)
