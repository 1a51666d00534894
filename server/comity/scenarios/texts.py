"""The words and pictures of a scenario for its players, as JSON values (`docs/protocol.md`, "Texts")."""

from collections.abc import Mapping
from typing import Any, Final

from comity.rules import vocabulary as words
from comity.rules.layout import PARTS
from comity.scenarios import english, roles, schema
from comity.scenarios.documents import Documents, Library
from comity.scenarios.effect_words import SCALES, EffectWords
from comity.scenarios.library_files import WordsFile
from comity.scenarios.load import Scenario
from comity.scenarios.markdown import html
from comity.scenarios.take import Taken, take

SHAPES: Final = ("circle", "triangle", "square", "diamond")
COLOURS: Final = ("#2b6cb8", "#2a8f6a", "#bd7c12", "#9a3474")
"""Both in the order of GLOBALISMS. A picture never tells a globalism by its colour alone."""

UNITS: Final = {
    **dict.fromkeys(("stance", "mood", "predisposition", "ownership"), "share"),
    **dict.fromkeys(("dependence", "power"), "percent"),
    "mandate": "turns",
    "membership": "yes or no",
    "quota": "weight",
}
"""Of variables that are not measured in points."""
POINTS: Final = "points"

GAUGE_OF_PART: Final[Mapping[words.SystemPart, words.SystemGauge]] = {
    "concentration": "hegemony",
    "claimed": "hegemony",
    "orders": "pluralism",
    "recognised": "pluralism",
    "top": "floor_balance",
    "middle": "floor_balance",
    "ground": "floor_balance",
}

THRESHOLDS: Final = {"quota_weighted": 50.0, "veto_council": 60.0}
"""In percent, where a decision rule names none."""


def texts(scenario: Scenario) -> dict[str, Any]:
    """The `Texts` object of the protocol: public words only, the same for everybody."""
    file, library = scenario.documents.scenario, scenario.documents.library
    taken = take(file, library)
    return {
        "digest": scenario.digest,
        "title": file.title,
        "summary": file.summary,
        "briefing_html": html(scenario.documents.briefing),
        "turns": file.turns,
        "minutes": file.minutes,
        "turn_labels": list(file.turn_labels),
        "theory": {"key": scenario.theory.key, "name": scenario.theory.name, "gloss": scenario.theory.gloss},
        **_globalisms(library.words),
        **_actors(scenario.documents, taken),
        **_deeds(taken, EffectWords(library.words, taken)),
        "scales": dict(SCALES),
        "sub_orders": _words(library.words.sub_orders),
        "phases": _words(library.words.phases),
        "bloc_kinds": _words(library.words.bloc_kinds),
        "grounds": {
            key: {
                "name": row.name,
                "words": row.gloss,
                "source": row.source,
                "meetings": [
                    {
                        "between": list(meeting.between),
                        "by": meeting.by,
                        "because": meeting.because,
                        "if_stronger": meeting.if_stronger,
                    }
                    for meeting in row.meetings
                ],
            }
            for key, row in library.grounds.items()
        },
        "measures": _measures(library),
        "stakes": _words(library.words.stakes),
        "indices": _words(library.words.indices),
        "system": _words(library.words.system),
        "challenges": _words(library.words.challenges),
        "variables": {
            key: {"name": row.name, "gloss": row.gloss, "unit": UNITS.get(key, POINTS)}
            for key, row in library.words.variables.items()
        },
        "rules": {
            key: {"name": row.name, "words": row.words, "source": row.source}
            for key, row in library.rules.items()
        },
        "grievances": {
            key: {"name": row.name, "gloss": row.gloss} for key, row in library.words.grievances.items()
        },
        "learning_goals": list(file.learning_goals),
        "glossary": dict(file.glossary),
        "debrief_questions": list(file.debrief_questions),
        "content_note": file.content_note,
        "sources": list(file.sources),
    }


def role_sheet(scenario: Scenario, seat: str) -> dict[str, Any]:
    """A seat's private briefing, as `web.answers.RoleSheet` has it.

    Raises:
        KeyError: the scenario has no such seat.
    """
    for row in scenario.documents.scenario.seats:
        if row.key == seat:
            sheet = roles.split(scenario.documents.roles[row.role])
            return {
                "seat": row.key,
                "state": row.state,
                "name": row.name,
                "public_html": html(sheet.public),
                "hidden_html": html(sheet.hidden),
                "reading_minutes": roles.reading_minutes(scenario.documents.roles[row.role], row.objectives),
                "objectives": [
                    {"key": goal.key, "text": goal.text, "hidden": goal.hidden, "points": goal.points}
                    for goal in row.objectives
                ],
            }
    raise KeyError(seat)


def _globalisms(library: WordsFile) -> dict[str, Any]:
    faces = library.faces
    return {
        "globalisms": {
            key: {
                "name": library.globalisms[key].name,
                "gloss": library.globalisms[key].gloss,
                "floors": library.floors[key].model_dump(),
                "colour": colour,
                "shape": shape,
            }
            for key, colour, shape in zip(words.GLOBALISMS, COLOURS, SHAPES, strict=True)
        },
        "faces": {
            key: {"name": faces[key].name, "gloss": faces[key].gloss, "globalism": globalism}
            for key, globalism in zip(words.FACES, words.FACE_GLOBALISM, strict=True)
        },
    }


