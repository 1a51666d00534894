"""A scenario that is not sound keeps nothing but itself from being played."""

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from structlog.testing import capture_logs
from tests.web.house import make_instructor, parts, serving, sqlite_settings
from tests.web.tiny import SOURCES, load_shown

from comity.app import create_app
from comity.commands.serve import Server, server_config
from comity.config import Settings
from comity.game.rulebook import Rulebook
from comity.house.building import House, Parts, open_house
from comity.house.scenarios import FAULTS_TOLD_MAX, ScenarioLibrary
from comity.rules.faults import Fault
from comity.scenarios.faults import ScenarioFault, ScenarioInvalid

BROKEN: Final[Mapping[str, str]] = {"scenario.yaml": "seatz: []\n"}
FAULT: Final = ScenarioFault("scenario.yaml", 1, Fault("missing", "seats", "seats is missing", "add seats"))
TOLD: Final = {
    "code": "missing",
    "field": "scenario.yaml:1 seats",
    "message": "seats is missing",
    "fix": "add seats",
}


class Scenarios:
    """A folder of scenarios whose files a test may edit; what is compiled is counted."""

    def __init__(self, **sources: Mapping[str, str] | None) -> None:
        self.files = {key.replace("_", "-"): texts for key, texts in sources.items()}
        self.compiled = 0
        self.library = ScenarioLibrary(self._load, keys=lambda: sorted(self.files), read=self._read)

    def parts(self) -> Parts:
        return replace(parts(), load=self._load, library=self.library)

    def _read(self, key: str) -> Mapping[str, str] | None:
        if key in self.files and self.files[key] is None:  # a file that is no text
            raise ScenarioInvalid([FAULT])
        return self.files.get(key)

    def _load(self, sources: Mapping[str, str]) -> Rulebook:
        self.compiled += 1
        if sources == BROKEN:
            raise ScenarioInvalid([FAULT])
        return load_shown(sources)


class Started(Server):
    """`comity serve` that stops as soon as it is there."""

    async def main_loop(self) -> None:
        pass


@pytest.fixture
def settings(sqlite_template: Path, tmp_path: Path) -> Settings:
    return sqlite_settings(sqlite_template, tmp_path)


async def greeted(settings: Settings, scenarios: Scenarios, capsys: pytest.CaptureFixture[str]) -> str:
    """What the one who starts a server over these scenarios reads."""
    app = create_app(settings, scenarios.parts())
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        await Started(server_config(app), app, demo=True)._serve([listening])
    return capsys.readouterr().out


class TestServe:
    async def test_the_game_to_watch_is_shown_beside_a_scenario_that_is_left_out(
        self, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        greeting = await greeted(settings, Scenarios(crash_course=SOURCES, ours=BROKEN), capsys)
        assert "/watch#" in greeting
        assert "Left out: ours is not sound; `comity scenario check ours`" in greeting

    @pytest.mark.parametrize(
        ("scenarios", "why"),
        [
            (Scenarios(crash_course=BROKEN, tiny=SOURCES), "the scenario crash-course is not sound"),
            (Scenarios(crash_course=None, tiny=SOURCES), "the scenario crash-course is not sound"),
            (Scenarios(tiny=SOURCES), "there is no scenario crash-course"),
            (Scenarios(), "there is no scenario crash-course"),
        ],
        ids=["broken", "no text", "other scenarios only", "no scenario"],
    )
    async def test_it_starts_without_a_game_to_watch_and_says_why(
        self, settings: Settings, scenarios: Scenarios, why: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        greeting = await greeted(settings, scenarios, capsys)
        assert f"No game to watch: {why}." in greeting
        assert "/invite#" in greeting
        assert "/watch#" not in greeting

    async def test_a_game_to_watch_that_runs_goes_on_when_its_scenario_breaks(
        self, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        scenarios = Scenarios(crash_course=SOURCES)
        await greeted(settings, scenarios, capsys)
        scenarios.files["crash-course"] = BROKEN
        assert "/watch#" in await greeted(settings, scenarios, capsys)

    async def test_what_is_opened_for_it_is_opened_once_and_closed(
        self, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = []

        @asynccontextmanager
        async def watched(settings: Settings, own: Parts | None) -> AsyncIterator[House]:
            seen.append("opened")
            async with open_house(settings, own) as house:
                yield house
            seen.append("closed")

        monkeypatch.setattr("comity.app.open_house", watched)
        await greeted(settings, Scenarios(tiny=SOURCES), capsys)
        assert seen == ["opened", "closed"]

    async def test_the_log_tells_each_fault_once_until_the_files_change(self) -> None:
        scenarios = Scenarios(ours=BROKEN, tiny=SOURCES, torn=None)
        with capture_logs() as logged:
            for _ in range(2):
                await scenarios.library.left_out()
                await scenarios.library.summaries()
        assert [(one["event"], one["scenario"], one["first"]) for one in logged] == [
            ("scenario_left_out", key, "scenario.yaml:1: seats: seats is missing. Add seats.")
            for key in ("ours", "torn")
        ]
        assert scenarios.compiled == 2, "what is not sound was compiled again and again"


class TestTheInstructorsPage:
    @pytest.mark.parametrize("unsound", [BROKEN, None], ids=["broken", "no text"])
    async def test_it_offers_the_sound_ones_and_says_of_the_others_why_not(
        self, settings: Settings, unsound: Mapping[str, str] | None
    ) -> None:
        scenarios = Scenarios(ours=unsound, tiny=SOURCES)
        async with serving(settings, scenarios.parts()) as app:
            instructor = await make_instructor(app)
            assert [one["key"] for one in await instructor.ok("GET", "/scenarios")] == ["tiny"]
            await instructor.refused(404, "GET", "/scenarios/ours")
            assert await instructor.ok("GET", "/scenarios-left-out") == [{"key": "ours", "faults": [TOLD]}]

            scenarios.files["ours"] = SOURCES
            assert await instructor.ok("GET", "/scenarios-left-out") == []
            assert len(await instructor.ok("GET", "/scenarios")) == 2

    async def test_so_many_faults_that_nobody_mends_them_at_once_are_counted(self) -> None:
        def load(_: Mapping[str, str]) -> Rulebook:
            raise ScenarioInvalid(ScenarioFault("scenario.yaml", line, FAULT.fault) for line in range(1, 100))

        library = ScenarioLibrary(load, keys=lambda: ["ours"], read=lambda _: BROKEN)
        (left_out,) = await library.left_out()
        assert len(left_out.faults) == FAULTS_TOLD_MAX + 1
        assert left_out.faults[-1].message == f"{99 - FAULTS_TOLD_MAX} more problems follow"
