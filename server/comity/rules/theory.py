"""A theory: a named set of coefficients. The values and their sources are data
(`scenarios/library/theories.yaml`).
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Every number that a stage may use, grouped by stage. Rates are per turn; points are 0..100.

    What each one means stands beside its value and source in the data file; the names here are closed, so a
    theory that names another coefficient, or lacks one, is refused.
    """

    # stances
    stance_inertia: float
    stance_cost_departure: float
    stance_cost_swing: float
    stance_credibility: float
    predisposition_weight: float
    # actions and capital
    fit_floor: float
    effort_two: float
    effort_three: float
    income_base: float
    income_cohesion: float
    income_standing: float
    betrayal_standing: float
    betrayal_trust: float
    cynicism_standing: float
    cynicism_legitimacy: float
    # institutions
    authority_use: float
    authority_block: float
    authority_commitment: float
    commitment_stake: float
    commitment_nuisance: float
    commitment_upkeep: float
    legitimacy_universality: float
    legitimacy_drift: float
    legitimacy_instrumental: float
    ownership_drift: float
    socialisation: float
    renewal_use: float
    renewal_decay: float
    veto_legitimacy: float
    veto_standing: float
    defiance_standing: float
    defiance_authority: float
    parallel_drain: float
    norm_pressure: float
    # society
    grievance_drift: float
    disruption: float
    movement_growth: float
    movement_decay: float
    movement_spread: float
    movement_unheard: float
    watchfulness: float
    watch_resentment: float
    borrowed_pressure: float
    mood_pull: float
    mood_return: float
    character_shift: float
    unrest: float
    uncivil_unrest: float
    uncivil_territory: float
    cohesion_recovery: float
    forced_drift: float
    upheaval_threshold: float
    upheaval_chance: float
    upheaval_cost: float
    # globalisms
    face_growth: float
    face_decay: float
    face_contested: float
    claim_growth: float
    claim_decay: float
    hegemony_threshold: float
    restraint_claim: float
    restraint_tension: float
    slight_identity: float
    sub_order_pace: float
    sub_order_reach: float
    legitimacy_society: float
    legitimacy_root: float
    legitimacy_leaning: float
    legitimacy_recognised: float
    legitimacy_backlash: float
    resistance_identity: float
    resistance_trust: float
    recognition_decay: float
    # relations and crises
    trust_similarity: float
    trust_bloc: float
    trust_memory: float
    common_threat: float
    balancing: float
    network_autonomy: float
    tension_decay: float
    tension_sanctions: float
    tension_rivalry: float
    rivalry_trust: float
    rivalry_ceiling: float
    security_dilemma: float
    dialogue: float
    commercial_peace: float
    claim_contested: float
    sanctions_bite: float
    parallel_cushion: float
    sanctions_decay: float
    trade_gain: float
    relative_gains: float
    escalation_growth: float
    escalation_threshold: float
    escalation_decay: float
    deterrence: float
    entanglement: float
    council_restraint: float
    war_economy: float
    war_military: float
    war_cohesion: float
    war_weariness: float
    nuclear_chance: float
    # blocs
    bloc_pace: float
    bloc_threat: float
    bloc_transaction: float
    alliance_transaction: float
    union_pooling: float
    union_gain: float
    compact_shield: float
    platform_recognition: float
    club_gain: float
    # common challenges
    climate_warming: float
    climate_cooperation: float
    climate_damage: float
    arms_race: float
    arms_restraint: float
    inequality_drift: float
    inequality_redress: float
    digital_drift: float
    digital_rules: float
    cooperation_recognition: float
    # capabilities
    growth_technology: float
    growth_governance: float
    autonomy_return: float
    standing_return: float


@dataclass(frozen=True, slots=True)
class Theory:
    """`coefficients` with where each comes from: a paper section, a dataset or an honest `design choice`."""

    key: str
    name: str
    gloss: str
    coefficients: Coefficients
    sources: dict[str, str]


COEFFICIENT_NAMES = tuple(field.name for field in fields(Coefficients))
