"""The rows of the library: actions, resolutions, events, movements, institutions and blocs."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from comity.rules import vocabulary as words
from comity.rules.terms import Role, Scale
from comity.scenarios.schema.base import Document, Key, Line, Points, TenPoints, Words


class Condition(Document):
    """A test on one quantity, e.g. `{quantity: technology, of: actor, at_least: 30}`."""

    quantity: str
    """A state variable, `grievance.KEY`, `mood.GLOBALISM`, `stance.GLOBALISM`, `alliances` (how many a state
    is in), `growing` (how many of them are not closed), `quarrel` (the worst tension that a state has
    with anyone), `crisis` (likewise the worst escalation), `brink` (likewise with a nuclear power),
    `sanctioned` (the heaviest sanctions that anyone has on a state), `belongs` (the actor to the target
    bloc, 0 or 1), `leads` (likewise), `welcome` (the trust in the actor of that member of the
    target bloc which trusts it least; where a `bloc` is named, in the state of `of`), `in_bloc` (a state
    in the named `bloc`, 0 or 1), `depth` and `open` (of the target bloc), `uncivil` (of the target
    movement, 0 or 1),
    `authority`, `legitimacy`, `ownership.GLOBALISM`, `strength` (of a movement), `trust`, `tension`,
    `escalation`, `sanctions` (by the actor on the target), `dependence`, `membership` (of the actor, or
    of a target state, in the institution, 0 or 1), `practised` (the actor's share of the target
    globalism), `allied`, `bordering`, `nuclear`, `mandate` (0 or 1), `claim`, `recognition`,
    `prevalence`, `face.KEY`, `challenge.KEY`, `index.KEY`, `system.KEY`, `turn`.
    """
    of: Literal["actor", "target", "pair", "world"] = "target"
    """Whose: the acting state, the target (state, institution, movement, globalism or bloc), the two of them,
    or the world.
    """
    movement: Key | None = None
    """Which movement, for `strength` where the target is not a movement."""
    institution: Key | None = None
    """Which institution, for institution quantities where the target is not one."""
    globalism: words.Globalism | None = None
    """Which globalism, for globalism quantities where the target is not one."""
    bloc: Key | None = None
    """Which bloc, for `in_bloc`, and for `welcome` where the target is not one."""
    at_least: float | None = None
    at_most: float | None = None
    otherwise: Line | None = None
    """What to tell a player when the condition fails, e.g. `needs a mandate`."""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("a condition needs at_least or at_most")
        return self


class Effect(Document):
    """One term: what changes, whose, by how much, and what scales it."""

    change: str
    """A state variable, `grievance.KEY`, `mood`, `authority`, `legitimacy`, `ownership`, `renewal`,
    `strength`, `trust`, `tension`, `escalation`, `sanctions`, `dependence`, `claim`, `recognition`,
    `globalism_legitimacy`, `face.KEY`, `challenge.KEY`, `membership`, `quota`, `mandate`, `bloc`, `depth`.
    """
    by: float
    """Points at full effect (negative lowers). For `mood` and `ownership`: hundredths moved toward `toward`.
    For `membership` and `bloc`: 1 joins, -1 leaves. For `mandate`: turns.
    """
    of: Role = "target"
    """Whose. For pair quantities: with whom the relation changes (`target`, `target_allies`, `allies`,
    `adversaries`, `members`, `others`, ...). For a movement's strength: in which states.
    """
    whose: Role = "actor"
    """For pair quantities: whose relation changes with those in `of`. `{change: escalation, by: -6, whose:
    target, of: adversaries}` cools the target's crises.
    """
    toward: words.Globalism | None = None
    """For `mood`, `ownership`; default is the action's own globalism."""
    globalism: words.Globalism | Literal["leading", "predominant"] | None = None
    """For `claim`, `recognition`, `globalism_legitimacy`; default is the target globalism, else the action's
    own. `leading` is the one that leads the actor's stance, `predominant` the most prevalent in the world
    (other than the target).
    """
    movement: Key | None = None
    institution: Key | None = None
    domain: words.Domain | None = None
    """For institution quantities, in place of `institution`: every institution whose first domain it is."""
    bloc: Key | None = None
    kinds: tuple[words.BlocKind, ...] = ()
    """For `bloc`, in place of a key: the actor's own bloc of one of these kinds, the one that it leads if it
    leads one.
    """
    scale: tuple[Scale, ...] = ("fit",)
    """What multiplies it: `fit` (of the action to the stance in force), the actor's `economy`, `military`,
    `technology`, `standing`, the pair's `trust`, the target's `exposure` (its trade dependence on the
    actor) and `fragility` (100 - cohesion), the institution's `authority` and `legitimacy`, the state's
    `weight` in the world. Empty: always the full amount.
    """


class Limits(Document):
    per_turn: Annotated[int, Field(ge=1, le=5)] = 1
    """How often a seat may do it in one turn, each time on another target."""
    first_turn: Annotated[int, Field(ge=1)] = 1


