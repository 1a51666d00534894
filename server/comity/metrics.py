"""Every metric that we publish, in one place. Labels never name a seat or a person."""

from typing import Final

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, generate_latest

MOVES: Final = Counter("comity_moves_total", "Moves by outcome.", ["result"])
LIMIT_HITS: Final = Counter("comity_limit_hits_total", "Requests refused by a rate limit.", ["limit"])
REQUESTS: Final = Histogram(
    "comity_http_request_seconds", "Time to answer, by route and status class.", ["route", "status"]
)
HTTP_5XX: Final = Counter("comity_http_5xx_total", "Answers that say it was our mistake.")
SOCKETS: Final = Gauge("comity_sockets", "Open live sockets by kind of viewer.", ["kind"])
SOCKETS_CLOSED: Final = Counter("comity_socket_closed_total", "Live sockets closed, by code.", ["code"])
RESUMES: Final = Counter(
    "comity_resume_total", "How clients caught up: nothing, replay or snapshot.", ["how"]
)
HINTS_LOST: Final = Counter("comity_hint_lost_total", "News that polling found before a hint came.")
QUEUED_BYTES: Final = Gauge("comity_send_queue_bytes", "Bytes waiting in all sockets' queues.")
DELIVERY_LAG: Final = Histogram(
    "comity_delivery_lag_seconds",
    "From when a change of the clock or a new turn was told to when it is sent.",
)
RESOLVE_SECONDS: Final = Histogram(
    "comity_resolve_seconds", "Time to compute a closed turn and commit what came of it."
)
FENCES_LOST: Final = Counter(
    "comity_resolve_fence_lost_total", "Computed turns that another process had committed first."
)
TURNS_FAILED: Final = Counter(
    "comity_turn_failed_total", "Turns given up after three tries; each has paused its game."
)
TURNS_RESOLVED: Final = Counter("comity_turns_resolved_total", "Turns that this process resolved.")
TURNS_OVERDUE: Final = Gauge(
    "comity_turns_overdue", "Open turns past their deadline, of games whose rules this process has."
)
TURNS_OF_OTHER_RULES: Final = Gauge(
    "comity_turns_of_other_rules",
    "Turns past their deadline, or closed, of games whose rules this process does not have.",
)
TURNS_UNRESOLVED_SECONDS: Final = Gauge(
    "comity_turns_closed_unresolved_seconds",
    "Age of the oldest turn that is closed and not resolved, under rules that this process has. Alarm at 30.",
)
CLOCK_SKEW: Final = Gauge("comity_clock_skew_seconds", "This process's clock minus the database's.")
DB_POOL_WAIT: Final = Histogram(
    "comity_db_pool_wait_seconds",
    "Time until a connection to the database was there and answered.",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
REDIS_UP: Final = Gauge("comity_redis_up", "1 while hints come in through Redis (or none is used).")

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def exposition() -> bytes:
    """The metrics as Prometheus reads them."""
    return generate_latest(REGISTRY)
