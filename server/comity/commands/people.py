"""`comity invite`, `receipt` and `erase`: who teaches here, who submitted, and who is to be forgotten.

What is then done stands in `inviting.py`, `receipting.py` and `erasing.py`.
"""

from typing import Annotated

import typer

from comity.commands.asked import AsJson, DatabaseUrl, print_json, settings_of


def invite(
    *,
    account: Annotated[
        str | None, typer.Option("--renew", help="The name of an instructor who has lost the password.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option(help="How browsers reach the server, e.g. https://comity.example.edu.")
    ] = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Print a link with which one instructor makes an account, or with --renew chooses a new password."""
    from comity.commands import inviting

    document = inviting.invite(settings_of(database_url=database_url, public_url=public_url), account)
    print_json(document) if as_json else typer.echo(inviting.in_words(document))


def receipt(
    game: Annotated[str, typer.Argument(help="The game's id, as in its address.")],
    given: Annotated[
        str, typer.Argument(metavar="RECEIPT", help="The receipt, or the first 16 signs that the page shows.")
    ],
    *,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Tell of which move a receipt is: its seat, turn, revision and time."""
    from comity.commands import receipting

    document = receipting.receipt(settings_of(database_url=database_url), game, given)
    print_json(document) if as_json else typer.echo(receipting.in_words(document))


def erase(
    person: Annotated[
        str | None, typer.Argument(help="A name, or an id where several people have that name.")
    ] = None,
    *,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Classes past their day, and people of games long over.")
    ] = False,
    retention_months: Annotated[
        int | None, typer.Option(min=0, help="With --overdue: how long a game keeps its people; 12 without.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")
    ] = False,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person with all that they wrote, or everything whose time is over. There is no way back."""
    from comity.commands import erasing

    if (person is None) == (not overdue):
        raise typer.BadParameter("name one person, or say --overdue", param_hint="PERSON")
    settings = settings_of(database_url=database_url, retention_months=retention_months)
    document = erasing.erase(settings, person, dry_run=dry_run)
    print_json(document) if as_json else typer.echo(erasing.in_words(document))
