"""Names and titles of a scenario as parts of sentences, made once for headlines, boards and chronicles."""

import re
from typing import Final

from comity.rules import vocabulary as words
from comity.rules.prose import TARGET, Prose
from comity.rules.subjects import in_sentence
from comity.scenarios import english, schema
from comity.scenarios.library_files import WordsFile
from comity.scenarios.take import Taken

_SLOTS: Final = {
    "state": r"(?:dependent )?(?:state|partner|sovereign|country|neighbour)",
    "institution": r"(?:parallel )?(?:institution|bank|body|organisation|treaty|fund|forum|council)",
    "movement": r"movement",
    "globalism": r"(?:model|order|globalism)",
    "bloc": r"(?:bloc|alliance|compact|union|platform|club)(?: or (?:bloc|platform|club))?",
}
"""What an action's title calls its target: the target's own name goes there."""

_HEADS: Final = "compact|treaty|pact|bargain"
"""What follows a word that only qualifies it: in `a sovereign compact` nobody is aimed at."""


def prose(scenario: schema.ScenarioFile, taken: Taken, texts: WordsFile) -> Prose:
    """The words of a sound scenario, in the order of its tables."""
    done = [infinitive(row.name, row.target) for row in taken.actions]
    return Prose(
        names={
            "state": tuple(english.state(row.name) for row in scenario.states),
            "institution": tuple(english.proper(row.name) for row in taken.institutions),
            "movement": tuple(english.proper(row.name) for row in taken.movements),
            "bloc": tuple(english.proper(row.name) for row in taken.blocs),
            "globalism": tuple(english.common(texts.globalisms[key].name) for key in words.GLOBALISMS),
        },
        actions=tuple(english.finite(each) for each in done),
        agreements=tuple(agreed(each) for each in done),
    )


def infinitive(title: str, target: str) -> str:
    """An action's title as what one may do to a target of this kind: `raise tariffs against {target}`."""
    told = re.sub(r"\byour\b", "its", in_sentence(title))
    if not english.begins_with_verb(title):
        told = f"resort to {english.quoted(title)}"
    if target == "none":
        return told
    slot = rf"\b(?:an?|another) {_SLOTS[target]}\b(?! (?:{_HEADS})\b)"
    if re.search(slot, told):
        return re.sub(slot, TARGET, told, count=1)
    word = english.preposition(told)
    if target == "state" and told.endswith(" abroad"):
        told, word = told.removesuffix(" abroad"), "in"
    return f"{told} {word} {TARGET}" if word else f"{told} ({TARGET})"


def agreed(deed: str) -> str:
    """An infinitive as what two do together: `sign a compact with each other`."""
    alone = deed.removesuffix(f" ({TARGET})").replace(f" with {TARGET}", " with each other")
    return english.together(alone.replace(TARGET, "each other"))
