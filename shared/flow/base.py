"""What every model has in common."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Base of everything that flows: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Confidence = float | None
