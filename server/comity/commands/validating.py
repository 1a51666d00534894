"""`comity lab validity`: the page that sets votes in games beside the General Assembly's."""

import typer

from comity.commands.failing import CommandError
from comity.lab.validity import measure
from comity.lab.validity_page import markdown
from comity.scenarios.faults import ScenarioInvalid


def page(*, games: int, games_wide: int, jobs: int) -> str:
    """The page; what is being played is told on stderr. Raises CommandError for what cannot be played."""
    try:
        found = measure(
            games, games_wide=games_wide, jobs=jobs, told=lambda words: typer.echo(words, err=True)
        )
    except ScenarioInvalid as error:
        raise CommandError(str(error)) from error
    return markdown(found)
