"""A played game as a chronicle, told from its ledger and from nothing else."""

import textwrap
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from comity.lab.playouts import Playout
from comity.lab.story import broad, frame, measure, world
from comity.lab.story.chapter import Chapter
from comity.lab.story.deeds import Deed
from comity.lab.story.lexicon import Lexicon
from comity.lab.story.sentence import Paragraph, Section, Sentence, Story, sentence
from comity.lab.story.states import SENTENCES_MAX, Portrait
from comity.rules.prose import listed, raised
from comity.scenarios import english
from comity.scenarios.load import Scenario

PORTRAITS_MAX: Final = 7
"""States that get a paragraph of their own in one turn; of the others some deeds are told together."""
PORTRAITS_IN_A_CROWD: Final = 5
SENTENCES_IN_A_CROWD: Final = 3
CROWD: Final = 10
"""From so many states on, fewer of them get a paragraph, and a shorter one."""
ELSEWHERE_MAX: Final = 4
_LEAST: Final = 0.09
_THREAD_MAX: Final = 6
_WIDTH: Final = 92
_ITEM: Final = "-"
"""The head of a paragraph that is one row of a list."""


def tell(scenario: Scenario, game: Playout, *, state: str | None = None) -> Story:
    """The story of a game that kept its ledger: of all, or of one state's thread through it.

    Raises:
        KeyError: the scenario has no such state.
    """
    lexicon = Lexicon(scenario)
    if state is not None and state not in lexicon.states:
        raise KeyError(state)
    places: dict[int, list[int]] = defaultdict(list)
    for place, line in enumerate(game.ledger):
        places[line.turn].append(place)
    sections = [
        _turn(Chapter.of(turn, game.ledger, tuple(places[turn]), row, lexicon), state)
        for turn, row in enumerate(game.chronicles, start=1)
    ]
    scores = list(frame.ending(lexicon, game))
    opening = list(frame.opening(lexicon, game.ledger))
    if state is None:
        first = Section("", (Paragraph("", tuple(opening)),))
        heads = [("The measure", [s for s in scores if s.kind == "end"])]
        reckoning = Section(
            "The reckoning",
            (
                *(Paragraph(head, tuple(told)) for head, told in heads if told),
                *(Paragraph(_ITEM, (one,)) for one in scores if one.kind == "score"),
            ),
        )
        title = scenario.title
        return Story(title, (first, *sections, reckoning))
    mine = tuple(one for one in scores if state in one.about)
    title = f"{scenario.title}: {raised(lexicon.states[state])}"
    last = Section("The reckoning", (Paragraph("", mine),))
    return Story(title, (*sections, *([last] if mine else [])))


def _turn(chapter: Chapter, state: str | None) -> Section:
    spread = broad.found(chapter)
    told = world.paragraphs(chapter, spread, state)
    title = chapter.lexicon.label(chapter.turn)
    broadly = frozenset(deed.what for one in spread for deed in one.deeds)
    if state is not None:
        own = Portrait(chapter, state, _THREAD_MAX, broadly).sentences()
        around = [one for paragraph in told for one in paragraph.sentences if state in one.about]
        name = raised(chapter.lexicon.states[state])
        parts = (Paragraph(name, tuple(own)), Paragraph("The world", tuple(around)))
        return Section(title, tuple(part for part in parts if part.sentences))
    crowd = len(chapter.lexicon.states) > CROWD
    limit = SENTENCES_IN_A_CROWD if crowd else SENTENCES_MAX
    heard: set[str] = set()
    portraits = [Portrait(chapter, key, limit, broadly, heard) for key in chapter.lexicon.states]
    weighed = sorted((-weight, one.state, one) for one in portraits if (weight := one.weight()) >= _LEAST)
    chosen = [one for _, _, one in weighed[: PORTRAITS_IN_A_CROWD if crowd else PORTRAITS_MAX]]
    paragraphs = list(told)
    paragraphs += [
        Paragraph(raised(chapter.lexicon.states[portrait.state]), tuple(lines))
        for portrait in portraits
        if (lines := portrait.sentences() if portrait in chosen else list(portrait.fated()))
    ]
    before = [one for paragraph in paragraphs for one in paragraph.sentences]
    rest = list(_elsewhere(chapter, [one for one in portraits if one not in chosen], before))[:ELSEWHERE_MAX]
    if rest:
        paragraphs.append(Paragraph("Elsewhere", tuple(rest)))
    measured = list(measure.paragraph(chapter))
    if measured:
        paragraphs.append(Paragraph("The measure", tuple(measured)))
    return Section(title, tuple(paragraphs))


