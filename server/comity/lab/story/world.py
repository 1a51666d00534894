"""The world's paragraphs: crises, votes, agreements, institutions and orders."""

from collections.abc import Iterator
from typing import Final

from comity.lab.story import broad
from comity.lab.story.broad import Broad
from comity.lab.story.chapter import Chapter
from comity.lab.story.deeds import Deed
from comity.lab.story.facts import Fact
from comity.lab.story.ladder import RUNG_WORDS, rung
from comity.lab.story.phrases import moved
from comity.lab.story.sentence import Paragraph, Sentence, sentence
from comity.lab.story.votes import Vote
from comity.rules.prose import listed, raised
from comity.rules.views import CauseDeed
from comity.rules.vocabulary import RUNGS
from comity.scenarios import english

_SHORT: Final = {
    "consensus": ", where one No is enough",
    "quota_weighted": ", but not by quota",
    "two_thirds": ", short of two thirds",
    "veto_council": ", short of the seats it takes",
}
"""Why a motion fails that has more votes for it than against it."""
_JOINS: Final = {"institution": "membership", "bloc": "membership"}


def paragraphs(chapter: Chapter, spread: list[Broad], state: str | None = None) -> list[Paragraph]:
    """What is told of the world in one turn, by what it is about; of votes, for one state's thread, only its
    own.
    """
    own = [vote for vote in chapter.votes if state is None or state in vote.about]
    tension = [fact for fact in chapter.about("pair") if fact.variable == "tension"]
    told = {
        "The world": [
            *_quiet(chapter),
            *_over(chapter),
            *_crises(chapter),
            *_events(chapter),
            *broad.sentences(chapter, spread, acted=False),
            *_changes(chapter, tension, 1, 0.3),
        ],
        "Decisions": [*_votes(chapter, own), *_changes(chapter, _bodies(chapter), 1, 0.08)],
        "Between states": [
            *_agreements(chapter, state),
            *broad.sentences(chapter, spread, acted=True),
            *_joined(chapter, state),
        ],
        "Orders and movements": [
            *_changes(chapter, chapter.about("globalism"), 2, 0.1),
            *_movements(chapter),
        ],
    }
    return [Paragraph(head, tuple(sentences)) for head, sentences in told.items() if sentences]


def _quiet(chapter: Chapter) -> Iterator[Sentence]:
    if chapter.quiet():
        label = chapter.lexicon.label(chapter.turn)
        text = f"{label} is quiet: nobody acts, nothing is voted, and no event comes."
        yield sentence("quiet", text, chapter.places)


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
            text = f"{raised(RUNG_WORDS[RUNGS[now]])} opens between {names}, {why}."
        else:
            text = f"Between {names} the crisis eases to {RUNG_WORDS[RUNGS[now]]}, {why}."
        yield sentence("crisis", text, fact.lines, one, other)


def _events(chapter: Chapter) -> Iterator[Sentence]:
    """What struck the whole world."""
    for deed in chapter.deeds.values():
        if deed.kind != "event" or deed.actor is not None:
            continue
        text, lines = _alike(chapter, deed)
        told = english.ended(chapter.phrases.event_told(deed))
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
        whole = f"{body} {listed(parts)}" if _begin_with(votes, body) else _each(votes)
        yield _vote_sentence(whole, votes)
    for vote in told:
        if vote.vetoed_by and not vote.passed:
            who = listed([states[key] for key in vote.vetoed_by])
            verb = "vetoes" if len(vote.vetoed_by) == 1 else "veto"
            yield _vote_sentence(f"{who} {verb} the motion that {vote.decided} ({_count(vote)})", [vote])
    failed = [vote for vote in told if not vote.passed and not vote.vetoed_by]
    if len(failed) == 1:
        yield _vote_sentence(f"the motion that {failed[0].decided} fails ({_count(failed[0])})", failed)
    elif failed:
        parts = [f"that {vote.decided} ({_count(vote)})" for vote in failed]
        yield _vote_sentence(f"motions fail {listed(parts)}", failed)


def _begin_with(votes: list[Vote], body: str) -> bool:
    return bool(body) and all(vote.decided.startswith(f"{body} ") for vote in votes)


def _each(votes: list[Vote]) -> str:
    return listed([f"{vote.decided} ({_count(vote)})" for vote in votes])


def _count(vote: Vote) -> str:
    yes, no, _ = vote.counts
    hint = _SHORT.get(vote.rule, "") if yes > no and not vote.passed and not vote.vetoed_by else ""
    return f"{yes} to {no}{hint}"


def _vote_sentence(text: str, votes: list[Vote]) -> Sentence:
    lines = [line for vote in votes for line in vote.lines]
    about = [key for vote in votes for key in vote.about]
    return sentence("vote", english.ended(raised(text)), lines, *about)


