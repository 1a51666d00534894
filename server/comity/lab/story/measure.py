"""The measure of a turn: the four indices, each with its change and the part that moved it most."""

from collections.abc import Iterator

from comity.lab.story.chapter import Chapter
from comity.lab.story.phrases import TOLD_FROM, moved
from comity.lab.story.sentence import Sentence, sentence
from comity.rules.prose import raised
from comity.rules.subjects import in_sentence
from comity.rules.vocabulary import INDICES
from comity.scenarios import english


def paragraph(chapter: Chapter) -> Iterator[Sentence]:
    """One sentence an index; one that no line moved is left out."""
    names = chapter.lexicon.scenario.documents.library.words.indices
    for key in INDICES:
        fact = chapter.facts.get(("system", key))
        if fact is None:
            continue
        main = fact.main()
        row = chapter.lexicon.rules.get(main.rule)
        part = (
            f"{in_sentence(row.name)} {english.signed(main.amount)}"
            if row and abs(main.amount) >= TOLD_FROM
            else ""
        )
        name = raised(names[key].name)
        if abs(fact.change) < TOLD_FROM:
            text = f"{name} {'stay' if english.plural(name) else 'stays'} at {english.points(fact.after)}"
        else:
            text = f"{moved(fact, name)}" + (f" ({part})" if part else "")
        yield sentence("measure", f"{text}.", fact.lines)