class Action(Document):
    """What a state can do, paid from political capital."""

    key: Key
    name: Line
    help: Words
    globalism: words.Globalism
    """Which globalism it expresses; effects with scale `fit` grow with that share of the stance."""
    target: words.TargetKind = "none"
    cost: Annotated[float, Field(ge=0, le=100)]
    domain: words.Domain | None = None
    """Limits an institution target to this domain."""
    bloc_kinds: tuple[words.BlocKind, ...] = ()
    """Limits a bloc target to these kinds; empty: any."""
    needs_both: bool = False
    """Happens only if both states choose it, each targeting the other, in the same turn; otherwise nobody
    pays.
    """
    counterpart: Key | None = None
    """For `needs_both`: the action that the other side must choose, where it is not this one."""
    betrays: tuple[words.Globalism, ...] = ()
    """Globalisms whose professed principles it breaks: their holders are called cynics for it."""
    lasts: Annotated[int, Field(ge=0, le=20)] = 0
    """For `needs_both`: turns that the pact stays in force; `each_turn` applies while it does."""
    hostile: bool = False
    """Toward the target state: ends pacts with it, and breaks faith if one was in force."""
    covert: bool = False
    """Others see the effect and not the author until the debrief."""
    limits: Limits = Limits()
    requires: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    each_turn: tuple[Effect, ...] = ()
    source: Line


class Resolution(Document):
    """What an institution can decide."""

    key: Key
    name: Line
    help: Words
    text: Line
    """One sentence with `{institution}` and `{target}`."""
    domains: Annotated[tuple[words.Domain, ...], Field(min_length=1)]
    """Institutions of these domains can decide it."""
    only_in: tuple[Key, ...] = ()
    """Where it names any, these of them alone: a treaty is extended by who has signed it."""
    target: words.TargetKind = "none"
    appeal: dict[words.Globalism, Annotated[float, Field(ge=-1, le=1)]] = Field(default_factory=dict)
    """How each globalism sees it by its own logic, -1 against .. 1 for; bots and the debrief read it."""
    arsenals: Annotated[float, Field(ge=-1, le=1)] = 0
    """The same of those who have nuclear arms, beside their globalisms, and by half of allies under their
    protection; bots read it. Nought where all who vote have such arms.
    """
    chairs: Annotated[float, Field(ge=-1, le=1)] = 0
    """The same of permanent members of the institution that decides; bots read it."""
    requires: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    """On passing. Here `actor` is the first sponsor, `supporters` voted yes, `opponents` voted no or defy,
    `bound` are the members that did not defy.
    """
    source: Line


class Choice(Document):
    key: Key
    name: Line
    text: Words
    effects: tuple[Effect, ...] = ()


class Event(Document):
    """What comes from the ground floor or the world; asks a choice where `choices` are given (the first is
    what silence means).
    """

    key: Key
    name: Line
    text: Words
    """May name `{state}`."""
    hits: Literal["state", "world"] = "state"
    when: tuple[Condition, ...] = ()
    chance: Annotated[float, Field(ge=0, le=100)]
    """Percent a turn, for each state (or the world) that meets `when`."""
    once: bool = False
    """Not by chance, either, where a scenario sets it for a later turn."""
    effects: tuple[Effect, ...] = ()
    choices: Annotated[tuple[Choice, ...], Field(max_length=4)] = ()
    source: Line


class Movement(Document):
    key: Key
    name: Line
    gloss: Line
    uncivil: bool = False
    affinity: TenPoints
    fed_by: dict[words.Grievance, Annotated[float, Field(ge=0, le=10)]]
    """Weights of the grievances that feed it."""
    reach: Points
    """How far it travels across borders."""
    presses: words.Domain | None = None
    """The domain in which it presses norms upward on institutions."""
    source: Line


class DecisionRule(Document):
    kind: words.RuleKind
    threshold: Annotated[float, Field(gt=0, le=100)] | None = None
    """Percent needed: of quotas (`quota_weighted`, default 50) or of council seats (`veto_council`, default
    60).
    """
    blocking: Annotated[float, Field(gt=0, le=100)] | None = None
    """`quota_weighted`: percent of quotas voting no that blocks (15 in the IMF)."""
    permanent: tuple[Key, ...] = ()
    elected: Annotated[int, Field(ge=0, le=20)] = 0
    """`veto_council`: elected seats, which rotate among the other members."""


class Institution(Document):
    key: Key
    name: Line
    gloss: Line
    domain: words.Domain
    decides: tuple[words.Domain, ...] = ()
    """Further domains in which it may decide (a general assembly decides in all)."""
    rule: DecisionRule
    authority: Points
    legitimacy: Points
    ownership: TenPoints
    members: Literal["all"] | tuple[Key, ...] = "all"
    quotas: dict[Key, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    """`quota_weighted`: relative weights; a member without one weighs as its economy."""
    rivals: Key | None = None
    """The elder institution that it outflanks, if it is a parallel one."""
    founded: bool = True
    """False: exists only once an action founds it."""
    source: Line

    def may_decide(self, resolution: Resolution) -> bool:
        """Whether a resolution is a matter for this institution."""
        fits = not {self.domain, *self.decides}.isdisjoint(resolution.domains)
        return fits and (not resolution.only_in or self.key in resolution.only_in)


class Bloc(Document):
    key: Key
    name: Line
    gloss: Line
    kind: words.BlocKind
    members: tuple[Key, ...]
    leader: Key | None = None
    rigid: bool = False
    """Pulls its members into one another's crises."""
    closed: bool = False
    """No state joins by its own wish (a region, or a circle of just these)."""
    source: Line