def _agreements(chapter: Chapter, state: str | None) -> Iterator[Sentence]:
    """What two states did together: each of the two deeds names the other. Who did the same is told in one
    breath: `China holds talks with India, and Egypt with Sudan`.
    """
    table, states = chapter.lexicon.scenario.catalogue.actions, chapter.lexicon.states
    together = {
        (deed.key, deed.actor, deed.target): deed
        for deed in chapter.done()
        if table.needs_both[table.keys.index(deed.key)]
    }
    pairs: dict[str, list[tuple[Deed, Deed]]] = {}
    for (key, actor, target), deed in together.items():
        back = together.get((key, target, actor))
        if actor is None or target is None or back is None or target < actor:
            continue
        if state is None or state in (actor, target):
            pairs.setdefault(key, []).append((deed, back))
    for same in pairs.values():
        first = same[0][0]
        joins = f" with {states[first.target or '']}" in chapter.phrases.infinitive(first)
        for group in [same] if joins and len(same) > 1 else [[pair] for pair in same]:
            keys = [one for deed, _ in group for one in (deed.actor, deed.target) if one]
            lines = [line for pair in group for deed in pair for line in deed.lines]
            yield sentence("deed", raised(_agreed(chapter, [deed for deed, _ in group])), lines, *keys)


def _agreed(chapter: Chapter, deeds: list[Deed]) -> str:
    states, first = chapter.lexicon.states, deeds[0]
    one, other = states[first.actor or ""], states[first.target or ""]
    if len(deeds) > 1:
        rest = [f"{states[deed.actor or '']} with {states[deed.target or '']}" for deed in deeds[1:]]
        more = f"{', '.join(rest[:-1])}, and {rest[-1]}" if len(rest) > 1 else f"and {rest[0]}"
        return f"{one} {chapter.phrases.does(first)}, {more}."
    what = chapter.phrases.infinitive(first).removesuffix(f" ({other})")
    return f"{one} and {other} {what.replace(f' with {other}', ' with each other')}."


def _joined(chapter: Chapter, state: str | None) -> Iterator[Sentence]:
    """Who joined or left an institution or a bloc; whoever moved alike is told in one breath."""
    moves: dict[tuple[str, str, bool], list[Fact]] = {}
    for fact in chapter.about(*_JOINS):
        head, _, key = fact.variable.partition(".")
        if head != _JOINS[fact.of] or not fact.change or key not in chapter.lexicon.states:
            continue
        if not _is_seat_by_rotation(chapter, fact, key):
            moves.setdefault((fact.of, fact.key, fact.change > 0), []).append(fact)
    alike: dict[tuple[tuple[str, ...], bool], list[tuple[str, list[Fact]]]] = {}
    for (kind, of, joins), facts in moves.items():
        name = chapter.lexicon.named(kind, of)
        if name is not None:
            who = tuple(fact.variable.partition(".")[2] for fact in facts)
            alike.setdefault((who, joins), []).append((name, facts))
    for (keys, joins), rows in alike.items():
        verb = ("join" if joins else "leave") + ("s" if len(keys) == 1 else "")
        lines = [line for _, facts in rows for fact in facts for line in fact.lines]
        what = listed([name for name, _ in rows])
        yield sentence("fact", f"{raised(chapter.lexicon.crowd(keys, state))} {verb} {what}.", lines, *keys)


def _is_seat_by_rotation(chapter: Chapter, fact: Fact, state: str) -> bool:
    """Whether to belong to a body means no more than that one may be elected to it."""
    table = chapter.lexicon.scenario.catalogue.institutions
    if fact.of != "institution":
        return False
    at, whom = table.keys.index(fact.key), list(chapter.lexicon.states).index(state)
    return bool(table.elected_seats[at]) and not table.permanent[at, whom]


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
    """The movement that gained or lost most in the world, and what carried it in the states."""
    for fact in chapter.best(
        [fact for fact in chapter.about("movement") if fact.variable == "strength"], 1, 0.06
    ):
        name = chapter.lexicon.quantity(fact)
        if name is None:
            continue
        deed, lines = _carrier(chapter, fact)
        why = f", above all as {chapter.phrases.told(deed)}" if deed else ""
        yield sentence("fact", f"{raised(moved(fact, name))} in the world{why}.", (*fact.lines, *lines))


def _carrier(chapter: Chapter, movement: Fact) -> tuple[Deed | None, list[int]]:
    """The deed that did most for what a movement gained or lost in the states, and its lines there."""
    sums: dict[CauseDeed, float] = {}
    lines: dict[CauseDeed, list[int]] = {}
    for fact in chapter.about("movement"):
        if fact.key != movement.key or fact.variable == movement.variable:
            continue
        for cause in fact.causes:
            if not isinstance(cause.source, str) and cause.amount * movement.change > 0:
                sums[cause.source] = sums.get(cause.source, 0.0) + abs(cause.amount)
                lines.setdefault(cause.source, []).extend(cause.lines)
    most = max(sums, key=lambda one: (sums[one], one.key), default=None)
    deed = chapter.deeds.get(most) if most else None
    return (deed, lines[most]) if most and deed else (None, [])
