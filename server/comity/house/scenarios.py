"""The shipped scenarios, as the game service and the web ask for them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog

from comity.game.rulebook import Rulebook
from comity.game.shelf import Loader
from comity.scenarios import sources as shipped
from comity.scenarios.faults import ScenarioInvalid
from comity.web.answers import ScenarioPage, ScenarioSeat, ScenarioSummary

log = structlog.get_logger(__name__)


def shipped_sources(key: str) -> Mapping[str, str] | None:
    """The texts of a shipped scenario; paths are no keys."""
    return shipped.read(shipped.find(key)) if key in shipped.shipped() else None


class ScenarioLibrary:
    """`game.ports.ScenarioSource` and `web.deps.ScenarioShelf` over a folder of scenarios.

    One that is not sound is not offered; `comity scenario check` says what is wrong with it. Each is compiled
    once, when somebody first looks at it. Texts are read afresh for a new game, so an edited file is played
    without a restart.
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
        self._seen: dict[int, Rulebook] = {}

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
        sources = self._read(key)
        if sources is None:
            return None
        version = hash(frozenset(sources.items()))
        if version not in self._seen:
            try:
                self._seen[version] = await asyncio.to_thread(self._load, sources)
            except ScenarioInvalid as error:
                log.error("scenario_invalid", scenario=key, faults=len(error.faults))  # noqa: TRY400
                return None
        return _page(self._seen[version])


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
