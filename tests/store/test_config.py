"""Settings: what is meant is understood, what is wrong is named."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from comity.config import Settings


@pytest.fixture(autouse=True)
def _no_settings_around_us(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"COMITY_{name.upper()}", raising=False)


def test_the_defaults_run_a_class_on_one_laptop() -> None:
    settings = Settings()

    assert settings.database == "sqlite+aiosqlite:///data/comity.sqlite3"
    assert (settings.site, settings.is_embedded, settings.is_https) == ("http://127.0.0.1:8000", True, False)
    assert (settings.redis_url, settings.receipt_key, settings.resolve_workers, settings.workers) == (
        None,
        None,
        0,
        1,
    )
    assert settings.retention_months == 12


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_PORT", "9000")
    monkeypatch.setenv("COMITY_DATA_DIR", "/var/lib/comity")
    monkeypatch.setenv("COMITY_PUBLIC_URL", "https://comity.example.edu/")
    monkeypatch.setenv("COMITY_REDIS_URL", "")

    settings = Settings()

    assert settings.port == 9000
    assert settings.data_dir == Path("/var/lib/comity")
    assert (settings.site, settings.is_https, settings.redis_url) == (
        "https://comity.example.edu",
        True,
        None,
    )


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("postgresql://comity@db/comity", "postgresql+asyncpg://comity@db/comity"),
        ("postgres://comity@db/comity", "postgresql+asyncpg://comity@db/comity"),
        ("postgresql+asyncpg://comity@db/comity", "postgresql+asyncpg://comity@db/comity"),
        ("sqlite:////tmp/game.db", "sqlite+aiosqlite:////tmp/game.db"),
    ],
)
def test_any_spelling_of_a_database_finds_its_driver(given: str, read: str) -> None:
    assert Settings(database_url=given).database == read


def test_an_address_of_six_groups_stands_in_brackets() -> None:
    assert Settings(host="::1").site == "http://[::1]:8000"


def test_the_receipt_key_follows_the_secret() -> None:
    first, again, other = (Settings(secret_key=sign * 32).receipt_key for sign in "aab")  # type: ignore[arg-type]

    assert first == again != other


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("database_url", "mysql://comity@db/comity"),
        ("database_url", "comity.db"),
        ("redis_url", "localhost:6379"),
        ("public_url", "comity.example.edu"),
        ("public_url", "https://example.edu/comity"),
        ("port", "70000"),
        ("resolve_workers", "-1"),
        ("workers", "0"),
        ("metrics_port", "many"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, field: str, value: str
) -> None:
    monkeypatch.setenv(f"COMITY_{field.upper()}", value)

    with pytest.raises(ValidationError) as refusal:
        Settings()

    assert [error["loc"] for error in refusal.value.errors()] == [(field,)]


def test_a_secret_too_short_is_refused_without_being_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_SECRET_KEY", "too short to keep")

    with pytest.raises(ValidationError) as refusal:
        Settings()

    assert "secret_key needs" in str(refusal.value)
    assert "too short to keep" not in str(refusal.value)


@pytest.mark.parametrize(("metrics_port", "workers"), [(8000, 1), (7999, 2), (65535, 2)])
def test_figures_need_a_port_of_their_own_for_each_worker(metrics_port: int, workers: int) -> None:
    with pytest.raises(ValidationError, match="a port of its own for each worker"):
        Settings(port=8000, metrics_port=metrics_port, workers=workers)

    assert Settings(port=8000, metrics_port=9100, workers=workers).metrics_port == 9100
