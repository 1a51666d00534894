"""A server takes as many connections as it has open files for, and keeps some for its database."""

import json
import socket
import subprocess
import sys
from typing import Any

import pytest

from comity.commands import serve
from comity.config import Settings

ASKED = """
import json, resource
from comity.commands.open_files import connections_allowed

resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
allowed = connections_allowed({wanted})
print(json.dumps([allowed, resource.getrlimit(resource.RLIMIT_NOFILE)[0]]))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "wanted", "allowed", "soft_then"),
    [
        (2048, 2048, 1000, 1000, 2048),
        (256, 2048, 1000, 1000, 1200),
        (256, 1024, 6000, 824, 1024),
        (128, 128, 6000, 64, 128),
    ],
    ids=["enough", "raised", "raised_as_far_as_it_goes", "hardly_any"],
)
def test_given_a_limit_of_open_files_when_connections_are_wanted_then_some_files_stay_for_the_database(
    soft: int, hard: int, wanted: int, allowed: int, soft_then: int
) -> None:
    said = subprocess.run(
        [sys.executable, "-c", ASKED.format(soft=soft, hard=hard, wanted=wanted)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert json.loads(said.splitlines()[-1]) == [allowed, soft_then]


@pytest.mark.parametrize(
    ("settings", "connections"),
    [
        (Settings(connections_per_process=70), 70),
        (Settings(sockets_per_process=50), 150),
    ],
    ids=["said", "from_live_lines"],
)
def test_given_settings_when_a_server_is_made_then_it_takes_so_many_connections(
    settings: Settings, connections: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def server(config: Any, *_: object, **__: object) -> None:
        made.append(config.http.keywords["limits"].connections)
        raise NotImplementedError

    monkeypatch.setattr(serve, "share_one_heap", lambda: None)
    monkeypatch.setattr(serve, "give_back_gaps_for_good", lambda: None)
    monkeypatch.setattr(serve, "create_app", lambda _: None)
    monkeypatch.setattr(serve, "Server", server)

    with pytest.raises(NotImplementedError), socket.socket() as listening:
        serve.serve_here(settings, listening, demo=False)

    assert made == [connections]
