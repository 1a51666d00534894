"""The house rules as pure functions: texts in, complaints out. Each complaint says where, and what to do."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

LINES_MAX: Final = 400
CODE: Final = (".py", ".ts", ".svelte")
GENERATED: Final = ".gen.ts"

# Written so that no pattern matches its own line.
BANNED: Final[Mapping[str, str]] = {
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org": "a package registry's address",
    r"(?<![\w.])/(?:home|root|Users|work|workspace)/\w": "a path of somebody's machine",
    r"\.\.[/]shared\b": "a path outside the project",
    r"\bTO(?:)DO\b|\bFIX(?:)ME\b|\bXX(?:)X\b": "unfinished business: do it or file it",
}

TOP_LEVEL: Final = {
    "CHANGELOG.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "client-web",
    "docker-compose.yml",
    "docs",
    "migrations",
    "pyproject.toml",
    "requirements-audit.lock",
    "requirements-dev.lock",
    "requirements-node.lock",
    "requirements-servers.lock",
    "requirements.lock",
    "scenarios",
    "server",
    "tests",
}


def too_long(files: Mapping[str, str]) -> list[str]:
    """A file of code over 400 lines is two; what a tool generates is exempt."""
    return [
        f"{name}: {count} lines, at most {LINES_MAX}; split it by concept"
        for name, text in files.items()
        if name.endswith(CODE) and not name.endswith(GENERATED)
        if (count := len(text.splitlines())) > LINES_MAX
    ]


def banned(texts: Mapping[str, str]) -> list[str]:
    """Words that belong in no file and no commit message."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found[0]!r} is {why}"
        for name, text in texts.items()
        for pattern, why in BANNED.items()
        for found in re.finditer(pattern, text)
    ]


def strangers(names: Iterable[str]) -> list[str]:
    """What lies at the top level and is no part of the house."""
    top = {name.split("/", 1)[0] for name in names}
    return [
        f"{name}: not a part of the house; move it into one"
        for name in sorted(top - TOP_LEVEL)
        if not name.startswith(".")
    ]


def untested(files: Mapping[str, str], rooms: Iterable[str]) -> list[str]:
    """Modules of a room that no test names, and that no named module of the room leans on directly.

    A module counts as named when a file under `tests/<room>/` says it as a word, in its text or its own name,
    or when any test file says `<room>.<module>` or imports it from its room.
    """
    tests = {name: text for name, text in files.items() if name.startswith("tests/")}
    complaints = []
    for room in rooms:
        prefix = f"server/comity/{room}/"
        modules = {
            name.removeprefix(prefix).removesuffix(".py").removesuffix("/__init__"): text
            for name, text in files.items()
            if name.startswith(prefix) and name.endswith(".py") and name != f"{prefix}__init__.py"
        }
        own = "\n".join(
            f"{name.replace('_', ' ')}\n{text}"
            for name, text in tests.items()
            if name.startswith(f"tests/{room}/")
        )
        everywhere = "\n".join(tests.values())
        named = {
            module
            for module in modules
            if re.search(_words(module), own) or re.search(_mention(room, module), everywhere)
        }
        complaints += [
            f"{prefix}{module}.py: no test names it; add one under tests/{room}/"
            for module in sorted(modules.keys() - named)
            if not any(re.search(_mention(room, module), modules[other]) for other in named)
        ]
    return complaints


def _words(module: str) -> str:
    last = module.rsplit("/", 1)[-1]
    return rf"\b{last}\b|\b{last.replace('_', ' ')}\b"


def _mention(room: str, module: str) -> str:
    package, _, last = f"comity/{room}/{module}".rpartition("/")
    path = package.replace("/", r"\.")
    return rf"\b{room}\.{module.replace('/', '.')}\b|from {path} import (?:[^\n(]*|\([^)]*)\b{last}\b"


def changelog(text: str) -> list[str]:
    """Where a changelog departs from Keep a Changelog 1.1: order, dates, headings, empty sections."""
    complaints = []
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if not text.startswith("# Changelog\n"):
        complaints.append("the first line must be '# Changelog'")
    if not versions or versions[0] != "[Unreleased]":
        complaints.append("the first version must be '## [Unreleased]'")
    numbers = []
    for version in versions[1:]:
        if found := re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d\d-\d\d", version):
            numbers.append(tuple(map(int, found.groups())))
        else:
            complaints.append(f"'## {version}' must read '## [1.2.3] - 2026-01-31'")
    if numbers != sorted(set(numbers), reverse=True):
        complaints.append("versions must go from the newest to the oldest, each once")
    for heading, body in re.findall(r"^### (.+)\n((?:(?!^##).*\n?)*)", text, re.MULTILINE):
        if heading not in {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}:
            complaints.append(f"'### {heading}' is not one of Keep a Changelog's six headings")
        if not re.search(r"^- \S", body, re.MULTILINE):
            complaints.append(f"'### {heading}' has no entry")
    return complaints


def lock(name: str, text: str) -> list[str]:
    """A lock file pins every package by version and hash, and names no address to fetch it from."""
    complaints = []
    if name.endswith("package-lock.json"):
        complaints += [f"{name}: {found!r}" for found in re.findall(r'"resolved": "[^"]*"', text)]
        return complaints
    complaints += [f"{name}: {line!r} names an address" for line in text.splitlines() if "://" in line]
    complaints += [f"{name}: {line!r} is an option" for line in text.splitlines() if line.startswith("-")]
    for requirement in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        title = requirement.split(" ", 1)[0]
        if "==" not in title:
            complaints.append(f"{name}: {title!r} is not pinned to a version")
        if "--hash=sha256:" not in requirement:
            complaints.append(f"{name}: {title!r} has no hash")
    return complaints


def dead_links(files: Mapping[str, str], exists: Iterable[str]) -> list[str]:
    """Links between our own pages that lead nowhere."""
    known = set(exists)
    known |= {parent for name in known for parent in _parents(name)}
    return [
        f"{name}: the link to {target} leads nowhere"
        for name, text in files.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\((?![a-z]+:|#)([^)#\s]+)", text)
        if _join(name, target) not in known
    ]


def missing_tests(page: str, files: Mapping[str, str]) -> list[str]:
    """Tests that a page names as `tests/file.py::test_name` and that are not there."""
    return [
        f"{name}::{test}: there is no such test"
        for name, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
        if not re.search(rf"^\s*(?:async )?def {test}\(", files.get(name, ""), re.MULTILINE)
    ]


def _parents(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _join(page: str, target: str) -> str:
    parts = page.split("/")[:-1]
    for step in target.rstrip("/").split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
