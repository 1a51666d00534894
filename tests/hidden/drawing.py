"""Draws pairs of worlds: one public history, two secret ones, and who must not tell them apart.

What is drawn follows from the seed and the number of the pair. Across a resolution the last moves of the two
worlds may differ where what the resolution declares to everybody is the same; where it is not, the draw is
thrown away, counted, and made anew.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from tests.hidden.stage import Stage

from comity.game.rulebook import MoveBody

Kind = Literal["playing", "delayed", "ended"]
KINDS: Final[tuple[Kind, ...]] = ("playing", "playing", "playing", "delayed", "ended")
TRIES: Final = 200
WORDS: Final = ("alone", "between us", "never", "at dawn", "perhaps", "« ça »", "=1+1", "</script>")


@dataclass(frozen=True)
class Act:
    """Something that one government does; `what` is a move, the words of a cable, or an event."""

    kind: str
    seat: str
    what: Any = None
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Secret:
    """One turn of a world's secret history: before and after what is public, and what stands at the close."""

    before: tuple[Act, ...]
    after: tuple[Act, ...]
    last: tuple[Act, ...]
    bots: dict[str, MoveBody]


@dataclass(frozen=True)
class World:
    """What is particular to one world of a pair."""

    turns: tuple[Secret, ...]
    state: bytes | None
    """The opening, with what is hidden in it; None where the end will open everything."""
    names: dict[str, str]
    objectives: dict[str, str]


@dataclass(frozen=True)
class Pair:
    """Two worlds that look the same to `viewers`."""

    number: int
    kind: Kind
    actors: tuple[str, ...]
    viewers: tuple[str, ...]
    """Seats; besides them a spectator, a stranger and nobody in particular always look."""
    bot: str | None
    """An actor's seat that the house bot plays when nothing is saved."""
    away: str | None
    """A viewer who saves nothing: the house bot plays the seat, and they ask what it did and why."""
    public: tuple[tuple[Act, ...], ...]
    worlds: tuple[World, World]
    discarded: int
    """Draws thrown away before this one."""
    differing_moves: int
    """Seats whose moves differ across a resolution that declared the same."""

    @property
    def turns(self) -> int:
        return len(self.public)


def draw(stage: Stage, seed: int, number: int) -> Pair | None:
    """The pair of this number; None when every draw declared different outcomes."""
    for attempt in range(TRIES):
        shape = random.Random(f"{seed}/{number}")  # thrown-away draws must not favour what is easy to equal
        pair = _Draw(stage, shape, random.Random(f"{seed}/{number}/{attempt}"), number, attempt).pair()
        if pair is not None:
            return pair
    return None


