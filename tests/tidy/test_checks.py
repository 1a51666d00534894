"""Every house rule catches what it is there to catch: a check that never failed proves nothing."""

from tests.tidy import checks


def test_a_file_of_401_lines_is_too_long_and_one_of_400_is_not() -> None:
    files = {"server/a.py": "x\n" * 401, "server/b.py": "x\n" * 400, "client-web/src/c.svelte": "x\n" * 500}
    assert [complaint.split(":")[0] for complaint in checks.too_long(files)] == [
        "server/a.py",
        "client-web/src/c.svelte",
    ]


def test_generated_types_and_data_may_be_long() -> None:
    assert checks.too_long({"client-web/src/api/openapi.gen.ts": "x\n" * 999, "data.yaml": "x\n" * 999}) == []


def test_banned_words_are_found_with_their_line() -> None:
    registry = "https://" + "pypi" + ".org/simple"
    home = "/" + "home/ada/comity/data"
    outside = ".." + "/shared/design"
    unfinished = "# TO" + "DO later"
    for words in (registry, home, outside, unfinished):
        (complaint,) = checks.banned({"docs/page.md": f"fine\nfine\n{words}\n"})
        assert complaint.startswith("docs/page.md:3: ")


def test_ordinary_words_are_not_banned() -> None:
    assert (
        checks.banned({"a.md": "the framework/main idea, user-agent, shared/types, todos, /homework/main"})
        == []
    )


def test_a_folder_of_no_house_is_a_stranger_and_a_dotfile_is_not() -> None:
    (complaint,) = checks.strangers(["deploy/Caddyfile", ".gitignore", ".ci/run", "server/comity/app.py"])
    assert complaint.startswith("deploy:")


def test_a_part_of_a_named_module_is_tested_with_it_and_a_part_of_the_part_is_not() -> None:
    files = {
        "server/comity/store/games.py": "from comity.store import (\n    telling,\n)\n",
        "server/comity/store/telling.py": "from comity.store.types import Instant",
        "server/comity/store/types.py": "",
        "tests/store/test_games.py": "",
    }
    (complaint,) = checks.untested(files, ["store"])
    assert complaint.startswith("server/comity/store/types.py:")


def test_a_module_that_no_test_names_is_found() -> None:
    files = {
        "server/comity/rules/__init__.py": "",
        "server/comity/rules/draws.py": "",
        "server/comity/rules/society.py": "",
        "server/comity/rules/numbers.py": "",
        "server/comity/rules/world.py": "",
        "tests/rules/test_draws.py": "from comity.rules import draws",
        "tests/rules/cases/1-ground.yaml": "rule: society.grievance",
        "tests/game/test_turn.py": "from comity.rules.world import World",
    }
    (complaint,) = checks.untested(files, ["rules"])
    assert complaint.startswith("server/comity/rules/numbers.py:")


GOOD = (
    "# Changelog\n\n## [Unreleased]\n\n### Added\n- More.\n\n## [0.2.0] - 2026-02-01\n\n### Fixed\n- Less.\n"
)


def test_a_changelog_in_order_has_no_complaint() -> None:
    assert checks.changelog(GOOD) == []


def test_each_way_to_spoil_a_changelog_is_found() -> None:
    spoiled = [
        GOOD.replace("# Changelog\n", "# Changes\n", 1),
        GOOD.replace("[Unreleased]", "[0.3.0] - 2026-03-01"),
        GOOD.replace("2026-02-01", "February"),
        GOOD + "\n## [0.3.0] - 2026-03-01\n\n### Added\n- Late.\n",
        GOOD.replace("### Fixed", "### Repaired"),
        GOOD.replace("- Less.\n", ""),
    ]
    assert [len(checks.changelog(text)) for text in spoiled] == [1] * len(spoiled)


def test_each_way_to_spoil_a_lock_file_is_found() -> None:
    good = "# head\nnumpy==2.4.6 \\\n    --hash=sha256:00\nrich==15.0.0 \\\n    --hash=sha256:11\n"
    assert checks.lock("requirements.lock", good) == []
    spoiled = [
        "--index-url example\n" + good,
        good.replace("# head", "# from http://localhost"),
        good.replace("rich==15.0.0", "rich>=15"),
        good.replace("    --hash=sha256:11\n", ""),
    ]
    assert [len(checks.lock("requirements.lock", text)) for text in spoiled] == [1] * len(spoiled)
    assert checks.lock("client-web/package-lock.json", '{"resolved": "https://example/x.tgz"}') != []


def test_a_dead_link_is_found_and_live_ones_are_not() -> None:
    pages = {
        "docs/a.md": "[one](b.md) [up](../README.md#top) [dir](deploy/) [web](https://x.example) [in](#here)"
    }
    assert checks.dead_links(pages, ["docs/a.md", "docs/b.md", "README.md", "docs/deploy/x.md"]) == []
    assert checks.dead_links({"docs/a.md": "[gone](../b.md)"}, ["docs/b.md"]) == [
        "docs/a.md: the link to ../b.md leads nowhere"
    ]


def test_a_test_that_a_page_names_and_nobody_wrote_is_found() -> None:
    files = {"tests/a.py": "def test_one() -> None: ...\n    async def test_two(self) -> None: ...\n"}
    page = "`tests/a.py::test_one` `tests/a.py::test_two` `tests/a.py::test_on` `tests/b.py::test_one`"

    assert checks.missing_tests(page, files) == [
        "tests/a.py::test_on: there is no such test",
        "tests/b.py::test_one: there is no such test",
    ]