def _actors(documents: Documents, taken: Taken) -> dict[str, Any]:
    """Who acts: states and seats, institutions, movements, blocs."""
    file = documents.scenario
    seat_of = {seat.state: seat.key for seat in file.seats}
    return {
        "states": {
            row.key: {
                "name": row.name,
                "within": english.state(row.name),
                "seat": seat_of.get(row.key),
                "iso_numeric": row.iso_numeric,
            }
            for row in file.states
        },
        "seats": {
            row.key: {
                "name": row.name,
                "state": row.state,
                "brief": roles.brief(roles.split(documents.roles[row.role]).public),
            }
            for row in file.seats
        },
        "institutions": {
            row.key: {
                "name": row.name,
                "gloss": row.gloss,
                "domain": row.domain,
                "rule": row.rule.kind,
                "rule_words": rule_words(row.rule),
                "source": row.source,
            }
            for row in taken.institutions
        },
        "movements": {
            row.key: {"name": row.name, "gloss": row.gloss, "uncivil": row.uncivil} for row in taken.movements
        },
        "blocs": {row.key: {"name": row.name, "kind": row.kind, "gloss": row.gloss} for row in taken.blocs},
    }


def _deeds(taken: Taken, told: EffectWords) -> dict[str, Any]:
    """What can be done, decided, and come to pass."""
    return {
        "actions": {
            row.key: {
                "name": row.name,
                "help": row.help,
                "globalism": row.globalism,
                "cost": row.cost,
                "target": row.target,
                "needs_both": row.needs_both,
                "counterpart": row.counterpart,
                "lasts": row.lasts,
                "hostile": row.hostile,
                "covert": row.covert,
                "betrays": list(row.betrays),
                "effects": told.phrases(row.effects, globalism=row.globalism, target=row.target),
                "each_turn": told.phrases(row.each_turn, globalism=row.globalism, target=row.target),
                "limits": {"per_turn": row.limits.per_turn, "first_turn": row.limits.first_turn},
                "source": row.source,
            }
            for row in taken.actions
        },
        "resolutions": {
            row.key: {
                "name": row.name,
                "help": row.help,
                "target": row.target,
                "globalism": _most_drawn(row.appeal),
                "effects": told.phrases(row.effects, target=row.target),
                "source": row.source,
            }
            for row in taken.resolutions
        },
        "events": {
            row.key: {
                "name": row.name,
                "text": row.text,
                "hits": row.hits,
                "effects": told.phrases(row.effects),
                "choices": {
                    choice.key: {
                        "name": choice.name,
                        "text": choice.text,
                        "effects": told.phrases(choice.effects),
                    }
                    for choice in row.choices
                },
                "source": row.source,
            }
            for row in taken.events
        },
    }


def rule_words(rule: schema.DecisionRule) -> str:
    """How an institution decides, in a sentence for players."""
    threshold = f"{rule.threshold or THRESHOLDS.get(rule.kind, 0):g} percent"
    if rule.kind == "quota_weighted":
        block = f"; {rule.blocking:g} percent against block it" if rule.blocking else ""
        return f"Votes weigh by quota: {threshold} of all quotas carry a decision{block}."
    if rule.kind == "veto_council":
        veto = "; a permanent member's No is a veto, an abstention is not" if rule.permanent else ""
        seats = f" {rule.elected} elected seats rotate." if rule.elected else ""
        return f"A council decides by {threshold} of its seats{veto}.{seats}"
    fixed = {
        "simple_majority": "More Yes than No carry a decision.",
        "two_thirds": "Two thirds of those who vote Yes or No carry a decision.",
        "consensus": "A single No stops a decision.",
    }
    return fixed[rule.kind]


def _most_drawn(appeal: Mapping[Any, float]) -> str | None:
    """The one globalism that a resolution appeals to most; None where two are equal or none is drawn."""
    best = max(appeal.values(), default=0.0)
    drawn = [str(key) for key, value in appeal.items() if value == best]
    return drawn[0] if best > 0 and len(drawn) == 1 else None


def _measures(library: Library) -> dict[str, dict[str, str]]:
    """Names of the parts of indices, which are rules of their own, and of the system's gauges."""
    rules, gauges, orders = library.rules, library.words.parts, library.words.globalisms
    gap = library.words.system["power_legitimacy_gap"]
    return {
        **{part: {"name": rules[part].name, "words": rules[part].words} for part in PARTS},
        **_words({f"{GAUGE_OF_PART[part]}.{part}": term for part, term in gauges.items()}),
        **{
            f"power_legitimacy_gap.{key}": {"name": term.name, "words": gap.gloss}
            for key, term in orders.items()
        },
    }


def _words(rows: Mapping[Any, schema.Term]) -> dict[str, dict[str, str]]:
    return {key: {"name": row.name, "words": row.gloss} for key, row in rows.items()}
