"""What several commands ask alike, and how they answer with a document."""

from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, and nothing else.")]
DatabaseUrl = Annotated[
    str | None, typer.Option(help="postgresql://... or sqlite:///FILE; by default a file in ./data.")
]


def settings_of(**given: Any) -> Any:
    """The settings from the environment, with what was given on the command line before it."""
    from pydantic import ValidationError

    from comity.config import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        hint = f"--{name.replace('_', '-')} or COMITY_{name.upper()}"
        raise typer.BadParameter(str(first["msg"]).removeprefix("Value error, "), param_hint=hint) from None


def print_json(document: object) -> None:
    """One JSON document on stdout."""
    import orjson

    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
