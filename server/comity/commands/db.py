"""`comity db`: what can be asked of the database. What is then done stands in `database.py`."""

import typer

from comity.commands.asked import AsJson, DatabaseUrl, print_json, settings_of

app = typer.Typer(no_args_is_help=True, help="The database.")


@app.command("upgrade")
def upgrade(database_url: DatabaseUrl = None, as_json: AsJson = False) -> None:
    """Bring the tables up to date; run it before the servers start."""
    from comity.commands import database

    before, after = database.upgrade(settings_of(database_url=database_url))
    if as_json:
        print_json({"before": before, "after": after})
    else:
        typer.echo(
            f"The tables are at {after}" + ("." if before == after else f", from {before or 'nothing'}.")
        )


@app.command("restored")
def restored(database_url: DatabaseUrl = None, as_json: AsJson = False) -> None:
    """Say that this database was restored from a backup, before the servers start again."""
    from comity.commands import database

    found = database.restored(settings_of(database_url=database_url))
    if as_json:
        print_json(found)
        return
    typer.echo(
        f"{found['games']} games go on from the backup; {found['streams']} streams begin anew, so every page"
        " takes a fresh view.\nWhat was done after the backup is undone: renew the links that were renewed"
        " since, and erase again whom you erased since."
    )
