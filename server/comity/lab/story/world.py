"""The world's paragraph: crises, votes, agreements, institutions and orders."""

from collections.abc import Iterator
from typing import Final

from comity.lab.story import broad
from comity.lab.story.chapter import Chapter
from comity.lab.story.deeds import Deed
from comity.lab.story.facts import Fact
from comity.lab.story.phrases import moved
from comity.lab.story.sentence import Sentence, sentence
from comity.lab.story.votes import Vote
from comity.rules.prose import raised
from comity.rules.rungs import RUNG_FROM
from comity.rules.vocabulary import RUNGS
from comity.scenarios import english

_RUNG_WORDS: Final = {
    "dispute": "a dispute",
    "confrontation": "a confrontation",
    "militarised": "a militarised crisis",
    "war": "war",
}
_SHORT: Final = {
    "consensus": ", where one No is enough",
    "quota_weighted": ", but not by quota",
    "two_thirds": ", short of two thirds",
    "veto_council": ", short of the seats it takes",
}
"""Why a motion fails that has more votes for it than against it."""
_JOINS: Final = {"institution": "membership", "bloc": "membership"}


def paragraph(chapter: Chapter, state: str | None = None) -> list[Sentence]:
    """What is told of the world in one turn, in order; of votes, for one state's thread, only its own."""
    told = [
        *_over(chapter),
        *_crises(chapter),
        *_events(chapter),
        *_votes(chapter, [vote for vote in chapter.votes if state is None or state in vote.about]),
        *_agreements(chapter),
        *broad.paragraph(chapter),
        *_joined(chapter),
        *_changes(chapter, chapter.about("globalism"), 2, 0.1),
        *_changes(chapter, _bodies(chapter), 1, 0.08),
        *_changes(chapter, [fact for fact in chapter.about("pair") if fact.variable == "tension"], 1, 0.3),
        *_movements(chapter),
    ]
    if chapter.quiet():
        label = chapter.lexicon.label(chapter.turn)
        text = f"{label} is quiet: nobody acts, nothing is voted, and no event comes."
        return [sentence("quiet", text, chapter.places), *told]
    return told


def rung(escalation: float) -> str:
    """The rung of the ladder on which a pair stands."""
    at: str = RUNGS[sum(1 for start in RUNG_FROM if escalation >= start) - 1]
    return at


def _over(chapter: Chapter) -> Iterator[Sentence]:
    """The war that ends the game for everyone."""
    lines = chapter.by_rule("war")
    if chapter.over and lines:
        yield sentence("crisis", chapter.over, lines, *chapter.lexicon.states)


def _crises(chapter: Chapter) -> Iterator[Sentence]:
    for fact in chapter.about("pair"):
        if fact.variable != "escalation":
            continue
        was, now = RUNGS.index(rung(fact.before)), RUNGS.index(rung(fact.after))
        one, _, other = fact.key.partition(":")
        if was == now or one not in chapter.lexicon.states or other not in chapter.lexicon.states:
            continue
        names = f"{chapter.lexicon.states[one]} and {chapter.lexicon.states[other]}"
        why = chapter.phrases.because(fact, net_told=False)
        if now == 0:
            text = f"Calm returns between {names}, {why}."
        elif now > was:
            text = f"{raised(_RUNG_WORDS[RUNGS[now]])} opens between {names}, {why}."
        else:
            text = f"Between {names} the crisis eases to {_RUNG_WORDS[RUNGS[now]]}, {why}."
        yield sentence("crisis", text, fact.lines, one, other)


def _events(chapter: Chapter) -> Iterator[Sentence]:
    """What struck the whole world."""
    for deed in chapter.deeds.values():
        if deed.kind != "event" or deed.actor is not None:
            continue
        text, lines = _alike(chapter, deed)
        told = english.ended(f"{chapter.phrases.event_name(deed)}: {chapter.phrases.event_text(deed)}")
        yield sentence(
            "event", f"{told[:-1]} ({text})." if text and told[-1] == "." else told, lines or deed.lines
        )


def _alike(chapter: Chapter, deed: Deed) -> tuple[str, list[int]]:
    """The largest effect that all states feel alike, and its lines."""
    felt: dict[tuple[str, float], list[int]] = {}
    for place in deed.lines:
        line = chapter.ledger[place]
        if line.subject.startswith("state:"):
            felt.setdefault((line.variable, round(line.delta, 4)), []).append(place)
    common = {key: lines for key, lines in felt.items() if len(lines) > 1}
    if not common:
        return "", []
    (variable, amount), lines = max(common.items(), key=lambda row: (len(row[1]), abs(row[0][1]), row[0][0]))
    where = "everywhere" if len(lines) == len(chapter.lexicon.states) else f"in {len(lines)} states"
    return f"{chapter.lexicon.variable(variable)} {english.signed(amount)} {where}", lines


