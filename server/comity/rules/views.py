"""The shapes that leave the engine: what one audience may know of a game.

Only `project.py` makes these. They are plain frozen dataclasses, so the web documents them as they are
and the client's types are generated from them. Quantities are in points (0..100 unless said otherwise)
as decimals with at most three places; shares are 0..1 with at most four places. Keys are the scenario's.
"""

from dataclasses import dataclass
from typing import Literal

from comity.rules.move_views import EffectScales, FitRule, Shares, StancePrice

VoteChoice = Literal["yes", "no", "abstain", "defy"]
"""`defy` is a No that also refuses to be bound if the resolution passes; it costs standing."""

TargetKind = Literal["none", "state", "institution", "movement", "globalism", "bloc"]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One published number and how far the last turn moved it."""

    value: float
    change: float


@dataclass(frozen=True, slots=True)
class GlobalismView:
    prevalence: Gauge
    legitimacy: Gauge
    claim: Gauge
    recognition: Gauge
    radicalisation: Gauge
    radical: bool
    """It has gone to extremes: its radicalisation is as large as a claim that counts as large."""
    gap: Gauge
    """How far its power and its legitimacy are apart."""
    leans: Literal["power", "legitimacy", "neither"]
    """Which of the two outruns the other; `neither` while they are within two points."""
    faces: dict[str, Gauge]
    """Radicalisation by named face, e.g. `hobbesian`."""
    sub_orders: dict[str, Gauge]
    """Reach of the military, economic and normative sub-orders; the liberal order's alone, else empty."""


@dataclass(frozen=True, slots=True)
class InstitutionView:
    authority: Gauge
    legitimacy: Gauge
    renewal: Gauge
    ownership: Shares
    universality: Gauge
    members: list[str]
    council: list[str]
    """States that vote in it now: all members, or the permanent and elected seats of a council."""
    permanent: list[str]
    quotas: dict[str, float]
    """Voting weights in percent, only where the decision rule weighs votes; else empty."""


@dataclass(frozen=True, slots=True)
class StateView:
    economy: Gauge
    military: Gauge
    technology: Gauge
    standing: Gauge
    autonomy: Gauge
    cohesion: Gauge
    inequality: Gauge
    governance: Gauge
    carbon: Gauge
    power: float
    """Share of world power in percent."""
    stance: Shares
    mood: Shares
    predisposition: Shares
    grievances: dict[str, Gauge]


@dataclass(frozen=True, slots=True)
class MovementView:
    strength: Gauge
    by_state: dict[str, float]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two states whose relation differs from the ordinary: a < b by key."""

    a: str
    b: str
    trust: float
    tension: float
    escalation: float
    rung: str
    """`calm`, `dispute`, `confrontation`, `militarised` or `war`."""
    sanctions_by_a: float
    sanctions_by_b: float
    pacts: list[str]
    """Agreements in force between the two, by action key."""
    agreement: float
    """How far the two repertoires agree on what is at stake now, -100 to 100."""


@dataclass(frozen=True, slots=True)
class BlocView:
    members: list[str]
    leader: str | None
    rigid: bool
    """A crisis of one member pulls the others in, by the bloc's depth."""
    depth: Gauge
    """How far it is institutionalised."""


@dataclass(frozen=True, slots=True)
class OrderPhase:
    """The predominant model of order, and the phase that it is in: `contained` by a viable competitor,
    `unbounded` while none checks it, or `limits_met` once it claims much and is checked again.
    """

    globalism: str
    phase: str


@dataclass(frozen=True, slots=True)
class DocketItem:
    """A resolution to be voted this turn."""

    id: str
    resolution: str
    institution: str
    target: str | None
    sponsors: list[str]
    scheduled: bool
    """The scenario put it on the agenda; sponsors, where it has any, stand behind it."""
    text: str
    """One plain sentence, e.g. `Censure Ruritania in the UN General Assembly`."""
    voters: list[str]


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An event that has come; `choices` is empty when it asks nothing."""

    event: str
    state: str | None
    choices: list[str]


@dataclass(frozen=True, slots=True)
class Headline:
    """Something that happened, in words.

    `about` names first what was done or came (`action:KEY`, `resolution:KEY`, `event:KEY`), if anything, and
    then whom it concerns (`state:KEY`, `pair:KEY:KEY` and the like), who acts first.
    """

    kind: str
    text: str
    about: list[str]


@dataclass(frozen=True, slots=True)
class AtStake:
    """Why a ground counts as it does: `rest` and `raised` sum to its `stakes`, in percent of all."""

    rest: float
    """What it counts by while nothing raises it."""
    raised: float
    by: float
    """How far what raises it is present now, 0..100 (`texts.stakes` says what that is)."""
    subject: str | None
    """Where that is most so, with the number to ask about; null where there is no such place."""
    variable: str | None


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """One part of an index or gauge of the system; `texts.measures` names it."""

    key: str
    value: float
    most: float | None
    """What it can give at most; null for a part that others are multiplied or compared with, 0..100."""


@dataclass(frozen=True, slots=True)
class TallyView:
    """How one resolution was voted; every vote is public."""

    id: str
    """The docket id that it had."""
    resolution: str
    institution: str
    target: str | None
    text: str
    """What was asked, as on the docket."""
    passed: bool
    vetoed: bool
    """A permanent member's No stopped what had the votes to pass."""
    yes: int
    no: int
    abstain: int
    roll_call: dict[str, VoteChoice]
    """By state: everybody who had a vote."""
    vetoed_by: list[str]


