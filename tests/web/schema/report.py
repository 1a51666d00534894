"""`make schema-storm REQUESTS=20000`: a large storm, and a page on what it showed."""

import argparse
import asyncio
import json
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import schemathesis
from tests.servers import PostgresServer
from tests.web.house import migrate
from tests.web.schema.stage import PRINCIPALS, SCENARIO, staged
from tests.web.schema.storm import PROCESSOR_SECONDS_MAX, Tally, storm

from comity import logs
from comity.commands import documents
from comity.config import Settings

OUT = Path(__file__).parents[3] / "docs" / "schema-storm.md"
HOW = f"""
## How it was measured
The application with the shipped rules and scenarios ran in one process, half of the time over SQLite and half
over Postgres, and was asked through ASGI. Schemathesis drew chains of up to 25 requests from the OpenAPI
document: three quarters as the document allows, one quarter with requests that break it. Answers gave ids to
later requests through links between the operations; what only people know (codes, links, invitations,
passwords) and most ids that would be guessed were filled in. Each kind of principal sent a quarter, at fresh
games of `{SCENARIO}` in their lobby, at turn 1, at turn 2 and ended. Every answer was held to the document:
status, media type, headers, body. A 503 of `/readyz` tells what was asked and counts as no error: a busy
machine may let a probe miss its second.
Times are processor seconds of the whole process.

## What it does not show
- Rate limits were out of reach, passwords hashed quickly, all scenarios compiled before the first request.
- No two requests ran at once; no Redis, no proxy, no socket; one scenario, without a clock.
- The seed fixes what is drawn, not the time at which the server's own loops turn.
- An answer that fits the document can still be wrong; other tests look at what answers mean.
"""


def run(requests: int, seed: int) -> tuple[Tally, float]:
    """A storm shared among both databases and the principals, and the processor seconds that it took."""
    document = json.loads(documents.openapi())
    tally, began = Tally(), time.process_time()
    share = -(-requests // (2 * len(PRINCIPALS)))
    for number, database in enumerate((_sqlite, _postgres)):
        drawn = seed + number  # other requests, not the same once more
        with database() as settings, staged(settings, drawn) as stage:
            for principal in PRINCIPALS:
                tally.add(storm(stage, document, principal, budget=share, seed=drawn))
    return tally, time.process_time() - began


@contextmanager
def _sqlite() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder:
        yield Settings(data_dir=Path(folder))


@contextmanager
def _postgres() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder, PostgresServer() as server:
        settings = Settings(data_dir=Path(folder), database_url=server.url)
        asyncio.run(migrate(settings.database))
        yield settings


def page(tally: Tally, seed: int, seconds: float) -> str:
    slowest = max(tally.slowest, key=lambda operation: tally.slowest[operation])
    head = [
        "# A storm of requests from the OpenAPI document",
        "",
        f"Seed {seed} on SQLite, {seed + 1} on Postgres.",
        f"Schemathesis {schemathesis.__version__}, Python {platform.python_version()}.",
        f"It took {seconds:.0f} s of processor time, most of it for drawing and checking.",
        "",
        f"- Requests: {tally.requests:,}",
        f"- Answers of 500 or more: {tally.server_errors}",
        f"- Violations: {len(tally.violations)}",
        f"- Slowest: {tally.slowest[slowest]:.2f} s, `{slowest}` (at most {PROCESSOR_SECONDS_MAX:g} s each)",
        "",
        "| Operation | Requests | Slowest, s | Answers |",
        "| --- | ---: | ---: | --- |",
    ]
    return "\n".join([*head, *_rows(tally), *_violations(tally)]) + "\n" + HOW


def _rows(tally: Tally) -> list[str]:
    rows = []
    for operation in sorted(tally.slowest):
        answers = {
            status: count for (name, status), count in sorted(tally.statuses.items()) if name == operation
        }
        told = ", ".join(f"{status}: {count}" for status, count in answers.items())
        rows.append(f"| `{operation}` | {sum(answers.values())} | {tally.slowest[operation]:.2f} | {told} |")
    return rows


def _violations(tally: Tally) -> list[str]:
    """Each kind once, with one request that shows it."""
    kinds = Counter(
        (one.operation, one.status, one.what.partition("\n\nSchema")[0]) for one in tally.violations
    )
    shown = {(one.operation, one.status): one for one in tally.violations}
    return [
        f"\n## `{operation}`, {status}, {count} times\n```\n{what}\n```\nSuch as"
        f" `{shown[operation, status].asked}` from {shown[operation, status].principal}."
        for (operation, status, what), count in kinds.most_common()
    ]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--requests", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", type=Path, default=OUT)
    given = arguments.parse_args()
    logs.configure(level="critical")
    tally, seconds = run(given.requests, given.seed)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(page(tally, given.seed, seconds), encoding="utf-8")
    found = f"{tally.server_errors} of 500 or more, {len(tally.violations)} violations"
    print(f"{tally.requests} requests, {found}; see {given.out}")
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