def _elsewhere(chapter: Chapter, portraits: list[Portrait], before: list[Sentence]) -> Iterator[Sentence]:
    """What the states did that get no paragraph; who did the same is told in one breath."""
    doers: dict[str, list[Deed]] = {}
    alone: dict[str, list[Deed]] = {}
    for portrait in portraits:
        for deed in portrait.deeds():
            if _is_told(chapter, deed, before) or chapter.is_a_joining(deed):
                continue
            doers.setdefault(chapter.phrases.infinitive(deed), []).append(deed)
    states = chapter.lexicon.states
    for what, deeds in doers.items():
        keys = [deed.actor for deed in deeds if deed.actor]
        if len(keys) == 1:
            alone.setdefault(keys[0], []).extend(deeds)
        else:
            who = raised(chapter.lexicon.crowd(keys))
            yield sentence(
                "deed",
                f"{who} {english.together(what)}.",
                [line for deed in deeds for line in deed.lines],
                *keys,
            )
    for key, deeds in alone.items():
        did = listed([chapter.phrases.does(deed) for deed in deeds])
        lines = [line for deed in deeds for line in deed.lines]
        yield sentence("deed", f"{raised(states[key])} {did}.", lines, key)


def _is_told(chapter: Chapter, deed: Deed, before: list[Sentence]) -> bool:
    """Whether a sentence has named this deed and who did it."""
    phrases, name = chapter.phrases, chapter.lexicon.states[deed.actor or ""]
    home = deed.target if deed.target_kind == "state" else None
    ways = [say(deed, at) for say in (phrases.infinitive, phrases.does) for at in (None, home)]
    return any(
        (name in one.text or one.text.startswith(raised(name))) and any(way in one.text for way in ways)
        for one in before
    )


def text(story: Story) -> str:
    """A story as plain text in the manner of Markdown, wrapped for a terminal."""
    blocks = [f"# {story.title}"]
    for section in story.sections:
        if section.title:
            blocks.append(f"## {section.title}")
        told = [paragraph for paragraph in section.paragraphs if paragraph.sentences]
        blocks += [_wrapped(paragraph) for paragraph in told if not is_item(paragraph)]
        items = [_wrapped(paragraph) for paragraph in told if is_item(paragraph)]
        blocks += ["\n".join(items)] if items else []
    return "\n\n".join(blocks)


def _wrapped(paragraph: Paragraph) -> str:
    head, said = parts(paragraph)
    if is_item(paragraph):
        return textwrap.fill(
            said, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
        )
    marked = f"**{head}**{said}" if head else said
    return textwrap.fill(marked, _WIDTH, break_long_words=False, break_on_hyphens=False)


def parts(paragraph: Paragraph) -> tuple[str, str]:
    """A paragraph as what stands out in it and what follows: the two together are the whole of it."""
    said = " ".join(one.text for one in paragraph.sentences)
    if is_item(paragraph) or not paragraph.head:
        return "", said
    if said.startswith(paragraph.head):
        return paragraph.head, said[len(paragraph.head) :]
    return f"{paragraph.head}.", f" {said}"


def is_item(paragraph: Paragraph) -> bool:
    """Whether a paragraph is one row of a list."""
    return paragraph.head == _ITEM
