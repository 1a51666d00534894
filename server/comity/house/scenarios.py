"""The shipped scenarios, as the game service and the web ask for them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import structlog

from comity.game.rulebook import Rulebook
from comity.game.shelf import Loader
from comity.scenarios import sources as shipped
from comity.scenarios.faults import ScenarioFault, ScenarioInvalid, curtailed
from comity.web.answers import ScenarioLeftOut, ScenarioPage, ScenarioSeat, ScenarioSummary

log = structlog.get_logger(__name__)

Faults = tuple[ScenarioFault, ...]
FAULTS_TOLD_MAX: Final = 20
"""So many are enough to begin mending; `comity scenario check` tells them all."""


def shipped_sources(key: str) -> Mapping[str, str] | None:
    """The texts of a shipped scenario; paths are no keys."""
    return shipped.read(shipped.find(key)) if key in shipped.shipped() else None


class ScenarioLibrary:
    """`game.ports.ScenarioSource` and `web.deps.ScenarioShelf` over a folder of scenarios.

    One that is not sound is left out, and keeps no other from being offered. Each is compiled once, when
    somebody first looks at it. Texts are read afresh for a new game, so an edited file is played without a
    restart.
    """

    def __init__(
        self,
        load: Loader,
        keys: Callable[[], Sequence[str]] = shipped.shipped,
        read: Callable[[str], Mapping[str, str] | None] = shipped_sources,
    ) -> None:
        self._load = load
        self._keys = keys
        self._read = read
        self._seen: dict[tuple[str, int], Rulebook | Faults] = {}

    def sources(self, key: str) -> Mapping[str, str] | None:
        return self._read(key)

    async def summaries(self) -> list[ScenarioSummary]:
        pages = [await self.page(key) for key in self._keys()]
        return [
            ScenarioSummary(
                page.key,
                page.title,
                page.summary,
                len(page.seats),
                page.turns,
                page.minutes,
                page.lengths,
                page.theories,
                page.content_note,
            )
            for page in pages
            if page is not None
        ]

    async def page(self, key: str) -> ScenarioPage | None:
        found = await self._judged(key)
        return None if found is None or isinstance(found, tuple) else _page(found)

    async def left_out(self) -> list[ScenarioLeftOut]:
        judged = [(key, await self._judged(key)) for key in self._keys()]
        return [
            ScenarioLeftOut(key, [fault.as_fault() for fault in curtailed(found, FAULTS_TOLD_MAX)])
            for key, found in judged
            if isinstance(found, tuple)
        ]

    async def _judged(self, key: str) -> Rulebook | Faults | None:
        """The scenario, or why it cannot be played; None where there is none of this key."""
        try:
            sources = self._read(key)
        except ScenarioInvalid as error:  # a file that is no text, or too large
            return self._kept((key, hash(error.faults)), error.faults)
        if sources is None:
            return None
        version = (key, hash(frozenset(sources.items())))
        if version in self._seen:
            return self._seen[version]
        try:
            return self._kept(version, await asyncio.to_thread(self._load, sources))
        except ScenarioInvalid as error:
            return self._kept(version, error.faults)

    def _kept(self, version: tuple[str, int], found: Rulebook | Faults) -> Rulebook | Faults:
        """What was found first of this version. Faults are logged then, and not each time somebody looks."""
        if version not in self._seen:
            self._seen[version] = found
            if isinstance(found, tuple):
                log.error("scenario_left_out", scenario=version[0], faults=len(found), first=str(found[0]))
        return self._seen[version]


def _page(book: Rulebook) -> ScenarioPage:
    texts: Mapping[str, Any] = book.texts()
    seats = [
        ScenarioSeat(key, texts["seats"][key]["name"], texts["seats"][key]["state"]) for key in book.seats
    ]
    return ScenarioPage(
        key=book.scenario_key,
        digest=book.scenario_digest,
        title=texts["title"],
        summary=texts["summary"],
        briefing_html=texts["briefing_html"],
        turns=book.turns,
        minutes=texts["minutes"],
        turn_labels=list(texts["turn_labels"]),
        seats=seats,
        lengths=list(book.variants.lengths),
        theories=list(book.variants.theories),
        learning_goals=list(texts["learning_goals"]),
        glossary=dict(texts["glossary"]),
        debrief_questions=list(texts["debrief_questions"]),
        content_note=texts["content_note"],
        sources=list(texts["sources"]),
    )
