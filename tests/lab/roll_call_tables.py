"""Small made-up tables of roll calls."""

from collections.abc import Mapping, Sequence

from comity.lab.roll_calls import PERMANENT, RollCalls, read
from comity.scenarios.history import load

HISTORY = load()
KNOWN = [row.key for row in HISTORY.states]


def table(*rows: tuple[int, int, Mapping[str, str]]) -> bytes:
    """CSV of (session, year, votes by state); who is not named in a row is no member then."""
    states = [*PERMANENT, *sorted({key for _, _, votes in rows for key in votes} - set(PERMANENT))]
    lines = [["session", "year", "title", *states]]
    lines += [
        [str(session), str(year), '"A, B"', *(votes.get(key, "") for key in states)]
        for session, year, votes in rows
    ]
    return "\n".join(",".join(line) for line in lines).encode()


def calls(*rows: tuple[int, int, Mapping[str, str]]) -> RollCalls:
    return read("made-up.csv", table(*rows), KNOWN)


def five(pattern: str) -> dict[str, str]:
    """Votes of the permanent members in the order USA, RUS, CHN, GBR, FRA; `-` is no member."""
    return {key: vote.replace("-", "") for key, vote in zip(PERMANENT, pattern, strict=True)}


def all_voting(states: Sequence[str], vote: str = "Y") -> dict[str, str]:
    return dict.fromkeys(states, vote)
