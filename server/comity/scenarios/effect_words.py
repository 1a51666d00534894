"""Effects in a phrase for players, made from the data itself: what changes, whose and by how much, and apart
from that what scales it.

In a phrase `{you}`, `{your}`, `{target}`, `{model}`, `{institution}`, `{movement}` and `{bloc}` stand for who
does a deed and what it is aimed at; `text` is the whole with plain words in their place.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from comity.rules import vocabulary as words
from comity.scenarios import schema
from comity.scenarios.library_files import WordsFile
from comity.scenarios.take import Taken

SLOTS: Final[Mapping[str, str]] = {
    "you": "you",
    "your": "your",
    "target": "the target",
    "model": "the target globalism",
    "institution": "the institution",
    "movement": "the movement",
    "bloc": "the bloc",
}
"""What stands in a phrase's slots where no name is known."""
_WHOSE: Final[Mapping[str, str]] = {
    "actor": "{your}",
    "target": "{target}'s",
    "both": "{your} and {target}'s",
    "allies": "{your} allies'",
    "target_allies": "{target}'s allies'",
    "members": "the members'",
    "others": "everyone else's",
    "everyone": "everyone's",
    "neighbours": "{target}'s neighbours'",
    "adversaries": "{target}'s adversaries'",
    "supporters": "its supporters'",
    "opponents": "its opponents'",
    "bound": "the bound members'",
}
_WHOM: Final[Mapping[str, str]] = {
    **{role: whose.removesuffix("'s").removesuffix("'") for role, whose in _WHOSE.items()},
    "actor": "{you}",
    "both": "{you} and {target}",
}
_BELONGING: Final = ("membership", "bloc")
_LEANING: Final = ("mood", "ownership")
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
    around = role in ("neighbours", "adversaries") and target not in ("state", "hit")
    return text.replace("{target}'s", "{your}") if around else text


def _filled(phrase: str) -> str:
    """A phrase with plain words in its slots."""
    for slot, words_for_it in SLOTS.items():
        phrase = phrase.replace(f"{{{slot}}}", words_for_it)
    return phrase


def _where(role: str, whom: str) -> str:
    fixed = {"actor": "at home", "everyone": "everywhere", "others": "everywhere else"}
    return fixed.get(role, f"in {whom}")


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
                told.append(self._told(effect, globalism, target))
        return told

    def _told(self, effect: schema.Effect, globalism: str | None, target: str) -> dict[str, object]:
        owner, short = self._what(effect, globalism, target)
        phrase = f"{owner} {short}".lstrip()
        is_pair = effect.change in words.PAIR_SCALARS
        figure = "" if effect.change in (*_BELONGING, *_LEANING) else f" {effect.by:+g}"
        text = _filled(phrase + figure.replace("-", "\u2212"))
        of_states = is_pair or bool(owner) or effect.change in (*_BELONGING, "strength")
        return {
            "text": text[0].upper() + text[1:],
            "amount": None if effect.change in ("membership", "bloc") else effect.by,
            "scaled_by": list(effect.scale),
            "institution": effect.institution,
            "variable": effect.change,
            "whose": (effect.whose if is_pair else effect.of) if of_states else None,
            "other": effect.of if is_pair else None,
            "phrase": phrase,
            "short": short,
        }

    def _what(self, effect: schema.Effect, globalism: str | None, target: str) -> tuple[str, str]:
        """Whose a quantity is, where it is some states' own, and what it is; without its figure."""
        change = effect.change
        whose, whom = _of(effect.of, target, _WHOSE), _of(effect.of, target, _WHOM)
        family, _, key = change.partition(".")
        if change in words.PAIR_SCALARS:
            sides = f"{_of(effect.whose, target, _WHOM)} and {whom}"
            return "", f"{self._variable(change)} between {sides}"
        if change in _LEANING:
            moved = "toward" if effect.by > 0 else "away from"
            leans = f"{abs(effect.by):g} percent {moved} {self._model(effect.toward or globalism)}"
            if change == "mood":
                return whose, f"mood {leans}"
            return "", f"ownership of {self._institution(effect)} {leans}"
        if change in ("authority", "legitimacy", "renewal"):
            return "", f"{self._variable(change)} of {self._institution(effect)}"
        if change in ("claim", "recognition", "globalism_legitimacy"):
            own = effect.globalism or (globalism if target != "globalism" else None)
            return "", f"{self._variable(change.removeprefix('globalism_'))} of {self._model(own)}"
        if change == "strength":
            movement = self._names.get(effect.movement or "", "{movement}")
            return "", f"strength of {movement} {_where(effect.of, whom)}"
        if change in _BELONGING:
            return "", self._belonging(effect, whom)
        if change == "depth":
            return "", f"depth of {self._names.get(effect.bloc or '', '{bloc}')}"
        if family in ("grievance", "face", "challenge"):
            term = str(getattr(self._texts, f"{family}s")[key].name)
            if family == "grievance":
                return whose, f"grievance of {term.lower()}"
            return "", term if family == "face" else f"{term} (how well handled)"
        return whose, self._variable(change).lower()

    def _belonging(self, effect: schema.Effect, whom: str) -> str:
        place = (
            self._institution(effect)
            if effect.change == "membership"
            else self._names.get(effect.bloc or "", "{your} alliance" if effect.kinds else "{bloc}")
        )
        joins, plural = effect.by > 0, effect.of not in ("target", "everyone", "others")
        verb = ("join" if joins else "leave") + ("" if plural else "s")
        return f"{whom} {verb} {place}"

    def _institution(self, effect: schema.Effect) -> str:
        if effect.institution is not None:
            return self._names[effect.institution]
        if effect.domain is not None:
            return " and ".join(self._domains[effect.domain])
        return "{institution}"

    def _model(self, key: str | None) -> str:
        meant = {"leading": "the order that leads {your} stance", "predominant": "the predominant order"}
        if key in meant:
            return meant[key]
        named = {str(globalism): row.name for globalism, row in self._texts.globalisms.items()}
        return named.get(key or "", "{model}")

    def _variable(self, key: str) -> str:
        term = self._texts.variables.get(key)
        return term.name if term is not None else key.replace("_", " ")
