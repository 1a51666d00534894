"""`.ci/audit` against a service of advisories on this machine: what it says, and when it fails."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from tests.tidy import tree

NO_HOLES: Final[Mapping[str, Any]] = {}
PYTHON_HOLE: Final = {
    "vulns": [
        {
            "id": "PYSEC-2026-1",
            "summary": "A hole for this test",
            "modified": "2026-01-01T00:00:00Z",
            "affected": [
                {
                    "package": {"name": "anyio", "ecosystem": "PyPI"},
                    "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
                }
            ],
        }
    ]
}
CLIENT_HOLE: Final = {
    "svelte": [
        {
            "id": 1,
            "url": "https://example.test/advisories/1",
            "title": "A hole for this test",
            "severity": "low",
            "vulnerable_versions": "*",
        }
    ]
}
NOT_RUN: Final = {
    "python": "THE AUDIT OF THE PYTHON PACKAGES WAS NOT RUN",
    "client": "THE AUDIT OF THE CLIENT'S PACKAGES WAS NOT RUN",
}


@contextmanager
def service(*, python: Any = None, client: Any = None) -> Iterator[str]:
    """A service that knows these holes, of one Python package and of the client; None is refused with 503."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/query":
                self.say(python if python is None or b'"anyio"' in asked else NO_HOLES)
            else:
                self.say(client)

        def do_GET(self) -> None:
            self.send_error(404)

        def say(self, answer: Any) -> None:
            body = json.dumps(answer).encode()
            self.send_response(503 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing among the results of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def audit(url: str) -> tuple[int, str]:
    """The exit code, and all that was said."""
    asked = {"COMITY_OSV_URL": f"{url}/v1/query", "COMITY_NPM_AUDIT_URL": url, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        [tree.ROOT / ".ci" / "audit"],
        env={**os.environ, **asked},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_where_nothing_can_be_asked_it_says_so_loudly_and_does_not_fail() -> None:
    with service() as url:
        code, said = audit(url)
    assert code == 0
    assert all(one in said for one in NOT_RUN.values())


def test_where_no_hole_is_known_it_passes_and_claims_no_more() -> None:
    with service(python=NO_HOLES, client=NO_HOLES) as url:
        code, said = audit(url)
    assert code == 0, said
    assert "No known vulnerabilities found" in said
    assert "found 0 vulnerabilities" in said
    assert not any(one in said for one in NOT_RUN.values())


def test_a_hole_in_a_python_package_fails_though_the_other_service_is_away() -> None:
    with service(python=PYTHON_HOLE) as url:
        code, said = audit(url)
    assert code == 1, said
    assert "PYSEC-2026-1" in said
    assert NOT_RUN["client"] in said
    assert NOT_RUN["python"] not in said


def test_a_hole_in_what_the_client_is_built_of_fails_though_the_other_service_is_away() -> None:
    with service(client=CLIENT_HOLE) as url:
        code, said = audit(url)
    assert code == 1, said
    assert "A hole for this test" in said
    assert NOT_RUN["python"] in said
    assert NOT_RUN["client"] not in said
