"""The command line on one page: what can be asked. What is then done stands in `comity.commands`.

`--json` prints one JSON document on stdout, logs go to stderr; exit 0 is good, 1 a problem with the input, 2
usage. Commands are imported when they are called, so that `--help` is quick.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from comity.commands import db, people
from comity.commands.asked import AsJson, DatabaseUrl, print_json, settings_of
from comity.commands.failing import CommandError

app = typer.Typer(
    name="comity",
    help="A classroom simulation of the international system, played by states in turns.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
scenario_app = typer.Typer(no_args_is_help=True, help="What can be played, and whether a scenario is sound.")
lab_app = typer.Typer(no_args_is_help=True, help="Thousands of games at once, and what comes of them.")
app.add_typer(scenario_app, name="scenario")
app.add_typer(lab_app, name="lab")
app.add_typer(db.app, name="db")


@app.command()
def serve(
    *,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; 0.0.0.0 lets a class in over the network.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 takes a free one.")] = None,
    database_url: DatabaseUrl = None,
    redis_url: Annotated[
        str | None, typer.Option(help="redis://..., when several servers serve the same games.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option(help="How browsers reach this server, e.g. https://comity.example.edu.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes on this port; with Postgres and Redis only.")
    ] = None,
    demo: Annotated[
        bool | None, typer.Option(help="A game of bots to watch; on by default with the embedded database.")
    ] = None,
    log_level: Annotated[Literal["debug", "info", "warning", "error"], typer.Option()] = "info",
) -> None:
    """Serve games. Migrates the embedded database by itself and prints the address and the first links."""
    from comity.commands.serve import serve as run

    settings = settings_of(
        host=host,
        port=port,
        database_url=database_url,
        redis_url=redis_url,
        public_url=public_url,
        workers=workers,
    )
    run(settings, demo=demo, log_level=log_level)


@app.command()
def play(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario's key, or a path to a folder.")],
    *,
    seed: Annotated[int, typer.Option(help="The same seed gives the same game.")] = 1,
    theory: Annotated[
        str | None, typer.Option(help="Resolve under another theory than the scenario's.")
    ] = None,
    length: Annotated[str | None, typer.Option(help="Play it at another of its lengths, by key.")] = None,
    turns: Annotated[int | None, typer.Option(min=1, help="Stop after so many turns.")] = None,
    moves: Annotated[
        Path | None, typer.Option(help="JSON lines of moves; bots play every seat that it does not.")
    ] = None,
    ledger: Annotated[Path | None, typer.Option(help="Write every named change here, as JSON lines.")] = None,
    story: Annotated[
        bool, typer.Option("--story", help="Print the game as a chronicle, to be read.")
    ] = False,
    state: Annotated[
        str | None, typer.Option(help="With --story: only this state's thread, by its key.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play a whole game in one go, without a server."""
    from comity.commands.playing import in_words, tell
    from comity.commands.playing import play as run

    if story and as_json:
        raise typer.BadParameter("a story is plain text; leave out --json or --story", param_hint="--story")
    if state is not None and not story:
        raise typer.BadParameter("it chooses whose story is told; say --story too", param_hint="--state")
    if story:
        typer.echo(
            tell(
                scenario,
                seed=seed,
                theory=theory,
                length=length,
                turns=turns,
                moves=moves,
                ledger=ledger,
                state=state,
            )
        )
        return
    document = run(scenario, seed=seed, theory=theory, length=length, turns=turns, moves=moves, ledger=ledger)
    print_json(document) if as_json else typer.echo(in_words(document))


@scenario_app.command("list")
def scenario_list(as_json: AsJson = False) -> None:
    """The shipped scenarios. Ends with 1 where one of them is not sound, after the others."""
    from comity.commands.scenarios import available, left_out

    rows, unsound = available()
    if as_json:
        print_json(rows)
    for row in [] if as_json else rows:
        typer.echo(f"{row['key']:24} {row['seats']:>3} seats {row['turns']:>3} turns  {row['title']}")
    for key in unsound:
        typer.echo(left_out(key), err=True)
    if unsound:
        raise typer.Exit(1)


