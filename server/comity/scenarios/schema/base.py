"""What every document has in common: keys, points and words."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Key = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Points = Annotated[float, Field(ge=0, le=100)]
Line = Annotated[str, Field(min_length=1, max_length=160)]
Words = Annotated[str, Field(min_length=1, max_length=1200)]


class Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class TenPoints(Document):
    """Ten points over the four globalisms."""

    liberal: Annotated[float, Field(ge=0, le=10)] = 0
    transformative: Annotated[float, Field(ge=0, le=10)] = 0
    mercantilist: Annotated[float, Field(ge=0, le=10)] = 0
    conservative: Annotated[float, Field(ge=0, le=10)] = 0

    @model_validator(mode="after")
    def _ten(self) -> Self:
        total = self.liberal + self.transformative + self.mercantilist + self.conservative
        if abs(total - 10) > 1e-6:
            raise ValueError(f"the four points add up to {total:g}; make them add up to 10")
        return self
