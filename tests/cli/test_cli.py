"""The command line's contract: one JSON document on stdout; exit 0 good, 1 bad input, 2 usage."""

import json
import shutil
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.asking import answer, comity

from comity.commands.bench import BENCHMARKS
from comity.rules.views import CauseLine
from comity.scenarios import sources

INDICES = {"balance", "order", "innovation", "challenges"}
SYSTEM = {"hegemony", "pluralism", "power_legitimacy_gap"}


class TestPlay:
    def test_prints_every_turn_in_the_contracts_shape(self) -> None:
        document = answer("play", "crash-course", "--seed", "7", "--json")
        assert set(document) == {"scenario", "theory", "seed", "digest", "turns", "scores"}
        assert [row["turn"] for row in document["turns"]] == [0, 1, 2, 3, 4]
        for row in document["turns"]:
            assert set(row["indices"]) == INDICES
            assert set(row["system"]) >= SYSTEM
            for institution in row["institutions"].values():
                assert sum(institution["ownership"].values()) == pytest.approx(1)
            for state in row["states"].values():
                assert sum(state["stance"].values()) == pytest.approx(1)
        assert document["digest"] == document["turns"][-1]["digest"]

    def test_same_seed_same_bytes_whatever_python_hashes(self) -> None:
        runs = {
            comity("play", "crash-course", "--seed", "7", "--json", hash_seed=seed).stdout for seed in "015"
        }
        assert len(runs) == 1

    def test_another_theory_is_another_history(self) -> None:
        digests = {
            answer("play", "crash-course", "--seed", "7", "--theory", theory, "--json")["digest"]
            for theory in ("sakwa", "liberal", "realist", "solidarist")
        }
        assert len(digests) == 4

    def test_the_ledger_adds_up_to_what_is_printed(self, tmp_path: Path) -> None:
        file = tmp_path / "ledger.jsonl"
        document = answer(
            "play", "new-cold-war-2014", "--seed", "7", "--turns", "2", "--ledger", str(file), "--json"
        )
        sums: dict[tuple[str, str], Decimal] = {}
        last: dict[tuple[str, str], Decimal] = {}
        for text in file.read_text().splitlines():
            line = json.loads(text, parse_float=Decimal)
            assert set(line) == {field.name for field in fields(CauseLine)}
            key = (line["subject"], line["variable"])
            assert Decimal(line["before"]) + Decimal(line["delta"]) == Decimal(line["after"])
            assert last.get(key, Decimal(line["before"])) == Decimal(line["before"])
            assert line["because"]
            last[key] = Decimal(line["after"])
            sums[key] = sums.get(key, Decimal(0)) + Decimal(line["delta"])
        first, final = document["turns"][0], document["turns"][-1]
        checked = 0
        for key, state in final["states"].items():
            for name, value in state.items():
                if name != "stance":
                    change = sums.get((f"state:{key}", name), Decimal(0))
                    assert value == pytest.approx(first["states"][key][name] + float(change))
                    checked += 1
        for key, value in (final["indices"] | final["system"]).items():
            before = (first["indices"] | first["system"])[key]
            assert value == pytest.approx(before + float(sums.get(("system", key), Decimal(0))))
        assert checked > 100

    def test_given_moves_are_played(self, tmp_path: Path) -> None:
        file = tmp_path / "moves.jsonl"
        stance = {"liberal": 0, "transformative": 10, "mercantilist": 0, "conservative": 0}
        file.write_text(json.dumps({"turn": 1, "seat": "columbia", "stance": stance}) + "\n")
        with_moves = answer(
            "play", "crash-course", "--seed", "7", "--turns", "1", "--moves", str(file), "--json"
        )
        before, after = (row["states"]["COL"]["stance"]["transformative"] for row in with_moves["turns"])
        assert after > before + 0.3

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("{not json", "line 1"),
            ('{"turn": 99, "seat": "columbia"}', "turn"),
            ('{"turn": 1, "seat": "nobody"}', "seat"),
            ('{"turn": 1, "seat": "columbia", "stance": {"liberal": 3}}', "stance"),
            (
                '{"turn": 1, "seat": "columbia", "actions": [{"action": "claim_leadershp"}]}',
                "claim_leadership",
            ),
            ("[" * 5000, "line 1"),
        ],
    )
    def test_bad_moves_are_named_by_line_and_field(self, tmp_path: Path, text: str, told: str) -> None:
        file = tmp_path / "moves.jsonl"
        file.write_text(text + "\n")
        done = comity("play", "crash-course", "--moves", str(file), "--json")
        assert (done.returncode, done.stdout) == (1, "")
        assert told in done.stderr
        assert "Traceback" not in done.stderr

    def test_an_unknown_theory_is_answered_with_those_that_there_are(self) -> None:
        done = comity("play", "crash-course", "--theory", "sakva", "--json")
        assert done.returncode == 1
        assert "sakwa" in done.stderr