@dataclass(frozen=True, slots=True)
class PublicBoard:
    """What everyone may see of the world after `turn` turns were resolved (0 is the opening)."""

    turn: int
    indices: dict[str, Gauge]
    system: dict[str, Gauge]
    challenges: dict[str, Gauge]
    globalisms: dict[str, GlobalismView]
    order_phase: OrderPhase
    stakes: dict[str, float]
    """How much each ground counts now, in percent of all (`texts.grounds` names them)."""
    at_stake: dict[str, AtStake]
    measured: dict[str, list[MeasurePart]]
    """What each index and each gauge of the system is made of now."""
    institutions: dict[str, InstitutionView]
    states: dict[str, StateView]
    movements: dict[str, MovementView]
    pairs: list[PairView]
    blocs: dict[str, BlocView]
    docket: list[DocketItem]
    events: list[PendingEvent]
    headlines: list[Headline]
    tallies: list[TallyView]
    """How the last turn's resolutions were voted."""
    over: str | None
    """Why the game ended early (`nuclear_war`), else null."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Why an action or a resolution cannot be aimed at these targets now."""

    reason: str
    targets: list[str]


@dataclass(frozen=True, slots=True)
class ActionOption:
    """What the seat may do now with one action; `reason` is null when it is possible.

    Targets are keys of the kind that the action's text names, in the scenario's order; an action without
    targets has neither possible nor impossible ones. Each reason is told once: a world of 193 states has
    12,000 targets, and told one by one they weighed eight times as much.
    """

    action: str
    cost: float
    fit: float
    """0..1: how well the action fits the stance in force; effects scale with it."""
    reason: str | None
    targets: list[str]
    """At which it may be aimed now."""
    not_now: list[NotNow]


@dataclass(frozen=True, slots=True)
class TablingOption:
    """What the seat may propose now in one institution; as an `ActionOption`."""

    resolution: str
    institution: str
    reason: str | None
    targets: list[str]
    not_now: list[NotNow]


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    key: str
    text: str
    hidden: bool
    points: float
    met: bool
    test: Literal["at_least", "at_most", "rises_by", "falls_by"]
    """The last two count from the opening."""
    now: float
    """What is measured, now; of `rises_by` and `falls_by` how far it has come, below zero the wrong way."""
    wanted: float
    subject: str
    """Whose number it is, as in the ledger; with `variable`, what to ask about."""
    variable: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How one other state and the seat's own stand to each other."""

    trust: Gauge
    tension: Gauge
    agreement: float
    """How far the two repertoires agree on what is at stake now, -100 to 100."""
    scales: dict[str, float]
    """What an effect on it is multiplied by now, by the scale that the effect names."""


@dataclass(frozen=True, slots=True)
class SeatBoard:
    """What one seat sees beyond the public board."""

    seat: str
    state: str
    turn: int
    capital: Gauge
    capital_income: float
    stance: Shares
    stance_price: StancePrice
    effort_factors: list[float]
    """What an effect is multiplied by at effort 1, 2 and 3, while the cost is multiplied by 1, 2 and 3."""
    fit_rule: FitRule
    scales: EffectScales
    relations: dict[str, Relation]
    """By state: all others."""
    actions: list[ActionOption]
    actions_limit: int
    """How many actions a move may have."""
    tabling: list[TablingOption]
    votes: list[str]
    """Docket ids on which this seat has a vote."""
    answers: list[PendingEvent]
    """Events that ask this seat for a choice."""
    objectives: list[ObjectiveView]
    score: float
    score_parts: dict[str, float]
    """What it is made of, in points: `start`, each interest's weighted change, and `objectives`."""
    notices: list[str]
    """Private words about the last turn: proposals not answered, covert acts and the like."""


DeedKey = Literal["action", "resolution", "event", "choice", "pact"]


@dataclass(frozen=True, slots=True)
class CauseDeed:
    """The deed behind a ledger line, in keys: who did what to whom."""

    kind: DeedKey
    key: str
    """The action's, resolution's or event's key; `event.choice` for an answer."""
    actor: str | None
    """The state that acts, or that an event struck; null where nobody in particular does."""
    target_kind: TargetKind
    target: str | None


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One named delta of the ledger, as its audience may read it."""

    turn: int
    rule: str
    subject: str
    variable: str
    before: float
    delta: float
    after: float
    because: str
    """Who or what did it, in words; `hidden until the debrief` for a covert act of another."""
    deed: CauseDeed | None = None
    """What was done, where a deed did it; null for a rule of the engine, and for a covert act of another."""
    hidden: bool = False
    """Whether it is a covert act of another, of which nothing more is told before the debrief."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    seat: str
    score: float
    interests: float
    objectives: float
    parts: dict[str, float]
    """Contribution of each interest, in points; they sum to `interests`."""
