"""Simple edits of the projection and of the policy: a condition negated, a field dropped, a viewer exchanged.

Each mutant is one edit of one module. It is killed when the quick tests of that module fail; one that lives
shows a line that no test of ours looks at, or an edit that changes nothing.
"""

import ast
import copy
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Queue
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
NEEDED: Final = ("server", "tests", "scenarios", "migrations", "pyproject.toml")
CPU_SECONDS: Final = 60
"""What a mutant's tests may take of a processor; one that turns in a circle is dead."""
SECONDS: Final = 900.0
"""What they may take in all, on a machine that is busy with other things; so is one that waits for ever."""
MEMORY: Final = Path("/dev/shm")
ONE_DATABASE: Final = "not postgres"

VIEWS: Final = ("rules/test_project.py", "rules/test_seat_board.py")
TARGETS: Final[dict[str, tuple[str, ...]]] = {
    "game/access.py": ("game/test_access.py",),
    "game/redacting.py": ("game/test_redacting.py",),
    "game/press.py": ("game/test_press.py", "game/test_earlier.py", "game/test_erasing.py"),
    "game/history.py": ("game/test_history.py", "game/test_streams.py"),
    "game/headers.py": ("game/test_history.py", "game/test_pace.py", "game/test_streams.py"),
    "game/streams.py": ("game/test_streams.py",),
    "rules/project.py": VIEWS,
    "rules/account.py": ("rules/test_account.py", "rules/test_project.py"),
}
"""The modules that decide what goes out, and the tests that are asked about each."""

OPPOSITES: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
VIEWERS: Final = ("seat", "horizon", "private_viewer", "principal")
"""Attributes by which a viewer is told from another; a mutant takes nobody in their place."""
Edit = Callable[[Any], None]


@dataclass(frozen=True)
class Mutant:
    module: str
    line: int
    what: str
    text: str


def mutants(module: str) -> list[Mutant]:
    """Every edit of this module, in the order of its lines."""
    source = (ROOT / "server" / "comity" / module).read_text()
    tree = ast.parse(source)
    found = []
    for place, node in enumerate(ast.walk(tree)):
        for what, edit in _edits(node):
            changed = copy.deepcopy(tree)
            edit(next(one for at, one in enumerate(ast.walk(changed)) if at == place))
            text = ast.unparse(ast.fix_missing_locations(changed))
            found.append(Mutant(module, _line(node), what, text))
    return sorted(found, key=lambda one: (one.line, one.what))


def _line(node: ast.AST) -> int:
    """Where a node begins; a comprehension's `for` does not know, but what it binds does."""
    place = node.target if isinstance(node, ast.comprehension) else node
    return int(getattr(place, "lineno", 0))


def _edits(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            yield "a condition negated", lambda one: setattr(one, "test", _no(one.test))
        case ast.comprehension(ifs=[_, *_]):
            yield "a filter dropped", lambda one: setattr(one, "ifs", one.ifs[1:])
        case ast.Compare(ops=[op]) if type(op) in OPPOSITES:
            yield "a comparison turned", lambda one: setattr(one, "ops", [OPPOSITES[type(one.ops[0])]()])
        case ast.BoolOp():
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            yield "and for or", lambda one: setattr(one, "op", other())
        case ast.Set(elts=elements):
            for place in range(len(elements)):
                yield "a right dropped", partial(_forget, place)
        case ast.Call(func=ast.Name(id=name), keywords=keywords) if name[:1].isupper():
            for place, keyword in enumerate(keywords):
                if keyword.arg is not None:
                    yield f"{keyword.arg} dropped", partial(_drop, place)
        case ast.Attribute(attr=attr, ctx=ast.Load()) if attr in VIEWERS:
            yield f"another {attr}", _another
        case ast.Return(value=ast.Compare() | ast.BoolOp()):
            yield "always yes", lambda one: setattr(one, "value", ast.Constant(True))
        case _:
            return


def _no(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _forget(place: int, rights: ast.Set) -> None:
    del rights.elts[place]


def _drop(place: int, call: ast.Call) -> None:
    call.keywords[place].value = ast.Constant(None)


def _another(attribute: ast.Attribute) -> None:
    """`x.seat` is None, whatever `x` is."""
    nobody = f"__import__('types').SimpleNamespace({attribute.attr}=None)"
    attribute.value = ast.Name(nobody, ast.Load())


def run(
    count: int | None, seed: int, workers: int, say: Callable[[str], None], seconds: float = float("inf")
) -> dict[str, Any]:
    """Tries `count` mutants, drawn evenly over the modules, as far as the time allows."""
    began = time.monotonic()
    chosen = []
    for module in TARGETS:
        every = mutants(module)
        share = len(every) if count is None else min(len(every), count // len(TARGETS))
        chosen += random.Random(f"{seed}/{module}").sample(every, share)
    houses: Queue[Path] = Queue()
    with (
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder,
        ThreadPoolExecutor(workers) as threads,
    ):
        for worker in range(workers):
            houses.put(_copied(Path(folder) / str(worker)))
        for module, tests in TARGETS.items():
            whole = Mutant(module, 0, "nothing", (ROOT / "server" / "comity" / module).read_text())
            if _is_killed(whole, houses, tests):
                raise RuntimeError(f"the tests of {module} fail without any edit")

        def one(mutant: Mutant) -> bool | None:
            if time.monotonic() - began > seconds:
                return None
            killed = _is_killed(mutant, houses, TARGETS[mutant.module])
            if not killed:
                say(f"  lives: {mutant.module}:{mutant.line} {mutant.what}")
            return killed

        random.Random(seed).shuffle(chosen)
        fates = list(zip(chosen, threads.map(one, chosen), strict=True))
    tried = [killed for _, killed in fates if killed is not None]
    return {
        "tried": len(tried),
        "killed": sum(tried),
        "of": sum(len(mutants(module)) for module in TARGETS),
        "modules": list(TARGETS),
        "living": [f"{one.module}:{one.line}: {one.what}" for one, killed in fates if killed is False],
    }


def _copied(house: Path) -> Path:
    house.mkdir()
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, house / name, ignore=shutil.ignore_patterns("__pycache__", "artifacts")
            )
        else:
            shutil.copy(ROOT / name, house / name)
    return house


def _is_killed(mutant: Mutant, houses: "Queue[Path]", tests: Sequence[str]) -> bool:
    house = houses.get()
    file = house / "server" / "comity" / mutant.module
    original = file.read_text()
    try:
        file.write_text(mutant.text)
        return not _pass(house, tests)
    finally:
        file.write_text(original)
        houses.put(house)


def _little_time() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def _pass(house: Path, tests: Sequence[str]) -> bool:
    order = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-k", ONE_DATABASE, "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            [*order, *(f"tests/{test}" for test in tests)],
            cwd=house,
            env={**os.environ, "PYTHONPATH": "server", "PYTEST_DEBUG_TEMPROOT": str(house)},
            capture_output=True,
            timeout=SECONDS,
            preexec_fn=_little_time,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
