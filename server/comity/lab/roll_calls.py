"""A table of roll calls as it comes from the UN voting data: one resolution a row, one state a column.

`session` and `year` must be there, and the permanent members; columns of states that the record of history
does not know, and everything else, are passed over.
"""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

import numpy as np

from comity.rules.faults import Fault
from comity.rules.layout import BoolArray, IntArray
from comity.scenarios.faults import ScenarioFault, ScenarioInvalid, suggest

YES, ABSTAIN, NO = 1, 0, -1
ABSENT, NO_MEMBER = 8, 9
LETTERS: Final = {"Y": YES, "A": ABSTAIN, "N": NO, "X": ABSENT, "": NO_MEMBER}
PERMANENT: Final = ("USA", "RUS", "CHN", "GBR", "FRA")
TAIPEI: Final = "TWN"
"""Held China's seat, and its veto, until October 1971."""
YEARS: Final = range(1945, 2101)
_NUMBERS: Final = ("session", "year")
_MEND: Final = "give a table with the columns session, year and one for each state, as in the UN voting data"


@dataclass(frozen=True, slots=True)
class RollCalls:
    """Votes of states, as codes: YES, ABSTAIN, NO, ABSENT or NO_MEMBER."""

    states: tuple[str, ...]
    session: IntArray
    """[resolution]"""
    year: IntArray
    """[resolution]"""
    votes: IntArray
    """[resolution, state]"""

    @property
    def cast(self) -> BoolArray:
        """[resolution, state]: Yes, abstention or No."""
        return np.abs(self.votes) <= 1

    @property
    def permanent(self) -> BoolArray:
        """[resolution, state]: who speaks for a permanent member; Taipei until Beijing is a member."""
        found = np.tile(np.isin(self.states, PERMANENT), (len(self.session), 1))
        beijing = self.votes[:, self.states.index("CHN")]
        if TAIPEI in self.states:
            found[:, self.states.index(TAIPEI)] = beijing == NO_MEMBER
        return found

    @property
    def scored(self) -> BoolArray:
        """[resolution, state]: votes to be told from those of the permanent members. Taipei's never are."""
        return self.cast & ~np.isin(self.states, (*PERMANENT, TAIPEI))


def read(name: str, data: bytes, known: Collection[str]) -> RollCalls:
    """The table in a file; `known` are the states of which there is a record.

    Raises:
        ScenarioInvalid: with one fault, by line and column.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse(name, 1, "", "the file is not UTF-8 text", "save it as CSV in UTF-8")
    lines = _lines(name, text)
    first = next(lines, None)
    if first is None:
        _refuse(name, 1, "", "the file is empty", _MEND)
    header = [cell.strip() for cell in first[1]]
    _check_header(name, header)
    states = [cell for cell in header if cell in known]
    places = [header.index(cell) for cell in states]
    numbers: list[list[int]] = []
    votes: list[list[int]] = []
    for line, row in lines:
        if len(row) != len(header):
            message = f"the row has {len(row)} cells and the header {len(header)}"
            _refuse(name, line, "", message, "give every column a cell; quote texts that hold commas")
        numbers.append([_number(name, line, column, row[header.index(column)]) for column in _NUMBERS])
        votes.append([_vote(name, line, header[place], row[place]) for place in places])
    if not votes:
        _refuse(name, 2, "", "there is a header and no resolution", "add a row for each resolution")
    session, year = np.array(numbers, dtype=np.int64).T
    found = RollCalls(tuple(states), session, year, np.array(votes, dtype=np.int64))
    if not found.scored.any():
        message = "no state other than the permanent members casts a vote"
        _refuse(name, 1, "", message, "add columns of states, such as IND or BRA")
    return found


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        _refuse(name, reader.line_num, "", f"this is not CSV: {error}", "check quotes and commas here")


def _check_header(name: str, header: Sequence[str]) -> None:
    for column in (*_NUMBERS, *PERMANENT):
        if column not in header:
            near = suggest(column, header)
            mend = f"add it; {near}" if near.startswith("did") else _MEND
            _refuse(name, 1, column, f"the header has no column {column}", mend)
    twice = next((cell for cell in header if cell and header.count(cell) > 1), None)
    if twice is not None:
        _refuse(name, 1, twice, f"two columns are called {twice}", "keep one of the two")


def _number(name: str, line: int, column: str, cell: str) -> int:
    if not (cell.strip().isascii() and cell.strip().isdigit() and len(cell.strip()) <= 4):
        _refuse(
            name, line, column, f"`{cell[:40]}` is no {column}", "write a whole number, such as 60 or 2005"
        )
    value = int(cell)
    if column == "year" and value not in YEARS:
        message = f"the Assembly took no vote in {value}"
        _refuse(name, line, column, message, f"give a year from {YEARS[0]} to {YEARS[-1]}")
    return value


def _vote(name: str, line: int, column: str, cell: str) -> int:
    vote = LETTERS.get(cell.strip())
    if vote is None:
        mend = "write Y, N, A for an abstention, X for absent, or nothing for no member"
        _refuse(name, line, column, f"`{cell[:40]}` is no vote", mend)
    return vote


def _refuse(name: str, line: int, field: str, message: str, fix: str) -> NoReturn:
    raise ScenarioInvalid([ScenarioFault(name, line, Fault("roll_calls", field, message, fix))])