@scenario_app.command("check")
def scenario_check(
    path: Annotated[str, typer.Argument(help="A folder with scenario.yaml, or a shipped key.")],
    as_json: AsJson = False,
) -> None:
    """Whether a scenario can be played; if not, what to mend, by file, line and field."""
    from comity.commands.scenarios import check, fault_lines

    document = check(path)
    if as_json:
        print_json(document)
    elif document["ok"]:
        typer.echo(f"{document['key']} is sound: {document['title']}")
        for line in fault_lines(document["warnings"]):
            typer.echo(f"consider {line}", err=True)
    else:
        typer.echo("\n".join(fault_lines(document["faults"])), err=True)
    if not document["ok"]:
        raise typer.Exit(1)


@scenario_app.command("schema")
def scenario_schema() -> None:
    """The JSON Schema that scenarios are written by."""
    from comity.commands.scenarios import schema

    print_json(schema())


@lab_app.command("run")
def lab_run(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario's key, or a path to a folder.")],
    *,
    games: Annotated[int, typer.Option(min=2, help="How many, under each theory.")] = 1000,
    theory: Annotated[
        list[str] | None, typer.Option(help="Under this theory; may be given more than once.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Number of the first game; the others follow.")] = 0,
    length: Annotated[str | None, typer.Option(help="At another of its lengths, by key.")] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write the report here too, as one page to read and print.")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processes at work; -1 is one for every core.")] = -1,
    as_json: AsJson = False,
) -> None:
    """Play a scenario many times with bots: par for each seat, who wins, what nobody does, the thesis."""
    from comity.commands.experimenting import in_words, write_page
    from comity.commands.experimenting import run as experiment

    report = experiment(scenario, games=games, theories=theory or [], length=length, seed=seed, jobs=jobs)
    if html is not None:
        write_page(report, html)
    print_json(report.document()) if as_json else typer.echo(in_words(report))


@lab_app.command("balance")
def lab_balance(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help="Keys or paths; all that are shipped without.")
    ] = None,
    *,
    games: Annotated[
        int | None, typer.Option(min=4, help="For each question; by the size of the world without.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the page here and not to stdout.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes at work; -1 is one for every core.")] = -1,
) -> None:
    """Whether scenarios are fair and alive, as Markdown: what docs/scenarios.md is made of."""
    from comity.commands.balancing import page
    from comity.commands.files import print_or_write

    print_or_write(out, lambda: page(scenarios or [], games=games, jobs=jobs))


@lab_app.command("validity")
def lab_validity(
    *,
    games: Annotated[int, typer.Option(min=2, help="Of each scenario.")] = 200,
    games_wide: Annotated[
        int, typer.Option(min=2, help="Of the whole world, where each takes longer.")
    ] = 200,
    out: Annotated[Path | None, typer.Option(help="Write the page here and not to stdout.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes at work; -1 is one for every core.")] = -1,
) -> None:
    """Votes in games beside the General Assembly's, as Markdown: what docs/validity-games.md is made of."""
    from comity.commands.files import print_or_write
    from comity.commands.validating import page

    print_or_write(out, lambda: page(games=games, games_wide=games_wide, jobs=jobs))


@lab_app.command("whatif")
def lab_whatif(
    file: Annotated[Path, typer.Argument(help="A game exported as JSON after its end.")],
    *,
    turn: Annotated[int, typer.Option(min=1, help="The turn in which the move was made.")],
    seat: Annotated[str, typer.Option(help="Whose move.")],
    move: Annotated[
        Path | None, typer.Option(help="The other move, as a JSON object; without, the seat does nothing.")
    ] = None,
    games: Annotated[int, typer.Option(min=0, help="How often the rest is played by bots.")] = 300,
    as_json: AsJson = False,
) -> None:
    """What if? One move of a played game dropped or changed: that turn exactly, then what might have come."""
    from dataclasses import asdict

    from comity.commands.asking import in_words, what_if

    found = what_if(file, turn=turn, seat=seat, move=move, games=games)
    print_json(asdict(found)) if as_json else typer.echo(in_words(found, dropped=move is None))


@lab_app.command("votes")
def lab_votes(
    file: Annotated[
        Path, typer.Argument(help="A CSV of roll calls: session, year, a column for each state.")
    ],
    as_json: AsJson = False,
) -> None:
    """Tell real votes from the permanent members' and from what states were, and count what comes true."""
    from comity.commands.voting import in_words, votes

    found = votes(file)
    print_json(found.document()) if as_json else typer.echo(in_words(found))


