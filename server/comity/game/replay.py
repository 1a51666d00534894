"""Proof by repetition: every turn of an exported game resolved again, from nothing but the file.

What this proves: the seed is the one promised at the start, the moves in the file are those that the journal
committed to when each turn closed, and the rules make of them, and of the events that the journal says were
sent, what was played. What it cannot prove: that
nobody knew the seed earlier, or that a whole file was not made up, unless somebody kept an earlier hash.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.game import journal
from comity.game.errors import Refused
from comity.game.exported import ExportedGame, ExportedMove, ExportedTurn, read_export
from comity.game.rulebook import MoveBody, Rulebook
from comity.game.wire import canonical
from comity.rules.draws import commitment
from comity.rules.faults import Fault
from comity.rules.moves import Injected


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not agree; `turn` is None for what concerns the whole file."""

    turn: int | None
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    turns_checked: int
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


def verify(document: bytes, load: Callable[[Mapping[str, str]], Rulebook]) -> Verdict:
    """Checks the seed's promise, the scenario, the journal's chain, every move, every event that was sent and
    every turn's digest.

    Raises Refused when the file is no export of an ended game, and whatever `load` raises on bad scenarios.
    """
    file = read_export(document)
    check = _Check(file, load(file.scenario.sources), _seed(file))
    check.promises()
    check.chain()
    check.turns()
    return Verdict(check.turns_checked, tuple(check.problems))


def _seed(file: ExportedGame) -> bytes:
    try:
        seed = bytes.fromhex(file.seed or "")
    except ValueError:
        seed = b""
    if not seed:
        message = "This file holds no seed: the game had not ended when it was exported."
        raise Refused(Fault("no_seed", "seed", message, "Export the game again after its end."))
    return seed


@dataclass
class _Check:
    """One pass over one file; problems add up, so that the reader sees all of them."""

    file: ExportedGame
    book: Rulebook
    seed: bytes
    problems: list[Problem] = field(default_factory=list)
    turns_checked: int = 0

    def expect(self, turn: int | None, name: str, written: object, found: object) -> None:
        if written != found:
            message = f"the file says {written!r}, the replay gives {found!r}"
            self.problems.append(Problem(turn, name, message))

    def promises(self) -> None:
        """What was fixed before the first move, and written into the first line of the journal."""
        file, made = self.file, self._said("game_made")
        promised = commitment(file.game, self.seed)
        for name, written, found in (
            ("seed_commitment", file.seed_commitment, promised),
            ("scenario.digest", file.scenario.digest, self.book.scenario_digest),
            ("rules_version", file.rules_version, self.book.rules_version),
            ("journal.seed_commitment", made.get("seed_commitment"), promised),
            ("journal.scenario_digest", made.get("scenario_digest"), self.book.scenario_digest),
        ):
            self.expect(None, name, written, found)

    def chain(self) -> None:
        """The hashes of the journal, one over the other."""
        previous = journal.BEFORE_THE_FIRST
        for place, line in enumerate(self.file.journal):
            self.expect(None, f"journal[{place}].seq", line.seq, place + 1)
            self.expect(None, f"journal[{place}].prev_hash", line.prev_hash, previous)
            header = {"game": self.file.game, "seq": line.seq, "kind": line.kind, "at": line.at}
            previous = journal.chain_hash(previous, header, line.nonce, line.payload)
            self.expect(None, f"journal[{place}].hash", line.hash, previous)

    def turns(self) -> None:
        """Every turn, resolved again from the opening on, as far as its moves are legal."""
        opening = self.book.opening(self.seed)
        state, digest = opening.state, opening.digest
        self.expect(None, "turns", [line.turn for line in self.file.turns], list(range(len(self.file.turns))))
        for line in self.file.turns:
            if line.turn == 0:
                self.expect(0, "turns[0].digest", line.digest, digest)
                continue
            moves, injects = self._moves(line.turn), journal.injects(self.file.journal, line.turn)
            self._committed(line)
            if not self._legal(line.turn, state, moves) or not self._sound(line.turn, injects):
                return
            self._bots(line.turn, state, moves)
            resolved = self.book.resolve(state, _bodies(moves), injects, self.seed, digest)
            self.expect(
                line.turn, f"turns[{line.turn}].input_digest", line.input_digest, resolved.input_digest
            )
            self.expect(line.turn, f"turns[{line.turn}].digest", line.digest, resolved.digest)
            state, digest = resolved.state, resolved.digest
            self.turns_checked += 1

    def _moves(self, turn: int) -> dict[str, ExportedMove]:
        """The revisions that counted: the last of each seat."""
        return _last(move for move in self.file.moves if move.turn == turn)

    def _committed(self, line: ExportedTurn) -> None:
        """That the journal committed to just these moves: people's at the close, bots' at the resolution."""
        closed = self._said("turn_closed", line)
        resolved = self._said("turn_resolved", line)
        people = _last(move for move in self.file.moves if move.turn == line.turn and not move.by_bot)
        bots = _last(move for move in self.file.moves if move.turn == line.turn and move.by_bot)
        for name, written, found in (
            ("journal.turn_closed.moves", closed.get("moves"), _commitments(people)),
            ("journal.turn_closed.bot_seats", closed.get("bot_seats"), sorted(bots)),
            ("journal.turn_resolved.bot_moves", resolved.get("bot_moves"), _commitments(bots)),
            ("journal.turn_resolved.digest", resolved.get("digest"), line.digest),
        ):
            self.expect(line.turn, name, written, found)

    def _legal(self, turn: int, state: bytes, moves: Mapping[str, ExportedMove]) -> bool:
        """Whether the rules accept every move; a turn with others cannot be resolved again."""
        illegal = [
            Problem(turn, f"moves.{seat}.{fault.field}", fault.message)
            for seat, body in _bodies(moves).items()
            for fault in self.book.check(state, seat, body)
        ]
        self.problems += illegal
        return not illegal

    def _sound(self, turn: int, injects: Iterable[Injected]) -> bool:
        """Whether the scenario has every event that was sent; a turn with others cannot be resolved again."""
        faults = [fault for inject in injects for fault in self.book.check_inject(inject)]
        self.problems += [
            Problem(turn, f"journal.event_injected.{fault.field}", fault.message) for fault in faults
        ]
        return not faults

    def _bots(self, turn: int, state: bytes, moves: Mapping[str, ExportedMove]) -> None:
        """That the bots would play the same again."""
        seats = tuple(sorted(seat for seat, move in moves.items() if move.by_bot))
        again = self.book.bot_moves(state, seats, self.seed) if seats else {}
        for seat in seats:
            self.expect(turn, f"moves.{seat}", canonical(moves[seat].body), canonical(again[seat]))

    def _said(self, kind: str, of: ExportedTurn | None = None) -> dict[str, Any]:
        """What the journal said: its line of that kind, for one close of one turn; {} when there is none."""
        for line in self.file.journal:
            if line.kind == kind:
                payload = journal.said(line)
                if of is None or (payload.get("turn"), payload.get("close_no")) == (of.turn, of.close_no):
                    return payload
        return {}


def _last(moves: Iterable[ExportedMove]) -> dict[str, ExportedMove]:
    return {move.seat: move for move in sorted(moves, key=lambda move: (move.seat, move.rev))}


def _bodies(moves: Mapping[str, ExportedMove]) -> dict[str, MoveBody]:
    return {seat: move.body for seat, move in moves.items() if move.body is not None}


def _commitments(moves: Mapping[str, ExportedMove]) -> dict[str, str]:
    return {
        seat: journal.salted(move.nonce, "" if move.body is None else canonical(move.body))
        for seat, move in moves.items()
    }
