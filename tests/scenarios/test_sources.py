"""Texts of a scenario: found, read, completed from the library, pinned by a digest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenarios.builders import sources

from comity.scenarios import sources as files
from comity.scenarios.faults import ScenarioInvalid
from comity.scenarios.load import load, load_sources


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped scenarios with one in it, and a library beside it."""
    texts = sources()
    library = {name: text for name, text in texts.items() if name.startswith("library/")}
    write(
        tmp_path / "home" / "tiny-world", {name: text for name, text in texts.items() if name not in library}
    )
    write(tmp_path / "home", library)
    monkeypatch.setenv(files.ROOT_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_shipped_scenario_is_found_by_its_key(home: Path) -> None:
    assert files.shipped() == ("tiny-world",)
    assert files.find("tiny-world") == home / "tiny-world"
    assert load("tiny-world").key == "tiny-world"


def test_a_folder_and_its_scenario_file_are_found_by_path(home: Path) -> None:
    elsewhere = write(home.parent / "mine", sources())
    assert files.find(str(elsewhere)) == elsewhere
    assert files.find(str(elsewhere / "scenario.yaml")) == elsewhere


@pytest.mark.parametrize(
    ("asked", "message", "fix"),
    [
        ("tiny-wrold", "no such scenario", "did you mean tiny-world?"),
        ("zzz", "no such scenario", "give a scenario's folder, or a key (tiny-world)"),
        ("", "no such scenario", "give a scenario's folder"),
        (".", "no scenario.yaml", "add one"),
        ("a\0b", "no such scenario", "give a scenario's folder"),
        ("x" * 5000, "no such scenario", "give a scenario's folder"),
        ("../" * 40 + "etc", "no scenario.yaml", "give another folder"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    home: Path, monkeypatch: pytest.MonkeyPatch, asked: str, message: str, fix: str
) -> None:
    monkeypatch.chdir(home)
    with pytest.raises(ScenarioInvalid) as caught:
        files.find(asked)
    (fault,) = caught.value.faults
    assert message in fault.message
    assert fix in fault.fix
    assert fault.file.isprintable()


def test_without_a_folder_of_scenarios_nothing_is_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(files.ROOT_VARIABLE, str(tmp_path / "nowhere"))
    assert files.shipped() == ()


def test_a_checkout_ships_its_own_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(files.ROOT_VARIABLE, raising=False)
    assert (files.root() / "library" / "actions.yaml").is_file()


def test_reading_merges_the_library_under_its_own_names(home: Path) -> None:
    texts = files.read(home / "tiny-world")
    assert texts == sources()
    assert set(files.LIBRARY_PATHS) < set(texts)


def test_a_scenario_with_a_library_of_its_own_keeps_it(home: Path) -> None:
    own = {**sources(), "library/blocs.yaml": "blocs: []\n"}
    folder = write(home.parent / "mine", own)
    assert files.read(folder)["library/blocs.yaml"] == "blocs: []\n"
    (folder / "library" / "blocs.yaml").unlink()
    assert files.read(folder)["library/blocs.yaml"] == sources()["library/blocs.yaml"]


def test_pinned_texts_written_out_again_are_the_same_scenario(home: Path) -> None:
    pinned = dict(files.read(home / "tiny-world"))
    again = files.read(write(home.parent / "again", pinned))
    assert files.digest(again) == files.digest(pinned)


def test_line_ends_and_a_byte_order_mark_make_no_difference(home: Path) -> None:
    path = home / "tiny-world" / "scenario.yaml"
    before = files.digest(files.read(home / "tiny-world"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert files.digest(files.read(home / "tiny-world")) == before


@pytest.mark.parametrize(
    ("data", "code"), [(b"\xff\xfe\x00", "not_utf8"), (b"a: 1 #" + b"x" * (512 * 1024), "too_large")]
)
def test_a_file_that_cannot_be_read_is_told_with_all_other_faults(home: Path, data: bytes, code: str) -> None:
    (home / "tiny-world" / "briefing.md").write_bytes(data)
    (home / "tiny-world" / "roles" / "aaa.md").unlink()
    with pytest.raises(ScenarioInvalid) as caught:
        load("tiny-world")
    assert {(fault.file, fault.code) for fault in caught.value.faults} == {
        ("briefing.md", code),
        ("scenario.yaml", "file_missing"),
    }


def test_a_folder_in_place_of_a_file_is_told(home: Path) -> None:
    path = home / "tiny-world" / "briefing.md"
    path.unlink()
    path.mkdir()
    with pytest.raises(ScenarioInvalid) as caught:
        files.read(home / "tiny-world")
    assert caught.value.faults[0].code == "unreadable"


def test_an_upload_is_completed_from_the_shipped_library(home: Path) -> None:
    upload = {name: text for name, text in sources().items() if not name.startswith("library/")}
    assert load_sources(files.with_library(upload)).digest == load("tiny-world").digest
    assert files.with_library({**upload, "library/blocs.yaml": "mine"})["library/blocs.yaml"] == "mine"


def test_a_later_edit_never_reaches_pinned_texts(home: Path) -> None:
    pinned = dict(files.read(home / "tiny-world"))
    digest = files.digest(pinned)
    (home / "tiny-world" / "scenario.yaml").write_text("gone", encoding="utf-8")
    (home / "library" / "actions.yaml").write_text("gone", encoding="utf-8")
    assert load_sources(pinned).digest == digest


NAMES = st.sampled_from(["scenario.yaml", "briefing.md", "roles/a.md", "roles/b.md", "library/actions.yaml"])


@given(st.dictionaries(NAMES, st.text(max_size=30)), st.randoms())
def test_the_digest_does_not_depend_on_the_order_of_files(texts: dict[str, str], random: object) -> None:
    shuffled = list(texts.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert files.digest(dict(shuffled)) == files.digest(texts)


@given(
    st.dictionaries(st.text(max_size=5), st.text(max_size=8)),
    st.dictionaries(st.text(max_size=5), st.text(max_size=8)),
)
def test_different_texts_have_different_digests(one: dict[str, str], other: dict[str, str]) -> None:
    assert (files.digest(one) == files.digest(other)) == (one == other)