class TestScenario:
    def test_list_names_what_is_shipped(self) -> None:
        assert tuple(row["key"] for row in answer("scenario", "list", "--json")) == sources.shipped()

    def test_list_names_what_is_sound_and_then_what_is_not(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for key in ("crash-course", "library"):
            shutil.copytree(sources.root() / key, tmp_path / key)
        (tmp_path / "a-broken-one").mkdir()
        (tmp_path / "a-broken-one" / "scenario.yaml").write_text("seatz: []\n")
        monkeypatch.setenv(sources.ROOT_VARIABLE, str(tmp_path))
        done = comity("scenario", "list")
        assert done.returncode == 1
        assert done.stdout.startswith("crash-course")
        assert "a-broken-one is not sound" in done.stderr

    def test_check_of_a_sound_scenario(self) -> None:
        document = answer("scenario", "check", "new-cold-war-2014", "--json")
        assert (document["ok"], document["faults"]) == (True, [])

    def test_check_of_a_broken_one_names_file_line_field_and_fix(self, tmp_path: Path) -> None:
        source = sources.root() / "crash-course"
        folder = tmp_path / "mine"
        folder.mkdir()
        for path in source.rglob("*"):
            if path.is_file():
                target = folder / path.relative_to(source)
                target.parent.mkdir(exist_ok=True)
                target.write_text(path.read_text())
        text = (folder / "scenario.yaml").read_text()
        (folder / "scenario.yaml").write_text(text.replace("turns: 4", "turns: many", 1))
        done = comity("scenario", "check", str(folder), "--json")
        assert done.returncode == 1
        (fault,) = [fault for fault in json.loads(done.stdout)["faults"] if fault["field"] == "turns"]
        assert fault["file"] == "scenario.yaml"
        assert text.splitlines()[fault["line"] - 1].startswith("turns:")
        assert fault["fix"]

    def test_schema_is_a_json_schema(self) -> None:
        schema = json.loads(comity("scenario", "schema").stdout)
        assert schema["$schema"].startswith("https://json-schema.org/")
        assert {"states", "seats", "turns"} <= set(schema["properties"])


class TestUsage:
    @pytest.mark.parametrize(
        "arguments", [("play",), ("play", "crash-course", "--seed", "x"), ("nonsense",), ("replay", "f")]
    )
    def test_wrong_usage_exits_with_two(self, arguments: tuple[str, ...]) -> None:
        done = comity(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr

    def test_a_missing_file_is_a_problem_with_the_input(self) -> None:
        done = comity("replay", "/no/such/file", "--verify")
        assert done.returncode == 1
        assert "/no/such/file" in done.stderr

    def test_an_unknown_benchmark_is_answered_with_those_that_there_are(self) -> None:
        done = comity("bench", "speed", "--json")
        assert done.returncode == 1
        assert all(name in done.stderr for name in BENCHMARKS)

    def test_the_pages_weight_is_a_plain_measurement(self) -> None:
        figures = answer("bench", "page", "--json")["results"]["page"]
        assert 0 < figures["first_load_kb"] < figures["all_screens_kb"]


def test_db_upgrade_makes_a_database_that_is_then_current(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    first = answer("db", "upgrade", "--database-url", url, "--json")
    assert first["before"] is None
    assert answer("db", "upgrade", "--database-url", url, "--json")["before"] == first["after"]


def test_a_database_can_be_told_that_it_was_restored(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'restored.sqlite3'}"
    assert answer("db", "restored", "--database-url", url, "--json") == {"streams": 0, "games": 0}
    words = comity("db", "restored", "--database-url", url).stdout
    assert "0 streams begin anew" in words
    assert "erase again" in words
