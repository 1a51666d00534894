"""The tiny rulebook with all that the web shows: complete texts and role sheets."""

from collections.abc import Mapping
from typing import Any

from tests.game.tiny_rulebook import RULES_VERSION, SEATS, SOURCES, TinyRulebook

__all__ = ["RULES_VERSION", "SEATS", "SOURCES", "ShownRulebook", "load_shown"]


def load_shown(sources: Mapping[str, str]) -> "ShownRulebook":
    return ShownRulebook(sources)


class ShownRulebook(TinyRulebook):
    """`TinyRulebook` whose words are complete."""

    def texts(self) -> Mapping[str, Any]:
        empty: dict[str, dict[str, str]] = {
            name: {}
            for name in (
                "globalisms",
                "faces",
                "states",
                "institutions",
                "movements",
                "blocs",
                "actions",
                "resolutions",
                "events",
                "indices",
                "system",
                "challenges",
                "variables",
                "rules",
                "grievances",
                "sub_orders",
                "phases",
                "bloc_kinds",
                "grounds",
                "scales",
                "measures",
                "stakes",
            )
        }
        return {
            "digest": self.scenario_digest,
            "summary": "Three seats, three turns.",
            "briefing_html": "<p>Three seats.</p>",
            "turn_labels": ["One", "Two", "Three"],
            "theory": {"key": "tiny", "name": "Tiny", "gloss": "Small."},
            "learning_goals": [],
            "glossary": {},
            "debrief_questions": [],
            "content_note": None,
            "sources": [],
            **empty,
            **super().texts(),
        }

    def role_sheet(self, seat: str) -> Mapping[str, Any]:
        return {
            "public_html": "<p>Public.</p>",
            "reading_minutes": 1.0,
            "objectives": [],
            **super().role_sheet(seat),
        }
