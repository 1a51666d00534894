"""`comity erase`: a person, or everything whose time is over, taken out of the database."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from comity.commands.failing import CommandError
from comity.commands.in_house import in_house
from comity.config import Settings
from comity.game.erasing import Erased, Known, erase_overdue, erase_person, look_for
from comity.game.ports import Ports

WORDS = {
    "people": ("person", "people"),
    "messages": ("message without its words", "messages without their words"),
    "retold": ("delivery told anew", "deliveries told anew"),
    "games": ("whole game", "whole games"),
    "classes": ("class", "classes"),
}


def erase(settings: Settings, who: str | None, *, dry_run: bool) -> dict[str, Any]:
    """Erases one person, or what is past its time where nobody is named. Raises CommandError."""
    return overdue(settings, dry_run=dry_run) if who is None else one(settings, who, dry_run=dry_run)


def one(settings: Settings, who: str, *, dry_run: bool) -> dict[str, Any]:
    """Erases the one person of this id or name. Raises CommandError for none, for several, for a refusal."""

    async def ask(ports: Ports) -> Erased:
        found = await look_for(ports, who)
        if not found:
            raise CommandError("There is nobody of this name or id. Names are matched whole, in any case.")
        if len(found) > 1:
            raise CommandError(
                "Several people are called so. Run it again with the id of the one you mean:\n"
                + "\n".join(f"  {each.person}  {_described(each)}" for each in found)
            )
        return await erase_person(ports, found[0].person, dry_run=dry_run)

    return _document(settings, ask, dry_run=dry_run)


def overdue(settings: Settings, *, dry_run: bool) -> dict[str, Any]:
    """Erases what is past its time. Raises CommandError."""

    async def ask(ports: Ports) -> Erased:
        return await erase_overdue(ports, settings.retention_months, dry_run=dry_run)

    return _document(settings, ask, dry_run=dry_run)


def in_words(document: dict[str, Any]) -> str:
    """What went, or would go, for people."""
    counts = {name: document[name] for name in WORDS if document[name]}
    parts = [f"{count} {WORDS[name][count != 1]}" for name, count in counts.items()]
    listed = ", ".join(parts) or "nothing"
    if document["dry_run"]:
        return f"This would erase {listed}. Nothing was changed.{_stayed(document)}"
    return f"Erased: {listed}.{_stayed(document)}"


def _stayed(document: dict[str, Any]) -> str:
    failed = document["failed"]
    return f" {failed} classes or games stayed as they were; the log says why." if failed else ""


def _document(
    settings: Settings, ask: Callable[[Ports], Awaitable[Erased]], *, dry_run: bool
) -> dict[str, Any]:
    return {"dry_run": dry_run, **asdict(in_house(settings, ask))}


def _described(known: Known) -> str:
    """Enough to tell one person from another of the same name."""
    places = [f"{seat} in {title}" for title, seat in known.places]
    return f"{known.name}: " + ("; ".join([*(["instructor"] if known.teaches else []), *places]) or "no seat")
