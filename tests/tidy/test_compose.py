"""The compose file, the image and the proxy's configuration fit together."""

import json
import re
from pathlib import PurePosixPath

import pytest
from pydantic import ValidationError
from tests.tidy import tree
from tests.tidy.compose import Compose, parse

SPOILED = {
    "an unknown key": ("    restart: unless-stopped\n    stop_grace_period: 1m", "    restrat: always"),
    "a duration without a unit": ("stop_grace_period: 1m", "stop_grace_period: '60'"),
    "an image without a version": ("image: postgres:16", "image: postgres"),
    "a volume that is not defined": ("  caddy: {}\n", ""),
    "a network that is not defined": ("networks: [inside, outside]", "networks: [inside, beyond]"),
    "a dependency that is not there": ("      migrate: { condition", "      migrat: { condition"),
    "a condition that does not exist": ("condition: service_completed_successfully", "condition: done"),
    "a health test in the wrong form": ("test: [CMD, redis-cli, ping]", "test: [redis-cli, ping]"),
    "waiting for one that never says": (
        "{ condition: service_completed_successfully }",
        "{ condition: service_healthy }",
    ),
}


@pytest.fixture(scope="module")
def compose() -> Compose:
    return parse(tree.files()["docker-compose.yml"])


def test_the_compose_file_is_valid_and_holds_the_whole_house(compose: Compose) -> None:
    assert set(compose.services) == {"postgres", "redis", "migrate", "server", "proxy"}


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_spoiled_compose_file_is_refused(spoil: str) -> None:
    good = tree.files()["docker-compose.yml"]
    old, new = SPOILED[spoil]
    assert old in good
    with pytest.raises(ValidationError):
        parse(good.replace(old, new, 1))


def test_two_servers_start_when_the_tables_are_up_to_date(compose: Compose) -> None:
    server, migrate = compose.services["server"], compose.services["migrate"]
    assert server.deploy is not None
    assert server.deploy.replicas == 2
    assert server.depends_on["migrate"].condition == "service_completed_successfully"
    assert migrate.command == ["comity", "db", "upgrade"]
    assert migrate.depends_on["postgres"].condition == "service_healthy"
    assert migrate.restart == "no"


def test_only_the_proxy_can_be_reached_from_outside(compose: Compose) -> None:
    assert compose.networks["inside"].internal
    outside = {
        name for name, service in compose.services.items() if service.ports or service.networks != ["inside"]
    }
    assert outside == {"proxy"}
    assert compose.services["proxy"].ports == ["80:80", "443:443"]


def test_servers_share_their_settings_and_carry_no_rights(compose: Compose) -> None:
    server, migrate = compose.services["server"], compose.services["migrate"]
    assert server.environment == migrate.environment
    assert {"COMITY_DATABASE_URL", "COMITY_REDIS_URL", "COMITY_PUBLIC_URL", "COMITY_SECRET_KEY"} <= set(
        server.environment
    )
    assert server.environment["COMITY_PUBLIC_URL"].startswith("https://")
    assert server.read_only
    assert server.cap_drop == ["ALL"]


def test_secrets_come_from_the_environment_file_only() -> None:
    text = tree.files()["docker-compose.yml"]
    example = tree.files()[".env.example"]
    asked = set(re.findall(r"\$\{(\w+)", text))
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert re.findall(r"\$\{(\w+)\}", text) == [], "write `:?`, so that a forgotten one stops the start"
    assert re.findall(r"^\w*(?:KEY|PASSWORD)=.+$", example, re.MULTILINE) == []
    assert "\n.env\n" in tree.files()[".gitignore"]


def test_files_that_are_mounted_are_there(compose: Compose) -> None:
    mounted = [volume.split(":")[0] for one in compose.services.values() for volume in one.volumes]
    files = [name.removeprefix("./") for name in mounted if name.startswith("./")]
    assert files == ["docs/deploy/Caddyfile"]
    assert set(files) <= set(tree.files())


def test_the_proxy_sends_everything_to_the_servers_port(compose: Compose) -> None:
    proxy = tree.files()["docs/deploy/Caddyfile"]
    assert re.search(r"^\{\$COMITY_DOMAIN\}$", proxy, re.MULTILINE)
    assert re.search(r"name server\n\s+port 8000\n", proxy)
    assert "COMITY_PORT=8000" in tree.files()["Dockerfile"]
    assert "server" in compose.services


def test_the_image_runs_without_rights_and_is_watched() -> None:
    final = tree.files()["Dockerfile"].rsplit("\nFROM ", 1)[1]
    users = re.findall(r"^USER (\S+)$", final, re.MULTILINE)
    assert users[-1] not in {"root", "0"}
    assert re.search(r"HEALTHCHECK .*\\\n.*/readyz", final)
    assert json.loads(final.rsplit("CMD ", 1)[1]) == ["comity", "serve"]


def test_the_image_copies_only_what_is_there_and_let_through() -> None:
    dockerfile = tree.files()["Dockerfile"]
    through = set(re.findall(r"^!(\S+)$", tree.files()[".dockerignore"], re.MULTILINE))
    known = set(tree.files()) | {str(up) for name in tree.files() for up in PurePosixPath(name).parents}
    sources = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert [source for source in sources if source not in known] == []
    assert [source for source in sources if source.split("/")[0] not in through] == []


def test_the_image_pins_its_bases() -> None:
    bases = re.findall(r"^FROM (\S+)", tree.files()["Dockerfile"], re.MULTILINE)
    assert [base for base in bases if not re.fullmatch(r"\w+:\d[\w.-]*", base)] == []
