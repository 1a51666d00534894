"""How several servers stand before their clients."""

from enum import Enum


class Front(Enum):
    """`words` go on after "three servers"."""

    APART = "apart"
    ONE_DOOR = "one-door"
    WORKERS = "workers"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Front.APART: "at a port each, between which every client goes to and fro",
    Front.ONE_DOOR: "behind a proxy that gives each connection to the next server that takes it",
    Front.WORKERS: "as the workers of one `comity serve --workers 3`, which share a port, and"
    " a link to each of Postgres and Redis",
}
