"""Structured logs on stderr, one line an event, without names, tokens, bodies or query strings.

Callers log ids and counts only. As a second net, values under telling keys are struck out before they are
written, and of an exception only its kind and its places in the code are told: its message may hold what was
sent.
"""

import logging
import os
import socket
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import orjson
import structlog

Event = MutableMapping[str, Any]

STRUCK_OUT: Final = frozenset(
    {
        "authorization",
        "body",
        "code",
        "cookie",
        "invite",
        "link",
        "name",
        "password",
        "query",
        "seed",
        "text",
        "ticket",
        "token",
        "url",
    }
)
"""Keys whose values never reach a log, whoever wrote them. Close codes of sockets are logged as `close`."""


def configure(*, level: str = "info", process: str | None = None) -> None:
    """Send every log of this process, libraries' included, to stderr: JSON, or plain lines on a terminal."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        plain_exceptions,
        redact,
    ]
    if process is not None:
        shared.insert(0, _named(process))
    writer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer(timestamp_key="time")
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(_line)
    )
    structlog.configure(
        processors=[*shared, writer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, writer],
        )
    )
    # Libraries tell more than a log of ours may say: addresses with their query, SQL with its values.
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("comity").setLevel(level.upper())
    structlog.contextvars.clear_contextvars()


def process_name() -> str:
    """What tells this process from the others on the same database: where it runs, and its number there."""
    return f"{socket.gethostname()}:{os.getpid()}"


def redact(_: Any, __: str, event: Event) -> Event:
    """A structlog processor that replaces secret values by `[removed]`."""
    for key in event.keys() & STRUCK_OUT:
        event[key] = "[removed]"
    return event


def plain_exceptions(_: Any, __: str, event: Event) -> Event:
    """A structlog processor that tells an exception's kind and places instead of its words."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["error"], event["where"] = type(error).__name__, where(error)
    return event


def where(error: BaseException) -> list[str]:
    """File and line of each frame, the innermost twelve."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return frames[-12:]


def _named(process: str) -> structlog.types.Processor:
    """A structlog processor that says which process speaks, in whatever task it does."""

    def name(_: Any, __: str, event: Event) -> Event:
        event["process"] = process
        return event

    return name


def _line(event: Event, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()
