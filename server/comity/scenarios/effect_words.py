"""Effects in a phrase for players, made from the data itself: what changes, whose and by how much, and apart
from that what scales it. `{text: "Trust between you and the target +7", scaled_by: ["fit"]}`
"""

from collections.abc import Mapping, Sequence
from typing import Final

from comity.rules import vocabulary as words
from comity.scenarios import schema
from comity.scenarios.library_files import WordsFile
from comity.scenarios.take import Taken

_WHOSE: Final[Mapping[str, str]] = {
    "actor": "your",
    "target": "the target's",
    "both": "your and the target's",
    "allies": "your allies'",
    "target_allies": "the target's allies'",
    "members": "the members'",
    "others": "everyone else's",
    "everyone": "everyone's",
    "neighbours": "the target's neighbours'",
    "adversaries": "the target's adversaries'",
    "supporters": "its supporters'",
    "opponents": "its opponents'",
    "bound": "the bound members'",
}
_WHOM: Final[Mapping[str, str]] = {
    **{role: whose.removesuffix("'s").removesuffix("'") for role, whose in _WHOSE.items()},
    "actor": "you",
    "both": "you and the target",
}
SCALES: Final[Mapping[str, str]] = {
    "fit": "how well it fits your stance",
    "economy": "the size of your economy",
    "military": "your arms",
    "technology": "your technology",
    "standing": "your standing",
    "trust": "how far you trust each other",
    "exposure": "how much the target depends on you",
    "authority": "the authority of the institution",
    "legitimacy": "the legitimacy of the institution",
    "fragility": "how brittle the target is",
    "weight": "your weight in the world",
}
"""What can make an effect larger or smaller, by the words that data use for it."""


def _of(role: str, target: str, table: Mapping[str, str]) -> str:
    """A role's words; whose neighbours and adversaries are meant depends on what the deed is aimed at."""
    text = table[role]
    return (
        text
        if target in ("state", "hit")
        else text.replace("the target's n", "your n").replace("the target's ad", "your ad")
    )


def _where(whom: str) -> str:
    fixed = {"you": "at home", "everyone": "everywhere", "everyone else": "everywhere else"}
    return fixed.get(whom, f"in {whom}")


class EffectWords:
    """Phrases with the names of one scenario's things."""

    def __init__(self, texts: WordsFile, taken: Taken) -> None:
        self._texts = texts
        self._names = {
            **{row.key: row.name for row in taken.institutions},
            **{row.key: row.name for row in taken.movements},
            **{row.key: row.name for row in taken.blocs},
        }
        self._domains = {
            domain: [row.name for row in taken.institutions if row.domain == domain]
            for domain in words.DOMAINS
        }

    def phrases(
        self, effects: Sequence[schema.Effect], *, globalism: str | None = None, target: str = "none"
    ) -> list[dict[str, object]]:
        """One phrase for each effect that says something in this scenario."""
        told: list[dict[str, object]] = []
        for effect in effects:
            missing = [
                key
                for key in (effect.institution, effect.movement, effect.bloc)
                if key is not None and key not in self._names
            ]
            if not missing and not (effect.domain is not None and not self._domains[effect.domain]):
                text = self._what(effect, globalism, target)
                told.append({"text": text[0].upper() + text[1:], "scaled_by": list(effect.scale)})
        return told

    def _what(self, effect: schema.Effect, globalism: str | None, target: str) -> str:
        change, by = effect.change, f"{effect.by:+g}".replace("-", "\u2212")
        whose, whom = _of(effect.of, target, _WHOSE), _of(effect.of, target, _WHOM)
        family, _, key = change.partition(".")
        if change in words.PAIR_SCALARS:
            sides = f"{_of(effect.whose, target, _WHOM)} and {whom}"
            return f"{self._variable(change)} between {sides} {by}"
        if change in ("mood", "ownership"):
            moved = "toward" if effect.by > 0 else "away from"
            subject = f"{whose} mood" if change == "mood" else f"ownership of {self._institution(effect)}"
            return f"{subject} {abs(effect.by):g} percent {moved} {self._model(effect.toward or globalism)}"
        if change in ("authority", "legitimacy", "renewal"):
            return f"{self._variable(change)} of {self._institution(effect)} {by}"
        if change in ("claim", "recognition", "globalism_legitimacy"):
            own = effect.globalism or (globalism if target != "globalism" else None)
            return f"{self._variable(change.removeprefix('globalism_'))} of {self._model(own)} {by}"
        if change == "strength":
            movement = self._names.get(effect.movement or "", "the movement")
            return f"strength of {movement} {_where(whom)} {by}"
        if change in ("membership", "bloc"):
            return self._belonging(effect, whom)
        if change == "depth":
            return f"depth of {self._names.get(effect.bloc or '', 'the bloc')} {by}"
        keyed = {
            "face": "{term} {by}",
            "challenge": "{term} (how well handled) {by}",
            "grievance": "{whose} grievance of {term} {by}",
        }
        if family in keyed:
            term = str(getattr(self._texts, f"{family}s")[key].name)
            term = term.lower() if family == "grievance" else term
            return keyed[family].format(term=term, by=by, whose=whose)
        return f"{whose} {self._variable(change).lower()} {by}"

    def _belonging(self, effect: schema.Effect, whom: str) -> str:
        place = (
            self._institution(effect)
            if effect.change == "membership"
            else self._names.get(effect.bloc or "", "your alliance" if effect.kinds else "the bloc")
        )
        joins, plural = effect.by > 0, effect.of not in ("target", "everyone", "others")
        verb = ("join" if joins else "leave") + ("" if plural else "s")
        return f"{whom} {verb} {place}"

    def _institution(self, effect: schema.Effect) -> str:
        if effect.institution is not None:
            return self._names[effect.institution]
        if effect.domain is not None:
            return " and ".join(self._domains[effect.domain])
        return "the institution"

    def _model(self, key: str | None) -> str:
        meant = {"leading": "the order that leads your stance", "predominant": "the predominant order"}
        if key in meant:
            return meant[key]
        named = {str(globalism): row.name for globalism, row in self._texts.globalisms.items()}
        return named.get(key or "", "the target model")

    def _variable(self, key: str) -> str:
        term = self._texts.variables.get(key)
        return term.name if term is not None else key.replace("_", " ")
