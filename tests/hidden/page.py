"""The page with the figures: what was compared, what was found, and what is not shown."""

from collections.abc import Mapping
from typing import Any, Final

from tests.hidden.sabotages import SABOTAGES

NOT_RUN: Final = "not run"


def write(figures: Mapping[str, Any]) -> str:
    """The page, from what was measured; a part that was not run says so."""
    pairs, mutants = figures.get("pairs"), figures.get("mutants")
    return PAGE.format(
        order=_order(pairs),
        pairs=_pairs(pairs),
        found=_found(pairs),
        controls=_controls(figures.get("controls", {})),
        mutants=_mutants(mutants),
        machine=pairs["machine"] if pairs else NOT_RUN,
        load=f"{pairs['load']:.1f}" if pairs else NOT_RUN,
    )


def _order(pairs: Mapping[str, Any] | None) -> str:
    return f"seed {pairs['seed']}, {pairs['asked']} questions at each pause" if pairs else NOT_RUN


def _pairs(pairs: Mapping[str, Any] | None) -> str:
    if not pairs:
        return f"| {NOT_RUN} | |"
    kinds, viewers = pairs["pairs"], pairs["viewers"]
    compared = pairs["drawn"] - pairs["discarded"]
    rows = [
        ("Pairs of worlds compared", f"{compared:,}"),
        (
            "... of the tiny rules, of the real rules",
            f"{kinds.get('tiny', 0):,}, {kinds.get('crash-course', 0):,}",
        ),
        ("... broken off in play", f"{kinds.get('playing', 0):,}"),
        ("... with spectators who read a turn late", f"{kinds.get('delayed', 0):,}"),
        ("... finished, with everything opened", f"{kinds.get('ended', 0):,}"),
        ("... that went across a resolution", f"{pairs['across']:,}"),
        ("... with last moves that differ there", f"{pairs['differing']:,}"),
        ("Draws thrown away", f"{pairs['discarded']:,} of {pairs['drawn']:,} ({pairs['discard_rate']:.0%})"),
        ("Outsiders, a pair each", f"{sum(viewers.values()):,}"),
        ("... seats", f"{viewers.get('seat', 0):,}"),
        (
            "... spectators, strangers, nobody in particular",
            ", ".join(f"{viewers.get(one, 0):,}" for one in ("a spectator", "a stranger", "nobody")),
        ),
        ("Answers compared", f"{pairs['answers']:,}"),
        ("Live frames compared", f"{pairs['frames']:,}"),
        ("Bytes compared, in each of two worlds", f"{pairs['bytes']:,}"),
        ("Pairs that could be told apart", f"{len(pairs['differences'])}"),
        ("Time taken", f"{pairs['seconds']:,} s in {pairs['workers']} processes"),
    ]
    return "\n".join(f"| {name} | {value} |" for name, value in rows)


def _found(pairs: Mapping[str, Any] | None) -> str:
    if not pairs:
        return NOT_RUN.capitalize() + "."
    return "\n".join(f"- {one[:400]}" for one in pairs["differences"][:20]) or "Nothing."


def _controls(controls: Mapping[str, int | None]) -> str:
    took = {name: str(controls.get(name, NOT_RUN) or "**not found**") for name in SABOTAGES}
    return "\n".join(f"| {one.words} | {took[name]} |" for name, one in SABOTAGES.items())


def _mutants(mutants: Mapping[str, Any] | None) -> str:
    if not mutants:
        return f"{NOT_RUN.capitalize()}."
    share = mutants["killed"] / max(mutants["tried"], 1)
    modules = ", ".join(f"`{one}`" for one in mutants["modules"])
    told = (
        f"{mutants['tried']} edits of {mutants['of']} were tried, drawn evenly over {modules};"
        f" {mutants['killed']} were killed ({share:.0%})."
    )
    living = "\n".join(f"- {one}" for one in mutants["living"])
    return told + (f" These live:\n\n{living}" if living else " None lives.")


PAGE = """# Hidden: what nobody learns

`make hidden` wrote this page ({order}). It draws pairs of worlds that have the same public history and
differ only in what is hidden from some outsiders, plays both through the real application, and compares
every byte that each outsider received.

## How
- **The worlds.** A game is drawn with who has secrets (some seats, or all) and who looks on: every other
  seat, a spectator, a seat of another game, and nobody in particular. The two worlds differ in drafts,
  revisions, withdrawn and refused moves, cables among those with secrets, their names and objectives, who
  of them comes and goes, tickets, events that the instructor sends and takes back or that still wait,
  house bots' moves and reasons, political capital, events to come, and bytes that no rule has drawn. For
  a spectator who reads a turn late also in statements, readiness and the clock of the present turn.
  Some who look on save nothing: a house bot plays their seat, and they ask what it did and why.
- **The application.** All routes and live lines, as `comity serve` builds them, called without a network;
  the clock stands still until the script moves it, and each public step gets the same ids and tokens in
  both worlds. SQLite's file lies in memory where there is room for one, and is used without its driver's
  thread; `tests/hidden/test_hidden.py` plays some pairs over Postgres and Redis too. One pair in five
  plays `crash-course` by the real rules, the others a rulebook of three seats in which who did it is
  hidden.
- **What is compared.** Status, headers (but `Date` and `X-Request-ID`) and body of every answer, and
  every live frame, in order and number. At each pause each outsider asks some questions, drawn anew, of
  some fifty: every route of the table of rights that looks, every one that must refuse them, and
  addresses, turns and seats that are not there.
- **Across a resolution** the last moves may show. A pair is kept where both worlds declare the same, read
  off the world itself and not off a projection, and where the same was proposed to each outsider and done
  to it in secret; other draws are thrown away and counted, with those that end the game too soon. A share
  above 80 % fails the run.
- **At the end** everything is opened, so in finished games only what stays hidden differs: names, refused
  moves, tickets, comings and goings.

## Figures
| | |
| --- | --- |
{pairs}

Measured with {machine}, whose load average was {load}.

## What could be told apart in this run
{found}

What all runs have found, and what was mended: [found](found.md#compared-worlds).

## Controls
Each of these leaks was put into the application on purpose; the same pairs were played until it was
found.

| Leak | Pairs |
| --- | --- |
{controls}

## Canaries
`tests/hidden/test_canaries.py` plays a game with more than 40 secrets: 128 fresh bits in each cable, draft,
withdrawn and refused move, key, objective, name, password, invitation and event to come, and watches
every token, cookie, ticket, link, receipt and the seed; two mistakes of ours with secrets in their words
are made to happen. They are looked for, plain, escaped, in base64 and in hexadecimal, in all that
outsiders received, in error answers to the owners themselves, in everything that Redis was told
(MONITOR), in the log, and in the metrics. None is found; one that is planted into each of these is.

## Edits of the projection and of the policy
A condition negated, a filter or a right dropped, a comparison turned, a field of a view left empty, a
viewer made nobody. An edit is killed when the tests of its module fail. {mutants}

## What this does not show
- How long an answer takes, and when a frame comes: bytes are compared, time is not.
- Compression and the sizes of packets on a real network.
- Zero differences in N pairs bound the rate at about 3/N of such pairs, and say nothing of secrets that
  are not drawn here.
- Whether what a resolution declares is too much: that is for the rules to say.
- A spectator who reads late learns at once that a game is paused or that a seat has changed hands.
"""
