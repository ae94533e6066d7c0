"""Profile files: the rules of `netflix`, `bbc`, `relaxed`, or a user's own, read and checked.

A profile is a file of the folder `rules`, or any TOML, JSON or YAML file with the same keys. It
names the profile it is based on and only what differs; an own file without `base` is based on
`netflix`. `rules/netflix.toml` says what each key means and where its value is from.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import ConfigurationError, InvalidInputError
from shared.languages import get_language
from shared.paths import PROJECT_ROOT

_FOLDER = Path(__file__).parent / "rules"
BUILT_IN = ("netflix", "bbc", "relaxed")
DEFAULT = "default"
_KINDS = (".toml", ".json", ".yaml", ".yml")
_HINT = "SUBTITLE_PROFILE is netflix, bbc, relaxed, or the path of a .toml, .json or .yaml file."


class LanguageRules(BaseModel):
    """What a profile says of one language; what it leaves out is as in `default`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line_length: float = Field(ge=5, le=100)
    adult: float = Field(gt=0, le=100)
    children: float = Field(gt=0, le=100)
    sdh_adult: float = Field(gt=0, le=100)
    sdh_children: float = Field(gt=0, le=100)
    speaker_hyphen: str = Field(min_length=1, max_length=3)


class ProfileRules(BaseModel):
    """A whole profile; seconds, unless a key says frames."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    max_lines: int = Field(ge=1, le=2)
    min_duration: float = Field(gt=0, le=3)
    max_duration: float = Field(ge=3, le=20)
    min_gap_frames: int = Field(ge=0, le=12)
    open_gap: float = Field(ge=0, le=3)
    shot_window: float = Field(ge=0, le=2)
    in_time_frames: int = Field(ge=0, le=24)
    lead: float = Field(ge=0, le=1.5)
    linger: float = Field(ge=0, le=3)
    languages: dict[str, LanguageRules]

    def of(self, language: str) -> LanguageRules:
        """Returns a language's rules; one written in another script has the language's own."""
        for code in (language, language.partition("-")[0]):
            if code in self.languages:
                return self.languages[code]
        return self.languages[DEFAULT]


@cache
def load_rules(name: str) -> ProfileRules:
    """Reads a profile.

    Args:
        name: `netflix`, `bbc`, `relaxed`, or the path of a file, taken from the project's folder.

    Raises:
        ConfigurationError: If there is no such profile, or it is not as it must be.
    """
    values = _with_base(name, ())
    own = values.get("languages", {})
    values["languages"] = {key: {**own[DEFAULT], **row} for key, row in own.items()}
    try:
        return ProfileRules.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"The subtitle profile {name} has a wrong value at {where}: {first['msg']}.", _HINT
        ) from error


def _with_base(name: str, seen: tuple[str, ...]) -> dict[str, Any]:
    """Reads a profile and lays it over the one that it is based on."""
    if name in seen:
        raise ConfigurationError(f"The subtitle profile {name} is based on itself.", _HINT)
    values = _read(name)
    base = values.pop("base", None if name == BUILT_IN[0] else BUILT_IN[0])
    if base is None:
        return values
    under = _with_base(str(base), (*seen, name))
    rows = values.pop("languages", {})
    _check_rows(name, rows)
    languages = under["languages"]
    merged = {key: {**languages.get(key, {}), **rows.get(key, {})} for key in {*languages, *rows}}
    return {**under, **values, "languages": merged}


def _check_rows(name: str, rows: object) -> None:
    if not isinstance(rows, Mapping) or not all(isinstance(row, Mapping) for row in rows.values()):
        raise ConfigurationError(
            f"`languages` in the subtitle profile {name} is no table of tables.",
            "Write [languages.hi] and below it the keys of that language.",
        )
    for key in set(rows) - {DEFAULT}:
        try:
            get_language(str(key))
        except InvalidInputError as error:
            raise ConfigurationError(
                f"The subtitle profile {name}: {error.message}", "Or write `default`."
            ) from error


def _read(name: str) -> dict[str, Any]:
    path = _FOLDER / f"{name}.toml" if name in BUILT_IN else PROJECT_ROOT / Path(name).expanduser()
    if path.suffix.lower() not in _KINDS:
        raise ConfigurationError(f"There is no subtitle profile {name!r}.", _HINT)
    try:
        values = _parse(path)
    except OSError as error:
        raise ConfigurationError(
            f"The subtitle profile {path} cannot be read: {error.strerror}.", _HINT
        ) from error
    except ValueError as error:
        raise ConfigurationError(
            f"The subtitle profile {path} cannot be understood: {error}.", _HINT
        ) from error
    if not isinstance(values, dict):
        raise ConfigurationError(f"The subtitle profile {path} is no table of keys.", _HINT)
    return values


def _parse(path: Path) -> Any:
    """Parses a file by its suffix.

    Raises:
        ValueError: If its text is not of that kind.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix.lower() == ".toml":
        return tomllib.loads(text)
    if path.suffix.lower() == ".json":
        return json.loads(text)
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error).replace("\n", " ")) from error
