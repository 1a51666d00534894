"""How several servers stand before their clients."""

from enum import Enum


class Front(Enum):
    """Their number is the same everywhere."""

    APART = "apart"
    """At a port each, between which every client goes to and fro."""
    ONE_DOOR = "one-door"
    """Behind a proxy that gives each connection to the next server that takes it."""
    WORKERS = "workers"
    """As the workers of one `comity serve`, which share a port, and a link to each of Postgres and Redis."""