def _votes(chapter: Chapter, told: list[Vote]) -> Iterator[Sentence]:
    """What passed, by institution; what was vetoed; what found no majority."""
    states = chapter.lexicon.states
    passed: dict[str, list[Vote]] = {}
    for vote in told:
        if vote.passed:
            passed.setdefault(vote.institution, []).append(vote)
    for key, votes in passed.items():
        body = chapter.lexicon.named("institution", key) or ""
        parts = [f"{vote.decided.removeprefix(body).strip()} ({_count(vote)})" for vote in votes]
        whole = f"{body} {english.listed(parts)}" if _begin_with(votes, body) else _each(votes)
        yield _vote_sentence(whole, votes)
    for vote in told:
        if vote.vetoed_by and not vote.passed:
            who = english.listed([states[key] for key in vote.vetoed_by])
            verb = "vetoes" if len(vote.vetoed_by) == 1 else "veto"
            yield _vote_sentence(f"{who} {verb} the motion that {vote.decided} ({_count(vote)})", [vote])
    failed = [vote for vote in told if not vote.passed and not vote.vetoed_by]
    if len(failed) == 1:
        yield _vote_sentence(f"the motion that {failed[0].decided} fails ({_count(failed[0])})", failed)
    elif failed:
        parts = [f"that {vote.decided} ({_count(vote)})" for vote in failed]
        yield _vote_sentence(f"motions fail {english.listed(parts)}", failed)


def _begin_with(votes: list[Vote], body: str) -> bool:
    return bool(body) and all(vote.decided.startswith(f"{body} ") for vote in votes)


def _each(votes: list[Vote]) -> str:
    return english.listed([f"{vote.decided} ({_count(vote)})" for vote in votes])


def _count(vote: Vote) -> str:
    yes, no, _ = vote.counts
    hint = _SHORT.get(vote.rule, "") if yes > no and not vote.passed and not vote.vetoed_by else ""
    return f"{yes} to {no}{hint}"


def _vote_sentence(text: str, votes: list[Vote]) -> Sentence:
    lines = [line for vote in votes for line in vote.lines]
    about = [key for vote in votes for key in vote.about]
    return sentence("vote", english.ended(raised(text)), lines, *about)


def _agreements(chapter: Chapter) -> Iterator[Sentence]:
    """What two states did together: each of the two deeds names the other."""
    table = chapter.lexicon.scenario.catalogue.actions
    together = [deed for deed in chapter.done() if table.needs_both[table.keys.index(deed.key)]]
    for deed in together:
        back = next(
            (d for d in together if (d.key, d.actor, d.target) == (deed.key, deed.target, deed.actor)), None
        )
        if deed.actor is None or back is None or back.actor is None or back.actor < deed.actor:
            continue
        names = raised(f"{chapter.lexicon.states[deed.actor]} and {chapter.lexicon.states[back.actor]}")
        what = chapter.phrases.infinitive(deed)
        other = chapter.lexicon.states[back.actor]
        what = what.removesuffix(f" ({other})").replace(f" with {other}", " with each other")
        yield sentence("deed", f"{names} {what}.", (*deed.lines, *back.lines), deed.actor, back.actor)


def _joined(chapter: Chapter) -> Iterator[Sentence]:
    """Who joined or left an institution or a bloc."""
    moves: dict[tuple[str, str, bool], list[Fact]] = {}
    for fact in chapter.about(*_JOINS):
        head, _, state = fact.variable.partition(".")
        if head == _JOINS[fact.of] and fact.change and state in chapter.lexicon.states:
            moves.setdefault((fact.of, fact.key, fact.change > 0), []).append(fact)
    for (kind, key, joins), facts in moves.items():
        name = chapter.lexicon.named(kind, key)
        if name is None:
            continue
        keys = [fact.variable.partition(".")[2] for fact in facts]
        who = english.listed([chapter.lexicon.states[state] for state in keys])
        verb = ("join" if joins else "leave") + ("s" if len(keys) == 1 else "")
        lines = [line for fact in facts for line in fact.lines]
        yield sentence("fact", f"{raised(who)} {verb} {name}.", lines, *keys)


def _bodies(chapter: Chapter) -> list[Fact]:
    """Facts about institutions, but for those whose new members are told."""
    facts = chapter.about("institution")
    joined = {fact.subject for fact in facts if fact.variable.startswith("membership.")}
    return [fact for fact in facts if fact.subject not in joined]


def _changes(chapter: Chapter, pool: list[Fact], limit: int, least: float) -> Iterator[Sentence]:
    """The largest changes among some facts, one for each thing."""
    seen: set[str] = set()
    for fact in chapter.best(pool, len(pool), least):
        name = chapter.lexicon.quantity(fact)
        if name is None or fact.subject in seen or len(seen) == limit:
            continue
        seen.add(fact.subject)
        text = f"{raised(moved(fact, name))}, {chapter.phrases.because(fact)}."
        about = fact.key.split(":") if fact.of == "pair" else []
        yield sentence("fact", text, fact.lines, *about)


def _movements(chapter: Chapter) -> Iterator[Sentence]:
    """The movement that gained or lost most in the world."""
    for fact in chapter.best(
        [fact for fact in chapter.about("movement") if fact.variable == "strength"], 1, 0.06
    ):
        name = chapter.lexicon.quantity(fact)
        if name is not None:
            yield sentence("fact", f"{raised(moved(fact, name))} in the world.", fact.lines)
