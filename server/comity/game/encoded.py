"""Values that are JSON already: boards are written once, and pass as bytes through all that sends them."""

from typing import Any, Generic, TypeVar, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

T_co = TypeVar("T_co", covariant=True)


class Encoded(Generic[T_co]):
    """A `T_co` as the JSON that `comity.game.wire.encode` makes of it, and puts into what holds it.

    The board of one seat among 193 is some 20,000 objects, or one piece of memory that goes back to the
    system as a whole. The documents (OpenAPI, the live schema) say of an `Encoded[T_co]` what they say of
    a `T_co`.
    """

    __slots__ = ("json",)

    def __init__(self, json: bytes) -> None:
        self.json = json

    def __eq__(self, other: object) -> bool:
        return self.json == other.json if isinstance(other, Encoded) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.json)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        (shape,) = get_args(source)
        return handler(shape)
