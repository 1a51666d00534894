"""The house rules, held over this checkout and its history."""

import re
from pathlib import Path
from typing import Final

import pytest
from tests.tidy import checks, tree

import comity

ROOMS: Final = ("rules", "scenarios", "bots", "lab", "game", "store", "bus", "live", "web")
ABOVE_THE_ROOMS: Final = {"commands", "house"}
"""What the command line and the composition root are made of: tested by running them whole."""
SECTIONS: Final = ("## Context", "## Decision", "## Consequences", "## Alternatives")


def assert_none(complaints: list[str]) -> None:
    """Fails with every complaint on a line of its own."""
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


def test_no_file_of_code_is_too_long() -> None:
    assert_none(checks.too_long(tree.files()))


def test_no_file_says_a_banned_word() -> None:
    assert_none(checks.banned(tree.files()))


def test_no_commit_message_says_a_banned_word() -> None:
    assert_none(checks.banned(tree.messages()))


def test_the_top_level_holds_the_house_and_nothing_else() -> None:
    assert_none(checks.strangers(tree.files()))


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_of_a_room_is_named_by_a_test(room: str) -> None:
    assert_none(checks.untested(tree.files(), [room]))


def test_every_room_is_in_the_list() -> None:
    packages = {path.parent.name for path in (tree.ROOT / "server" / "comity").glob("*/__init__.py")}
    assert packages - ABOVE_THE_ROOMS == set(ROOMS)


def test_the_changelog_is_well_formed() -> None:
    assert_none(checks.changelog(tree.files()["CHANGELOG.md"]))


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = re.search(r'^version = "(.+)"$', tree.files()["pyproject.toml"], re.MULTILINE)
    image = re.search(r"image: comity:(\S+)$", tree.files()["docker-compose.yml"], re.MULTILINE)
    assert project is not None
    assert image is not None
    assert project[1] == image[1] == comity.__version__


def test_lock_files_pin_everything_and_name_no_address() -> None:
    locks = {
        name: text
        for name, text in tree.files().items()
        if re.fullmatch(r"requirements.*\.lock|client-web/package-lock\.json", name)
    }
    assert len(locks) == 6
    assert_none([complaint for name, text in locks.items() for complaint in checks.lock(name, text)])


def test_what_a_server_needs_is_pinned_alike_in_both_lock_files() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", tree.files()[name], re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_links_between_our_pages_lead_somewhere() -> None:
    everything = tree.git("ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    assert_none(checks.dead_links(tree.files(), everything))


def test_every_threat_names_tests_and_every_test_that_is_named_exists() -> None:
    page = tree.files()["SECURITY.md"]
    threats = page.split("## Threats", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (?!Threat|---).+$", threats, re.MULTILINE)
    assert len(rows) >= 15
    assert [row for row in rows if not re.search(r"`tests/[\w/]+\.py::test_\w+`", row)] == []
    assert_none(checks.missing_tests(page, tree.files()))


def test_decisions_are_numbered_without_gaps_and_have_every_section() -> None:
    decisions = {name: text for name, text in tree.files().items() if name.startswith("docs/decisions/0")}
    assert [int(Path(name).name[:4]) for name in sorted(decisions)] == list(range(1, len(decisions) + 1))
    lacking = [
        f"{name}: {section}"
        for name, text in decisions.items()
        for section in SECTIONS
        if f"\n{section}" not in text
    ]
    assert lacking == []


def test_every_decision_is_in_the_index() -> None:
    index = tree.files()["docs/README.md"]
    names = [name.removeprefix("docs/") for name in tree.files() if name.startswith("docs/decisions/0")]
    assert [name for name in names if f"({name})" not in index] == []
