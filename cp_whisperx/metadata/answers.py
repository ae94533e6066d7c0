"""The parts of TMDB's answers that are used; field names as in its documentation of version 3."""

from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

# TMDB writes null where it knows nothing.
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class Answer(BaseModel):
    """Base of all answers: unknown fields are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Hit(Answer):
    """A film or series in a list of search results."""

    id: int
    title: Text = Field("", validation_alias=AliasChoices("title", "name"))
    original_title: Text = Field(
        "", validation_alias=AliasChoices("original_title", "original_name")
    )
    date: Text = Field("", validation_alias=AliasChoices("release_date", "first_air_date"))
    popularity: float = 0.0

    @property
    def year(self) -> int | None:
        """The year of the first release, if TMDB knows it."""
        start = self.date[:4]
        return int(start) if start.isascii() and start.isdigit() else None


class SearchPage(Answer):
    """A page of search results."""

    results: tuple[Hit, ...]


class CastMember(Answer):
    """An actor and the role as the cast list words it. Gender: 1 female, 2 male, 3 non-binary."""

    name: Text = ""
    character: Text = ""
    gender: int | None = None


class CrewMember(Answer):
    """Somebody behind the camera."""

    name: Text = ""
    job: Text = ""


class Credits(Answer):
    """Cast and crew."""

    cast: tuple[CastMember, ...] = ()
    crew: tuple[CrewMember, ...] = ()


class Genre(Answer):
    """A genre."""

    name: Text = ""


class Details(Hit):
    """All about one film or series."""

    original_language: str | None = None
    overview: Text = ""
    genres: tuple[Genre, ...] = ()
    credits: Credits = Credits()