class _Draw:
    def __init__(
        self, stage: Stage, shape: random.Random, chance: random.Random, number: int, discarded: int
    ) -> None:
        self._stage, self._chance, self._number, self._discarded = stage, chance, number, discarded
        seats = list(stage.book.seats)
        self._kind = shape.choice(KINDS)
        shape.shuffle(seats)
        count = len(seats) if self._kind == "delayed" else shape.randint(1, len(seats) - 1)
        self._actors, self._viewers = tuple(sorted(seats[:count])), tuple(sorted(seats[count:]))
        self._turns = shape.choice((1, 2, 2))
        playing = self._kind == "playing"
        self._bot = shape.choice(self._actors) if playing and shape.random() < 0.4 else None
        self._away = shape.choice(self._viewers) if self._viewers and shape.random() < 0.4 else None
        self._board = {seat: stage.book.seat_board(stage.opening.state, seat) for seat in stage.book.seats}

    def pair(self) -> Pair | None:
        public = tuple(self._public() for _ in range(self._turns))
        first_finals = [self._finals(None) for _ in range(self._turns - 1)]
        second_finals = [self._finals(one) for one in first_finals]
        if self._kind != "playing":
            second_finals = first_finals
        worlds = (self._world(first_finals), self._world(second_finals))
        said = [
            self._declared(world, finals, public)
            for world, finals in zip(worlds, (first_finals, second_finals), strict=True)
        ]
        if said[0] is None or said[0] != said[1]:
            return None
        differing = sum(
            one[seat] != other[seat]
            for one, other in zip(first_finals, second_finals, strict=True)
            for seat in self._actors
        )
        return Pair(
            self._number,
            self._kind,
            self._actors,
            self._viewers,
            self._bot,
            self._away,
            public,
            worlds,
            self._discarded,
            differing,
        )

    def _public(self) -> tuple[Act, ...]:
        """Statements by anybody, moves of those who look, and who is ready; the same in both worlds."""
        acts = [Act("statement", self._any_seat(), self._words())]
        moves = {seat: self._move(seat) for seat in self._viewers}
        acts += [Act("save", seat, move) for seat, move in moves.items() if seat != self._away]
        if self._chance.random() < 0.5:
            acts.append(Act("ready", self._any_seat(), True))
        return tuple(acts)

    def _finals(self, other: dict[str, Any] | None) -> dict[str, Any]:
        """The actors' last moves of a turn; for a second world often the first one's, dealt anew."""
        drawn = {seat: self._move(seat) if self._chance.random() < 0.8 else None for seat in self._actors}
        if other is None or self._chance.random() < 0.25:
            return drawn
        if self._stage.setting.name == "tiny" and self._chance.random() < 0.8:
            return self._dealt(other)
        return {seat: move or {} for seat, move in other.items()}  # to say nothing is to save nothing

    def _dealt(self, moves: dict[str, Any]) -> dict[str, Any]:
        """The same hostile deeds, done by others: who curses whom does not show."""
        kept: dict[str, list[Any]] = {
            seat: [act for act in (move or {"actions": []})["actions"] if act["action"] == "boost"]
            for seat, move in moves.items()
        }
        curses = [act for move in moves.values() if move for act in move["actions"] if "target" in act]
        for curse in curses:
            able = [seat for seat in self._actors if seat != curse["target"]]
            kept[self._chance.choice(able)].append(curse)
        for acts in kept.values():
            self._chance.shuffle(acts)
        return {seat: {"actions": acts} if acts else None for seat, acts in kept.items()}

    def _world(self, finals: Sequence[dict[str, Any]]) -> World:
        turns = []
        for n in range(self._turns):
            is_open = n >= len(finals)
            bots: dict[str, MoveBody] = {}
            last: list[Act] = []
            if not is_open:
                for seat, move in finals[n].items():
                    by_bot = seat == self._bot and move and self._chance.random() < 0.5
                    if by_bot:
                        bots[seat] = move
                    elif seat == self._bot and move is None:
                        bots[seat] = {}
                    last.append(Act("withdraw", seat) if by_bot or move is None else Act("save", seat, move))
            turns.append(Secret(self._acts(is_open), self._acts(is_open), tuple(last), bots))
        hide = self._kind != "ended"
        state = self._stage.opening.state
        words = {seat: f"{self._words()} {self._chance.random()}" for seat in self._actors}
        return World(
            tuple(turns),
            self._stage.setting.hide(self._chance, state, self._actors) if hide else None,
            {f"Player of {seat}": f"Somebody {self._chance.random()}" for seat in self._actors},
            words if hide else {},
        )

    def _acts(self, is_open: bool) -> tuple[Act, ...]:
        kinds = ["come", "go", "refused", "ticket"]
        if self._kind != "ended":
            kinds += ["save", "save", "withdraw", "sent_and_taken_back"]
            kinds += ["cable"] * (2 if len(self._actors) > 1 else 0)
            kinds += ["inject"] if is_open else []
        if self._kind == "delayed" and is_open:
            kinds += ["statement", "ready", "extend", "pause_and_resume"]
        return tuple(self._act(kind) for kind in self._chance.choices(kinds, k=self._chance.randint(0, 4)))

    def _act(self, kind: str) -> Act:
        seat = self._chance.choice(self._actors)
        match kind:
            case "save":
                return Act(kind, seat, self._move(seat))
            case "refused":
                return Act(kind, seat, {"actions": [{"action": f"no-such-{self._chance.random()}"}]})
            case "cable":
                others = [one for one in self._actors if one != seat]
                to = self._chance.sample(others, self._chance.randint(1, len(others)))
                return Act(kind, seat, f"{self._words()} {self._chance.random()}", tuple(to))
            case "statement":
                return Act(kind, seat, self._words())
            case "ready":
                return Act(kind, seat, True)
            case _:
                return Act(kind, seat)

    def _any_seat(self) -> str:
        return self._chance.choice((*self._actors, *self._viewers))

    def _words(self) -> str:
        return self._chance.choice(WORDS)

    def _move(self, seat: str) -> dict[str, Any]:
        return self._stage.setting.drawn(self._chance, seat, self._board[seat])

    def _declared(
        self, world: World, finals: Sequence[dict[str, Any]], public: Sequence[Sequence[Act]]
    ) -> list[object] | None:
        """What this world's resolutions declare to everybody, and its moves to those who look on; None when
        one of them ends the game.
        """
        stage = self._stage
        said: list[object] = []
        stage.setting.secrets.bots = {}  # those of the pair that was played before
        state, digest = world.state or stage.opening.state, stage.opening.digest
        for n, last in enumerate(finals):
            moves = {**last, **{act.seat: act.what for act in public[n] if act.kind == "save"}}
            sound = {
                seat: body
                for seat, body in sorted(moves.items())
                if body is not None and not stage.book.check(state, seat, body)
            }
            if self._away is not None:
                sound |= stage.book.bot_moves(state, (self._away,), stage.seed)
            done = stage.book.resolve(state, sound, (), stage.seed, digest)
            state, digest = done.state, done.digest
            if done.over:
                return None
            said.append(stage.setting.declared(stage.book, state, done.ledger))
            said.append(stage.setting.addressed(stage.book, sound, self._viewers))
        return said
