"""Pages that a command writes hold what it writes and nothing else: the next run would wipe whatever was
added by hand, which belongs into `docs/found.md`.
"""

import re

import pytest
from tests.hidden import page as hidden
from tests.nemesis import page as storm
from tests.simulated import page as simulated
from tests.tidy import tree

MEASURED = r"[^\n]*(?:\n\n?[|-] [^\n]*)*"
"""What a writer fills in: a line, or a table, or a list; never a paragraph."""


def written(template: str) -> re.Pattern[str]:
    """What this template can become."""
    fixed = re.split(r"\{\w+\}", template)
    return re.compile(MEASURED.join(map(re.escape, fixed)))


@pytest.mark.parametrize(
    ("name", "template"),
    [("storm", storm.PAGE), ("storm-simulated", simulated.PAGE), ("hidden", hidden.PAGE)],
)
def test_given_a_page_that_a_command_writes_when_it_is_read_then_nothing_was_added_by_hand(
    name: str, template: str
) -> None:
    page = tree.files()[f"docs/{name}.md"]

    assert written(template).fullmatch(page), f"docs/{name}.md is not what its writer writes"


def test_given_a_paragraph_among_what_was_found_when_the_page_is_read_then_it_is_noticed() -> None:
    page = written("# A\n\n{told}\n\n## B\n")

    assert page.fullmatch("# A\n\nNothing.\n\n## B\n")
    assert page.fullmatch("# A\n\n- seed 1: lost\n- seed 2: late\n\n## B\n")
    assert not page.fullmatch("# A\n\nNothing.\n\nThat was mended.\n\n## B\n")


def test_given_the_list_of_measured_pages_when_a_command_is_looked_up_then_it_says_the_same() -> None:
    files = tree.files()
    rows = re.findall(r"^\| `make ([a-z-]+)` \| (\[.+) \|$", files["docs/README.md"], re.MULTILINE)
    pages = {command: set(re.findall(r"\(([\w-]+\.md)\)", cell)) for command, cell in rows}
    helped = dict(re.findall(r"^([a-z-]+):.*## (.*)$", files["Makefile"], re.MULTILINE))
    offered = dict(re.findall(r"^\| `make ([a-z-]+)[^`]*` \| (.*) \|$", files["README.md"], re.MULTILINE))

    assert len(pages) == 5
    for command, written_by_it in pages.items():
        assert set(re.findall(r"docs/([\w-]+\.md)", helped[command])) == written_by_it
        assert set(re.findall(r"docs/([\w-]+\.md)", offered[command])) == written_by_it
