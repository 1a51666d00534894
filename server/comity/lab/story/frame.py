"""How a story opens and how it ends."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from comity.lab.playouts import Playout
from comity.lab.quick_par import SeatPar
from comity.lab.story import facts as whole
from comity.lab.story.ladder import RUNG_WORDS, rung
from comity.lab.story.lexicon import Lexicon
from comity.lab.story.phrases import TOLD_FROM, moved
from comity.lab.story.sentence import Sentence, sentence
from comity.rules import subjects
from comity.rules.catalogue import Seat
from comity.rules.prose import listed, raised
from comity.rules.views import CauseLine
from comity.rules.vocabulary import GLOBALISMS, INDICES, RUNGS
from comity.scenarios import english

NAMED_MAX: Final = 30
"""So many at a table are named one by one, and told what they missed."""
_RUNGS_OF_MANY: Final = {
    "dispute": "disputes",
    "confrontation": "confrontations",
    "militarised": "militarised crises",
    "war": "wars",
}


def opening(lexicon: Lexicon, ledger: Sequence[CauseLine]) -> Iterator[Sentence]:
    """Who sits at the table, and how orders and indices stood before the first change of each."""
    first: dict[tuple[str, str], int] = {}
    for place, line in enumerate(ledger):
        first.setdefault((line.subject, line.variable), place)
    yield from _table(lexicon, ledger)
    held = [(key, first.get((f"globalism:{key}", "prevalence"), -1)) for key in GLOBALISMS]
    held = sorted(
        ((key, place) for key, place in held if place >= 0), key=lambda row: (-ledger[row[1]].before, row[0])
    )
    if held:
        parts = [
            f"{english.points(ledger[place].before)} percent to {lexicon.globalisms[key]}"
            for key, place in held
        ]
        text = f"The world's power leans {listed(parts)}."
        yield sentence("opening", text, [place for _, place in held])
    stand = [(key, place) for key in INDICES if (place := first.get(("system", key), -1)) >= 0]
    if stand:
        parts = [f"{_index(lexicon, key)} at {english.points(ledger[place].before)}" for key, place in stand]
        text = f"The world opens with {listed(parts)}."
        yield sentence("opening", text, [place for _, place in stand])
    yield from _quarrels(lexicon, ledger, first)


def _quarrels(
    lexicon: Lexicon, ledger: Sequence[CauseLine], first: Mapping[tuple[str, str], int]
) -> Iterator[Sentence]:
    """Which pairs stood on the ladder of crisis before the first turn, from the highest rung down."""
    open_at: dict[str, list[tuple[float, int, str, list[str]]]] = {}
    for (subject, variable), place in first.items():
        kind, _, pair = subject.partition(":")
        keys = pair.split(":")
        if kind != "pair" or variable != "escalation" or not set(keys) <= set(lexicon.states):
            continue
        step = rung(before := ledger[place].before)
        if step in RUNG_WORDS:
            names = f"between {listed([lexicon.states[key] for key in keys])}"
            open_at.setdefault(step, []).append((-before, place, names, keys))
    parts: list[str] = []
    told: list[tuple[float, int, str, list[str]]] = []
    for step in reversed(RUNGS):
        rows = sorted(open_at.get(step, ()))
        if rows:
            what = RUNG_WORDS[step] if len(rows) == 1 else _RUNGS_OF_MANY[step]
            parts.append(f"{what} {listed([names for _, _, names, _ in rows])}")
            told += rows
    if parts:
        keys = [key for row in told for key in row[3]]
        text = f"Open from the start: {'; '.join(parts)}."
        yield sentence("opening", text, [row[1] for row in told], *keys)


def _index(lexicon: Lexicon, key: str) -> str:
    names = lexicon.scenario.documents.library.words.indices
    return next((subjects.in_sentence(row.name) for name, row in names.items() if name == key), key)


def _table(lexicon: Lexicon, ledger: Sequence[CauseLine]) -> Iterator[Sentence]:
    catalogue = lexicon.scenario.catalogue
    known: dict[str, int] = {}
    for place, line in enumerate(ledger):
        kind, _, key = line.subject.partition(":")
        if kind == "state":
            known.setdefault(key, place)
    seated = [catalogue.states.keys[seat.state] for seat in catalogue.seats]
    present = [key for key in seated if key in known]
    empty = [key for key in catalogue.states.keys if key in known and key not in seated]
    if present:
        names = [lexicon.states[key] for key in present]
        who = listed(names)
        if len(names) > NAMED_MAX:
            who = f"{len(names)} states, from {names[0]} to {names[-1]},"
        verb = "sits" if len(present) == 1 else "sit"
        rest = listed([lexicon.states[key] for key in empty])
        tail = f"; nobody plays {rest}" if rest else ""
        lines = {known[key] for key in (*present, *empty)}
        yield sentence("opening", f"{raised(who)} {verb} at the table{tail}.", lines)


def ending(lexicon: Lexicon, game: Playout) -> Iterator[Sentence]:
    """The four indices over the whole game, then the seats: by how they stand against par where it is known,
    and else by their scores, as some seats have more to gain than others.
    """
    ledger = game.ledger
    system = [place for place, line in enumerate(ledger) if line.subject == "system"]
    over = whole.gather(ledger, system, lexicon.scenario.rule_names)
    facts = [fact for key in INDICES if (fact := over.get(("system", key))) is not None]
    if facts:
        parts = [_from_to(fact, _index(lexicon, fact.variable)) for fact in facts]
        lines = {line for fact in facts for line in fact.lines}
        yield sentence("end", f"Over the whole game {listed(parts)}.", lines)
    yield from _seats(lexicon, game)


def _from_to(fact: whole.Fact, name: str) -> str:
    if abs(fact.change) < TOLD_FROM:
        return f"{name} {'stay' if english.plural(name) else 'stays'} at {english.points(fact.after)}"
    return moved(fact, name)


def _seats(lexicon: Lexicon, game: Playout) -> Iterator[Sentence]:
    catalogue, scores, par = lexicon.scenario.catalogue, game.document["scores"], game.par
    wanted = {
        seat.key: {
            (name.subject, name.variable)
            for goal in seat.objectives
            if goal.place >= 0
            for name in [subjects.name_at(catalogue, goal.place)]
        }
        for seat in catalogue.seats
    }
    by_key: dict[whole.Key, list[int]] = {key: [] for keys in wanted.values() for key in keys}
    by_state: dict[str, list[int]] = {f"state:{key}": [] for key in catalogue.states.keys}
    for place, line in enumerate(game.ledger):
        if (own := by_state.get(line.subject)) is not None:
            own.append(place)
        if (line.subject, line.variable) in by_key:
            by_key[line.subject, line.variable].append(place)
    few = len(catalogue.seats) <= NAMED_MAX
    beaten = {seat: row.beaten for seat, row in par.items()}
    for seat in sorted(
        catalogue.seats, key=lambda seat: (-beaten.get(seat.key, 0.0), -scores[seat.key], seat.key)
    ):
        state = catalogue.states.keys[seat.state]
        if own := by_state[f"state:{state}"]:
            lines = {*own, *(place for key in wanted[seat.key] for place in by_key[key])}
            name = raised(lexicon.states[state])
            goals = _goals(seat, game.met[seat.key], few=few)
            text = f"{name}, {scores[seat.key]:.1f} points{_standing(par.get(seat.key))}: {goals}"
            yield sentence("score", text, lines, state)


def _standing(par: SeatPar | None) -> str:
    if par is None:
        return ""
    return f", more than {round(100 * par.beaten)} of a hundred bots in its place"


def _goals(seat: Seat, met: Mapping[str, bool], *, few: bool) -> str:
    """What was met and, among few, what was missed."""
    reached = [goal.text for goal in seat.objectives if met.get(goal.key)]
    missed = [goal.text for goal in seat.objectives if not met.get(goal.key)]
    count = f"{len(reached)} of {len(seat.objectives)} objectives met."
    told = [count, *(english.ended(text) for text in reached)]
    if few and missed:
        told += ["Missed:", *(english.ended(text) for text in missed)]
    return " ".join(told)
