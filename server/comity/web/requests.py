"""What clients may send, strictly: unknown fields and converted types are refused.

Nothing here names the caller's own seat: that comes from the session.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from comity.rules.views import VoteChoice

KEY_PATTERN = r"^[A-Za-z0-9_.:-]{1,64}$"
"""Ids and keys: ours are plain, so anything else is refused before it reaches a query."""

Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=512)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


def _written_date(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("date_type", "not a date in text")
    return value


WrittenDate = Annotated[date, BeforeValidator(_written_date), Field(strict=False)]


def example(fields: dict[str, Any]) -> ConfigDict:
    """The strict configuration of every body, with one example for the documentation."""
    return ConfigDict(extra="forbid", strict=True, frozen=True, json_schema_extra={"examples": [fields]})


class Nothing(BaseModel):
    """An empty object: the address says everything."""

    model_config = example({})


class NewInstructor(BaseModel):
    """`invite` is the token after `#` in the invitation link."""

    model_config = example(
        {"invite": "pLq3…", "name": "Ada Lovelace", "password": "a long sentence to remember"}
    )
    invite: Token
    name: Name
    password: Password


class LogIn(BaseModel):
    model_config = example({"name": "Ada Lovelace", "password": "a long sentence to remember"})
    name: Name
    password: Password


class NewClass(BaseModel):
    """`delete_on`: when the class and all that belongs to it shall be erased."""

    model_config = example({"name": "IR 101, Tuesday", "delete_on": "2027-07-31"})
    name: Name
    delete_on: WrittenDate | None = None


class NewGame(BaseModel):
    """`early` closes a turn as soon as all are ready; spectators lag `spectator_delay` turns behind."""

    model_config = example(
        {
            "scenario": "crash-course",
            "title": "Section A",
            "minutes_per_turn": 7,
            "early": True,
            "bots_fill": True,
        }
    )
    scenario: Key
    length: Key | None = None
    """One of the scenario's lengths; without, the game is played as it was written."""
    theory: Key | None = None
    """The theory that resolves it; without, the scenario's own."""
    title: Title | None = None
    minutes_per_turn: Annotated[int, Field(ge=1, le=43_200)] | None = None
    early: bool
    spectator_delay: Annotated[int, Field(ge=0, le=3)] = 0
    bots_fill: bool = False


class Extension(BaseModel):
    """`deadline_version` is the one last seen: whoever extends twice by accident extends once."""

    model_config = example({"minutes": 5, "deadline_version": 1})
    minutes: Annotated[int, Field(ge=1, le=43_200)]
    deadline_version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class Closing(BaseModel):
    """`turn` is the one that was seen open: whoever asks twice by accident closes it once."""

    model_config = example({"turn": 1})
    turn: Annotated[int, Field(ge=1, le=2**31 - 1)]


class BotSwitch(BaseModel):
    model_config = example({"on": True})
    on: bool


class NewInject(BaseModel):
    """An event of the scenario; `state` where it hits one, and not where it hits the world."""

    model_config = example({"event": "pandemic", "state": "fiji"})
    event: Key
    state: Key | None = None


class JoinCode(BaseModel):
    model_config = example({"code": "K7M2QX"})
    code: Code


class Join(BaseModel):
    """Takes a seat under a name. Several people may hold one seat."""

    model_config = example({"code": "K7M2QX", "name": "Grace", "seat": "usa"})
    code: Code
    name: Name
    seat: Key


class Claim(BaseModel):
    """`token` is what stands after `#` in a seat or spectator link; a seat link needs a `name`."""

    model_config = example({"token": "vT9x…", "name": "Grace"})
    token: Token
    name: Name | None = None


class ActionMove(BaseModel):
    model_config = example({"action": "foreign_aid", "target": "fiji", "effort": 2})
    action: Key
    target: Key | None = None
    effort: Annotated[int, Field(ge=0, le=100)] | None = None


class TablingMove(BaseModel):
    model_config = example({"resolution": "climate_compact", "institution": "un_general_assembly"})
    resolution: Key
    institution: Key
    target: Key | None = None


class Move(BaseModel):
    """A seat's move. What is left out keeps the stance, abstains, and does nothing."""

    model_config = example(
        {
            "stance": {"liberal": 4, "transformative": 3, "mercantilist": 2, "conservative": 1},
            "actions": [{"action": "foreign_aid", "target": "fiji", "effort": 2}],
            "votes": {"d1": "yes"},
            "tabled": [{"resolution": "climate_compact", "institution": "un_general_assembly"}],
            "answers": {"pandemic": "share_vaccines"},
        }
    )
    stance: Annotated[dict[Key, Annotated[int, Field(ge=0, le=10)]], Field(max_length=4)] | None = None
    actions: Annotated[list[ActionMove], Field(max_length=32)] | None = None
    votes: Annotated[dict[Key, VoteChoice], Field(max_length=64)] | None = None
    tabled: Annotated[list[TablingMove], Field(max_length=32)] | None = None
    answers: Annotated[dict[Key, Key], Field(max_length=32)] | None = None

    def body(self) -> dict[str, Any]:
        """The move as the rules read it: what was left out or null is absent."""
        return self.model_dump(exclude_none=True)


class Readiness(BaseModel):
    model_config = example({"ready": True})
    ready: bool


class Statement(BaseModel):
    model_config = example({"text": "We will not be the first to raise tariffs."})
    text: Words


class Cable(BaseModel):
    """`to`: the seats that may read it."""

    model_config = example({"to": ["china"], "text": "Shall we table it together?"})
    to: Annotated[list[Key], Field(min_length=1, max_length=64)]
    text: Words


class NewSpectatorLink(BaseModel):
    """`show_out`: whether everybody who watches by an older link shall leave."""

    model_config = example({"show_out": False})
    show_out: bool = False


class TicketWish(BaseModel):
    model_config = example({"game": "g7Kx2"})
    game: Key


ExportFormat = Literal["json", "csv"]
