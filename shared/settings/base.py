"""How one parameter is described, and the value types that parameters have."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from shared.languages import canonical_code
from shared.paths import PROJECT_ROOT


def split(value: object) -> object:
    """Turns `a, b` into `("a", "b")`; other values pass."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _not_empty(values: tuple[float, ...]) -> tuple[float, ...]:
    if not values:
        raise ValueError("At least one number is needed")
    return values


def one_spelling(value: object) -> object:
    """Takes words of a list in any case and each one once."""
    return tuple(dict.fromkeys(map(str.lower, value))) if isinstance(value, tuple) else value


def _blank_to_none(value: object) -> object:
    """An empty parameter means that it is not given."""
    return None if isinstance(value, str) and not value.strip() else value


def _level(value: object) -> object:
    """Takes a log level in any case, and `warn` for `WARNING`."""
    if not isinstance(value, str):
        return value
    return "WARNING" if value.strip().upper() == "WARN" else value.strip().upper()


def _languages(value: object) -> object:
    """Takes language codes in any case and each one once; what is not known passes."""
    if isinstance(value, str):
        return canonical_code(value)
    return tuple(dict.fromkeys(map(canonical_code, value))) if isinstance(value, tuple) else value


def _from_root(value: object) -> object:
    """Expands `~`; a relative path is taken from the project's folder, wherever one works."""
    return PROJECT_ROOT / Path(value).expanduser() if isinstance(value, str) else value


def _auto_to_zero(value: object) -> object:
    """Takes `auto` for 0."""
    return 0 if isinstance(value, str) and value.strip().lower() == "auto" else value


def _zero_to_auto(value: float) -> float | str:
    return value or "auto"


def _expand(value: object) -> object:
    """Expands `~` in paths."""
    return Path(value).expanduser() if isinstance(value, str) else value


LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_level)
]
LanguageCode = Annotated[str, BeforeValidator(_languages)]
LanguageList = Annotated[tuple[str, ...], BeforeValidator(_languages), BeforeValidator(split)]
CommaList = Annotated[tuple[str, ...], BeforeValidator(split)]
# One or more numbers from 0.
FloatList = Annotated[
    tuple[Annotated[float, Field(ge=0, allow_inf_nan=False)], ...],
    AfterValidator(_not_empty),
    BeforeValidator(split),
]
OptionalFloat = Annotated[float | None, BeforeValidator(_blank_to_none)]
OptionalInt = Annotated[int | None, BeforeValidator(_blank_to_none)]
# 0 stands for auto: what the number is for finds it out.
AutoCount = Annotated[int, BeforeValidator(_auto_to_zero), PlainSerializer(_zero_to_auto)]
AutoRate = Annotated[float, BeforeValidator(_auto_to_zero), PlainSerializer(_zero_to_auto)]
UserPath = Annotated[Path, BeforeValidator(_from_root)]
OptionalPath = Annotated[Path | None, BeforeValidator(_expand), BeforeValidator(_blank_to_none)]


class SettingsGroup(BaseModel):
    """A topic's parameters. The attribute `some_name` is the parameter `SOME_NAME`."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def setting(
    default: object,
    purpose: str,
    impact: str,
    *,
    stages: tuple[str, ...] = (),
    values: str = "",
    **constraints: Any,
) -> Any:
    """Declares one parameter.

    Args:
        default: Its default.
        purpose: What it is for, one line.
        impact: What changing it does.
        stages: Stages whose output it changes; part of their fingerprint. Empty: none.
        values: The values it takes, in words, where the type does not say it.
        constraints: Limits that pydantic checks, such as `ge` and `le`.
    """
    extra: dict[str, Any] = {"impact": impact, "stages": list(stages), "values": values}
    return Field(default, description=purpose, json_schema_extra=extra, **constraints)
