"""The figures for Prometheus on a port of their own, while the server runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import start_http_server

from comity.config import Settings
from comity.house.building import NotReadyToServeError


@contextmanager
def figures_served(settings: Settings) -> Iterator[None]:
    """Where the settings name a port for them. Raises NotReadyToServeError when that cannot be had."""
    if not settings.metrics_port:
        yield
        return
    host, port = settings.metrics_host, settings.metrics_port
    try:
        server, _ = start_http_server(port, addr=host)
    except OSError as error:
        raise NotReadyToServeError(
            f"The figures cannot be served on {host}, port {port}: {error.strerror}. Choose another"
            " COMITY_METRICS_PORT or COMITY_METRICS_HOST, or set neither: then they are at /metrics, for this"
            " machine alone."
        ) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
