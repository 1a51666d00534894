"""The fixed words of the model: every list here is closed, and data files may name nothing else.

Sources: Sakwa 2019 for the globalisms, their faces and the three floors; the rulebook's section 1 for
variables.
"""

from typing import Final, Literal, get_args

Globalism = Literal["liberal", "transformative", "mercantilist", "conservative"]
Face = Literal[
    "hegelian",
    "kantian",
    "hobbesian",
    "hayekian",
    "cultural",
    "vanguardist",
    "beggar_thy_neighbour",
    "authoritarian_shield",
]
SubOrder = Literal["military", "economic", "normative"]
Ground = Literal["institutions", "intervention", "hegemony", "non_alignment", "markets", "climate"]
Phase = Literal["contained", "unbounded", "limits_met"]
Domain = Literal["security", "finance", "trade", "climate", "humanitarian", "peacekeeping", "arms", "digital"]
StateScalar = Literal[
    "economy",
    "military",
    "technology",
    "standing",
    "autonomy",
    "cohesion",
    "inequality",
    "governance",
    "carbon",
    "capital",
]
Grievance = Literal["precarity", "climate", "arms", "intrusion", "identity", "misgovernance"]
PairScalar = Literal["trust", "tension", "escalation", "sanctions", "dependence"]
Challenge = Literal["climate", "arms", "inequality", "digital"]
Index = Literal["balance", "order", "innovation", "challenges"]
SystemGauge = Literal["hegemony", "pluralism", "power_legitimacy_gap", "floor_balance"]
SystemPart = Literal["concentration", "claimed", "orders", "recognised", "top", "middle", "ground"]
"""What the gauges of the system are read off, but for what they have of each globalism."""
Interest = Literal["economy", "security", "autonomy", "standing", "wellbeing", "planet"]
BlocKind = Literal["alliance", "compact", "union", "platform", "finance_club"]
RuleKind = Literal["simple_majority", "two_thirds", "consensus", "quota_weighted", "veto_council"]
TargetKind = Literal["none", "state", "institution", "movement", "globalism", "bloc"]
Rung = Literal["calm", "dispute", "confrontation", "militarised", "war"]

GLOBALISMS: Final = get_args(Globalism)
FACES: Final = get_args(Face)
SUB_ORDERS: Final = get_args(SubOrder)
GROUNDS: Final = get_args(Ground)
PHASES: Final = get_args(Phase)
DOMAINS: Final = get_args(Domain)
STATE_SCALARS: Final = get_args(StateScalar)
GRIEVANCES: Final = get_args(Grievance)
PAIR_SCALARS: Final = get_args(PairScalar)
CHALLENGES: Final = get_args(Challenge)
INDICES: Final = get_args(Index)
SYSTEM_GAUGES: Final = get_args(SystemGauge)
SYSTEM_PARTS: Final = get_args(SystemPart)
INTERESTS: Final = get_args(Interest)
BLOC_KINDS: Final = get_args(BlocKind)
RULE_KINDS: Final = get_args(RuleKind)
TARGET_KINDS: Final = get_args(TargetKind)
RUNGS: Final = get_args(Rung)

FACE_GLOBALISM: Final = ("liberal",) * 5 + ("transformative", "mercantilist", "conservative")
"""Which globalism each face radicalises, in the order of `FACES`."""

FACE_SUB_ORDER: Final = ("normative", "normative", "military", "economic", "normative", None, None, None)
"""Through which sub-order of the liberal order each of its faces works (Sakwa 2019, "Liberal international
order"), in the order of `FACES`.
"""