@lab_app.command("agreement")
def lab_agreement(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario's key, or a path to a folder.")],
    *,
    games: Annotated[int, typer.Option(min=1, help="How many.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Number of the first game; the others follow.")] = 0,
    with_seat: Annotated[
        str | None,
        typer.Option("--with", help="Show how far each seat votes as this one; its side is called positive."),
    ] = None,
    pair: Annotated[
        list[str] | None, typer.Option(help="Two seats to follow, as one:other; repeat it.")
    ] = None,
    body: Annotated[list[str] | None, typer.Option(help="Count its votes only, as UNGA; repeat it.")] = None,
    since: Annotated[list[int] | None, typer.Option(help="Year that begins a period; repeat it.")] = None,
    length: Annotated[str | None, typer.Option(help="At another of its lengths, by key.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes at work; -1 is one for every core.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Who votes like whom when bots play, as real roll calls are measured: pairs, clubs, positions."""
    from comity.commands.agreeing import Asked, agreement, in_words

    asked = Asked(with_seat, pair or [], since or [], body or [])
    found = agreement(scenario, asked, games=games, first=seed, length=length, jobs=jobs)
    print_json(found.document()) if as_json else typer.echo(in_words(found, with_seat=with_seat))


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="A game exported as JSON after its end.")],
    verify: Annotated[bool, typer.Option("--verify", help="Resolve every turn again and compare.")] = False,
    as_json: AsJson = False,
) -> None:
    """Prove an exported game: seed, journal, and every turn resolved again."""
    from comity.commands.replaying import in_words
    from comity.commands.replaying import replay as run

    if not verify:
        raise typer.BadParameter(
            "say --verify; it is all that there is to do with a file", param_hint="--verify"
        )
    document = run(file)
    print_json(document) if as_json else typer.echo(in_words(document))
    if not document["holds"]:
        raise typer.Exit(1)


@app.command()
def export(
    game: Annotated[str, typer.Argument(help="The game's id.")],
    form: Annotated[
        Literal["json", "csv"], typer.Option("--format", help="Exact, or for a spreadsheet.")
    ] = "json",
    database_url: DatabaseUrl = None,
) -> None:
    """Print one game as a file: exact JSON, or a table."""
    from comity.commands.exporting import export as run

    sys.stdout.buffer.write(run(settings_of(database_url=database_url), game, form))


app.command("invite")(people.invite)
app.command("receipt")(people.receipt)
app.command("erase")(people.erase)


@app.command()
def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="turn, batch, lab, move, page: these without; by name only: due, live, soak."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure this machine: a turn, a batch, the lab, a move's round trip, the page's weight; by name also
    many games due at once, thousands of spectators, and whether memory stays flat for half an hour.
    """
    from comity.commands.bench import bench as run

    document = run(names or [])
    if as_json:
        print_json(document)
        return
    typer.echo(", ".join(f"{name} {value}" for name, value in document["machine"].items()))
    for name, figures in document["results"].items():
        for figure, value in figures.items():
            typer.echo(f"{name:6} {figure:24} {value}")


@app.command(hidden=True)
def openapi(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to write both documents; the first is printed without.")
    ] = None,
) -> None:
    """Write `openapi.json` and `live-schema.json`, of which the web client's types are made."""
    from comity.commands import documents

    if folder is None:
        typer.echo(documents.openapi())
    else:
        documents.write(folder)


@app.callback()
def comity() -> None:
    """Whatever is asked, logs go to stderr; only `serve` has more to tell than warnings."""
    from comity import logs

    logs.configure(level="warning")


def main() -> NoReturn:
    """The program `comity`. Nothing ends in a traceback, unless COMITY_DEBUG asks for one."""
    try:
        app()
    except CommandError as error:
        typer.echo(f"comity: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("COMITY_DEBUG"):
            raise
        typer.echo(f"comity: this should not have happened ({type(error).__name__}: {error})", err=True)
        typer.echo("Set COMITY_DEBUG=1 and run it again to see where.", err=True)
        sys.exit(1)
    sys.exit(0)


if __name__ == "__main__":
    main()
