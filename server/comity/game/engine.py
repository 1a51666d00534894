"""The rulebook of one pinned scenario: the bridge from stored bytes to the pure rules."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from comity.game.kept import MIB, Kept
from comity.game.rulebook import (
    LengthOption,
    MoveBody,
    OpeningTurn,
    ResolvedTurn,
    TheoryOption,
    Variants,
)
from comity.lab import quick_par, story, table
from comity.lab.playouts import Playout
from comity.lab.quick_par import SeatPar
from comity.lab.story import Story
from comity.rules import account, codec, draws, injects, intake, project, scores, subjects
from comity.rules.codec import Stored
from comity.rules.faults import Fault
from comity.rules.layout import FloatArray
from comity.rules.moves import Injected
from comity.rules.version import RULES_VERSION
from comity.rules.views import CauseLine, ObjectiveView, PublicBoard, ScoreLine, SeatBoard
from comity.rules.world import World
from comity.scenarios import texts
from comity.scenarios.lengths import OWN
from comity.scenarios.load import Scenario, load_sources

STATES_KEPT = 32
STATE_BYTES_KEPT = 32 * MIB
"""Decoded worlds that are kept: a class sends many moves against the same one."""
LEDGER_BYTES_KEPT = 32 * MIB
"""What is kept of ledgers that were read, by their stored bytes: a class asks about the same turn."""


def load_rulebook(sources: Mapping[str, str], theory: str | None = None) -> "ScenarioRulebook":
    """The rulebook of a scenario's pinned source texts, under its own theory or another.

    Raises:
        ScenarioInvalid: the sources are not a sound scenario.
    """
    return ScenarioRulebook(load_sources(sources, theory=theory))


class ScenarioRulebook:
    """Implements `comity.game.rulebook.Rulebook` over a loaded scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._catalogue = scenario.catalogue
        self._coefficients = scenario.theory.coefficients
        self._worlds = Kept[Stored](STATES_KEPT, STATE_BYTES_KEPT)
        self._ledgers = Kept[account.Read](STATES_KEPT, LEDGER_BYTES_KEPT)

    @property
    def scenario_key(self) -> str:
        return self._scenario.key

    @property
    def scenario_digest(self) -> str:
        return self._scenario.digest

    @property
    def rules_version(self) -> str:
        return RULES_VERSION

    @property
    def turns(self) -> int:
        return self._catalogue.turns

    @property
    def seats(self) -> tuple[str, ...]:
        return tuple(seat.key for seat in self._catalogue.seats)

    @property
    def variants(self) -> Variants:
        documents = self._scenario.documents
        file, theories = documents.scenario, documents.library.theories
        own = LengthOption(
            OWN, "As written", "The game that its author had in mind.", file.turns, file.minutes
        )
        others = [
            LengthOption(key, row.name, row.gloss, row.turns, row.minutes)
            for key, row in file.lengths.items()
        ]
        mine = self._scenario.theory.key
        ordered = [mine, *(key for key in theories if key != mine)]
        return Variants(
            (own, *others),
            tuple(TheoryOption(key, theories[key].name, theories[key].gloss) for key in ordered),
        )

    @cached_property
    def _par_games(self) -> FloatArray:
        return quick_par.sample(self._scenario)

    @cached_property
    def _names(self) -> tuple[subjects.Name, ...]:
        return subjects.names(self._catalogue)

    def opening(self, seed: bytes) -> OpeningTurn:
        first = table.opening(self._scenario, seed)
        return OpeningTurn(first.state, first.digest)

    def check(self, state: bytes, seat: str, move: object) -> tuple[Fault, ...]:
        return intake.check(self._decode(state).world, self._catalogue, seat, move)

    def check_inject(self, inject: Injected) -> tuple[Fault, ...]:
        return injects.check(self._catalogue, inject)

    def resolve(
        self,
        state: bytes,
        moves: Mapping[str, MoveBody],
        injects: Sequence[Injected],
        seed: bytes,
        previous_digest: str,
    ) -> ResolvedTurn:
        """Moves are those that `check` accepted for this very state, injects those that `check_inject` did; a
        body that is not is a defect of the caller.

        Raises:
            ValueError: a move is malformed, or an inject is not sound.
        """
        done = table.advance(
            self._scenario,
            self._decode(state),
            moves,
            injects,
            state=state,
            seed=seed,
            previous_digest=previous_digest,
        )
        world = done.stored.world
        return ResolvedTurn(
            world.turn, done.state, done.ledger, done.input_digest, done.digest, self._is_over(world)
        )

    def bot_moves(self, state: bytes, seats: tuple[str, ...], seed: bytes) -> dict[str, MoveBody]:
        return dict(table.bot_moves(self._scenario, self._decode(state), seats, seed))

    def bot_reasons(
        self, state: bytes, seats: tuple[str, ...], seed: bytes
    ) -> Mapping[str, Mapping[str, str]]:
        return table.bot_reasons(self._scenario, self._decode(state), seats, seed)

    def public_board(self, state: bytes) -> PublicBoard:
        return project.public_board(self._decode(state), self._catalogue)

    def seat_board(self, state: bytes, seat: str) -> SeatBoard:
        return project.seat_board(
            self._decode(state), self._catalogue, self._coefficients, self._scenario.opening, seat
        )

    def objectives(self, state: bytes, seat: str) -> list[ObjectiveView]:
        return project.objectives(
            self._decode(state), self._catalogue, self._coefficients, self._scenario.opening, seat
        )

    def scores(self, state: bytes) -> list[ScoreLine]:
        world = self._decode(state).world
        lines = []
        for seat in self._catalogue.seats:
            result = scores.score(seat, world, self._scenario.opening, self._catalogue)
            lines.append(ScoreLine(seat.key, result.total, result.interests, result.objectives, result.parts))
        return lines

    def par(self, state: bytes) -> Mapping[str, SeatPar]:
        if not self._is_over(self._decode(state).world):
            return {}
        scored = {line.seat: line.score for line in self.scores(state)}
        return quick_par.standings(self._scenario, scored, self._par_games)

    def causes(
        self,
        ledger: bytes,
        seat: str | None,
        *,
        reveal: bool = False,
        subject: str | None = None,
        variable: str | None = None,
    ) -> list[CauseLine]:
        found = account.lines(
            self._ledgers.of(ledger, lambda: account.read(ledger)),
            self._catalogue,
            self._names,
            self._scenario.rule_names,
            reader=None if seat is None else self._catalogue.seat(seat).state,
            reveal=reveal,
            subject=subject,
            variable=variable,
        )
        return list(found)

    def story(self, states: Sequence[bytes], ledgers: Sequence[bytes]) -> Story:
        kept = [self._decode(state) for state in states]
        lines = [
            line
            for ledger in ledgers[1:]
            for line in account.lines(
                account.read(ledger),
                self._catalogue,
                self._names,
                self._scenario.rule_names,
                reader=None,
                reveal=True,
            )
        ]
        results = {
            seat.key: scores.score(seat, kept[-1].world, self._scenario.opening, self._catalogue)
            for seat in self._catalogue.seats
        }
        game = Playout(
            {"scores": {key: result.total for key, result in results.items()}},
            {key: result.met for key, result in results.items()},
            lines,
            [one.chronicle for one in kept[1:]],
            self.par(states[-1]),
        )
        return story.tell(self._scenario, game)

    def texts(self) -> Mapping[str, Any]:
        return texts.texts(self._scenario)

    def role_sheet(self, seat: str) -> Mapping[str, Any]:
        return texts.role_sheet(self._scenario, seat)

    def _is_over(self, world: World) -> bool:
        return bool(world.over[0]) or world.turn >= self.turns

    def _decode(self, state: bytes) -> Stored:
        return self._worlds.of(state, lambda: self._read(state))

    def _read(self, state: bytes) -> Stored:
        return codec.decode(state, self._catalogue.layout, events=len(self._catalogue.events.keys))


def commitment(game: str, seed: bytes) -> str:
    """What is published at the start of a game about its seed."""
    return draws.commitment(game, seed)
