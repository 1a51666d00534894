"""What watches a server fits the server: figures, dashboard, alarms and the page that explains them."""

import inspect
import json
import re
from typing import Any, Final

import pytest
import yaml
from prometheus_client import Counter, Gauge, Histogram
from tests.tidy import tree

from comity import metrics
from comity.config import Settings
from comity.live.endpoint import SOCKETS_PER_SESSION

PAGE: Final = "docs/operating.md"
PROMISED: Final = [
    "moves_total",
    "resolve_seconds",
    "resolve_fence_lost_total",
    "turns_overdue",
    "turns_closed_unresolved_seconds",
    "turn_failed_total",
    "delivery_lag_seconds",
    "hint_lost_total",
    "sockets",
    "socket_closed_total",
    "send_queue_bytes",
    "resume_total",
    "db_pool_wait_seconds",
    "redis_up",
    "clock_skew_seconds",
    "http_5xx_total",
]
LABELLED: Final = {
    "moves_total": "result",
    "sockets": "kind",
    "socket_closed_total": "code",
    "resume_total": "how",
}
PROMQL: Final = {"sum", "max", "min", "by", "rate", "increase", "abs", "histogram_quantile"}
FROM_THE_SCRAPE: Final = {"up", "job", "instance", "le"}


def published() -> dict[str, Counter | Gauge | Histogram]:
    """Metric -> its collector, by the name that the exposition gives it."""
    found: dict[str, Counter | Gauge | Histogram] = {}
    for one in vars(metrics).values():
        if isinstance(one, Counter | Gauge | Histogram):
            (family,) = one.describe()
            found[family.name + ("_total" if isinstance(one, Counter) else "")] = one
    return found


def samples() -> set[str]:
    """Every name that an expression may ask for."""
    names = set(published())
    for name, one in published().items():
        if isinstance(one, Histogram):
            names |= {f"{name}_{part}" for part in ("bucket", "sum", "count")}
    return names


def labels() -> set[str]:
    return {label for one in published().values() for label in one._labelnames}


def alarms() -> list[dict[str, Any]]:
    groups = yaml.safe_load(tree.files()["docs/deploy/alerts.yml"])["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(tree.files()["docs/deploy/grafana.json"])["panels"]
    return found


EXPRESSIONS: Final = [
    *[(rule["alert"], rule["expr"]) for rule in alarms()],
    *[(panel["title"], target["expr"]) for panel in panels() for target in panel["targets"]],
]


@pytest.mark.parametrize("name", PROMISED)
def test_every_figure_that_was_promised_is_published(name: str) -> None:
    assert f"comity_{name}" in published()
    if name in LABELLED:
        assert list(published()[f"comity_{name}"]._labelnames) == [LABELLED[name]]


def test_no_figure_is_counted_by_seat_game_or_person() -> None:
    assert labels() == {"result", "limit", "route", "status", "kind", "code", "how"}


@pytest.mark.parametrize(("where", "expression"), EXPRESSIONS)
def test_an_expression_asks_for_what_there_is(where: str, expression: str) -> None:
    assert unknown_words(expression) == set()


@pytest.mark.parametrize(
    "wrong",
    [
        "sum(rate(comity_moves[5m]))",
        "sum by (seat) (comity_sockets)",
        "max(comity_turns_overdue) > 0)",
        "mux(comity_turns_overdue)",
    ],
)
def test_a_wrong_expression_is_found(wrong: str) -> None:
    assert unknown_words(wrong) != set()


def unknown_words(expression: str) -> set[str]:
    """Words that are neither figures, labels nor the language's; and a bracket that has no other half."""
    bare = re.sub(r'"[^"]*"|\[\d+[smhd]\]', "", expression)
    known = samples() | labels() | PROMQL | FROM_THE_SCRAPE
    unknown = {word for word in re.findall(r"[a-zA-Z_]\w*", bare) if word not in known}
    left = re.sub(r"[^(){}]", "", bare)
    while (less := left.replace("()", "").replace("{}", "")) != left:
        left = less
    return unknown | set(left)


def test_what_must_not_be_missed_has_an_alarm() -> None:
    watched = " ".join(rule["expr"] for rule in alarms())
    for name in (
        "turns_overdue",
        "turns_closed_unresolved_seconds",
        "redis_up",
        "http_5xx_total",
        "clock_skew",
    ):
        assert f"comity_{name}" in watched
    assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] for rule in alarms())


def test_every_figure_is_on_the_dashboard() -> None:
    shown = " ".join(target["expr"] for panel in panels() for target in panel["targets"])
    assert {name for name in published() if name not in shown} == set()
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_the_page_explains_every_figure_and_what_to_do_at_every_alarm() -> None:
    page = tree.files()[PAGE]
    assert [name for name in published() if f"`{name}`" not in page] == []
    assert [rule["alert"] for rule in alarms() if f"`{rule['alert']}`" not in page] == []
    told = set(re.findall(r"`(comity_\w+)`", page)) | set(re.findall(r"`(Comity[A-Z]\w+)`", page))
    assert told <= samples() | {rule["alert"] for rule in alarms()}


def test_the_page_lists_every_setting_with_its_default_and_no_other() -> None:
    rows = dict(re.findall(r"^\| `COMITY_(\w+)` \| ([^|]+?) \|", tree.files()[PAGE], re.MULTILINE))
    assert {name.lower() for name in rows} == set(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        if field.default is not None:
            assert rows[name.upper()] == f"`{field.default}`", name
        assert field.description or inspect.getdoc(field), name


def test_every_line_that_the_page_explains_is_logged_somewhere() -> None:
    section = tree.files()[PAGE].split("### The log", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    events = {event for cell in cells for event in re.findall(r"`(\w+)`", cell)}
    source = "".join(text for name, text in tree.files().items() if name.startswith("server/comity/"))
    assert len(events) > 30
    assert [event for event in sorted(events) if f'"{event}"' not in source] == []


def test_the_page_knows_how_many_live_lines_there_can_be() -> None:
    words = " ".join(tree.files()[PAGE].split())
    fields = Settings.model_fields
    whole, game = (fields[name].default for name in ("sockets_per_process", "sockets_per_game"))
    assert f"{whole:,} live lines, {game} of one game and {SOCKETS_PER_SESSION} of one session" in words


def test_prometheus_finds_the_servers_of_the_compose_file() -> None:
    (job,) = yaml.safe_load(tree.files()["docs/deploy/prometheus.yml"])["scrape_configs"]
    (found,) = job["dns_sd_configs"]
    compose = yaml.safe_load(tree.files()["docker-compose.yml"])
    settings = compose["services"]["server"]["environment"]
    assert (job["job_name"], found["names"]) == ("comity", ["server"])
    assert str(found["port"]) == settings["COMITY_METRICS_PORT"]
    assert settings["COMITY_METRICS_HOST"] == "0.0.0.0"
