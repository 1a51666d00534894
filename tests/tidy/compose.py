"""The part of the Compose specification that `docker-compose.yml` uses, strict: an unknown key is an error.

It stands in for `docker compose config`, which needs a program that a test machine need not have.
"""

from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

Duration = Annotated[str, Field(pattern=r"^(\d+(us|ms|s|m|h))+$")]
Command = Annotated[list[str], Field(min_length=1)]
Condition = Literal["service_started", "service_healthy", "service_completed_successfully"]


class Strict(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class Healthcheck(Strict):
    """How the engine asks whether a service is well; `disable` turns the image's own off."""

    test: Command | None = None
    interval: Duration | None = None
    timeout: Duration | None = None
    start_period: Duration | None = None
    retries: Annotated[int, Field(ge=1)] | None = None
    disable: bool = False

    @model_validator(mode="after")
    def asks_or_is_off(self) -> Self:
        """It has a test, in the form that the engine takes, or is disabled."""
        if self.disable == (self.test is not None):
            raise ValueError("give either a test or `disable: true`")
        if self.test is not None and self.test[0] not in {"CMD", "CMD-SHELL"}:
            raise ValueError("a test begins with CMD or CMD-SHELL")
        return self


class Dependency(Strict):
    """What must be so before a service starts."""

    condition: Condition


class Deploy(Strict):
    """How many of a service run."""

    replicas: Annotated[int, Field(ge=1)]


class Service(Strict):
    """One service, with every key that this project uses."""

    build: str | None = None
    image: Annotated[str, Field(pattern=r"^[a-z0-9./-]+:[\w.-]+$")]
    command: Command | None = None
    environment: dict[str, str] = Field(default_factory=dict)
    ports: list[Annotated[str, Field(pattern=r"^\d+:\d+$")]] = Field(default_factory=list)
    volumes: list[Annotated[str, Field(pattern=r"^[^:]+:/[^:]+(:ro)?$")]] = Field(default_factory=list)
    networks: Annotated[list[str], Field(min_length=1)]
    depends_on: dict[str, Dependency] = Field(default_factory=dict)
    healthcheck: Healthcheck
    deploy: Deploy | None = None
    restart: Literal["no", "always", "on-failure", "unless-stopped"]
    stop_grace_period: Duration | None = None
    init: bool = False
    read_only: bool = False
    tmpfs: list[str] = Field(default_factory=list)
    cap_drop: list[str] = Field(default_factory=list)
    security_opt: list[str] = Field(default_factory=list)


class Network(Strict):
    """A network; an internal one reaches nothing outside."""

    internal: bool = False


class Compose(Strict):
    """The whole file. What one part names, another must define."""

    name: str
    services: dict[str, Service]
    networks: dict[str, Network]
    volumes: dict[str, Strict]

    @model_validator(mode="after")
    def names_lead_somewhere(self) -> Self:
        """Networks, volumes and dependencies exist, and one that must be healthy can say so."""
        for name, service in self.services.items():
            for network in service.networks:
                if network not in self.networks:
                    raise ValueError(f"{name} joins the network {network}, which is not defined")
            for volume in service.volumes:
                source = volume.split(":", 1)[0]
                if not source.startswith(".") and source not in self.volumes:
                    raise ValueError(f"{name} mounts the volume {source}, which is not defined")
            for other, dependency in service.depends_on.items():
                if other not in self.services:
                    raise ValueError(f"{name} depends on {other}, which is not defined")
                if dependency.condition == "service_healthy" and self.services[other].healthcheck.disable:
                    raise ValueError(f"{name} waits until {other} is healthy, which {other} never says")
        return self


def parse(text: str) -> Compose:
    """The file as the engine would read it: merge keys resolved, extension fields dropped."""
    document: dict[str, Any] = yaml.safe_load(text)
    return Compose.model_validate({key: value for key, value in document.items() if not key.startswith("x-")})
