"""How one parameter is declared, and how its text becomes a value."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.paths import PROJECT_ROOT
from shared.settings.base import (
    CommaList,
    FloatList,
    LanguageCode,
    LanguageList,
    LogLevel,
    OptionalFloat,
    OptionalInt,
    OptionalPath,
    SettingsGroup,
    UserPath,
    setting,
)


class Topic(SettingsGroup):
    """Parameters of a test."""

    names: CommaList = setting(("a",), "Names", "None")
    shares: FloatList = setting((0.5,), "Shares", "None")
    seconds: OptionalFloat = setting(None, "Seconds", "None", ge=0)
    count: OptionalInt = setting(None, "Count", "None")
    folder: UserPath = setting("~/made", "Folder", "None")
    log: LogLevel = setting("INFO", "Log", "None")
    language: LanguageCode = setting("hi", "Language", "None")
    targets: LanguageList = setting(("en",), "Targets", "None")
    film: OptionalPath = setting(None, "Film", "None")
    level: int = setting(
        3, "How much", "More of it", stages=("asr", "mux"), values="1 to 5", ge=1, le=5
    )


def read(**values: str) -> Topic:
    return Topic.model_validate(values)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("en", ("en",)),
        ("en, gu ,hi", ("en", "gu", "hi")),
        (" en,,gu, ", ("en", "gu")),
        ("", ()),
        (" , ", ()),
    ],
)
def test_a_list_is_parted_at_commas(text: str, wanted: tuple[str, ...]) -> None:
    assert read(names=text).names == wanted


def test_a_list_of_numbers_holds_numbers() -> None:
    assert read(shares="0, 0.25,1").shares == (0.0, 0.25, 1.0)
    with pytest.raises(ValidationError, match="shares"):
        read(shares="0.5,half")


@pytest.mark.parametrize("text", ["", " , ", "-1", "0.5,nan", "inf"])
def test_a_list_of_numbers_has_one_and_none_below_nought(text: str) -> None:
    with pytest.raises(ValidationError, match="shares"):
        read(shares=text)


@pytest.mark.parametrize("blank", ["", "  ", "\t"])
def test_an_empty_optional_is_not_given(blank: str) -> None:
    topic = read(seconds=blank, count=blank, film=blank)
    assert (topic.seconds, topic.count, topic.film) == (None, None, None)


def test_an_optional_that_is_given_is_a_number_within_its_limits() -> None:
    assert (read(seconds="1.5").seconds, read(count="7").count) == (1.5, 7)
    with pytest.raises(ValidationError, match="seconds"):
        read(seconds="-1")
    with pytest.raises(ValidationError, match="count"):
        read(count="7.5")


def test_an_empty_parameter_that_is_not_optional_is_refused() -> None:
    with pytest.raises(ValidationError, match="level"):
        read(level="")


def test_the_users_home_is_expanded_in_paths_and_in_their_defaults() -> None:
    assert read().folder == Path.home() / "made"
    assert read(film="~/a.mkv").film == Path.home() / "a.mkv"
    assert read(film="a~b.mkv").film == Path("a~b.mkv")


def test_a_relative_folder_is_taken_from_the_projects_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(folder="made").folder == PROJECT_ROOT / "made"
    assert read(folder=str(tmp_path)).folder == tmp_path


@pytest.mark.parametrize(
    ("text", "wanted"), [("debug", "DEBUG"), (" Error ", "ERROR"), ("warn", "WARNING")]
)
def test_a_log_level_may_be_written_in_any_case(text: str, wanted: str) -> None:
    assert read(log=text).log == wanted


def test_a_log_level_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="log"):
        read(log="loud")


def test_language_codes_are_written_one_way_and_named_once() -> None:
    assert read(language="HI").language == "hi"
    assert read(targets="EN, en,hi-latn").targets == ("en", "hi-Latn")
    assert read(language="xx-unknown").language == "xx-unknown"


def test_limits_are_kept() -> None:
    assert read(level="5").level == 5
    with pytest.raises(ValidationError, match="less than or equal to 5"):
        read(level="6")


def test_a_default_outside_its_limits_is_refused() -> None:
    class Wrong(SettingsGroup):
        """A topic with a default that its own limits forbid."""

        level: int = setting(9, "How much", "More of it", le=5)

    with pytest.raises(ValidationError, match="level"):
        Wrong()


def test_an_unknown_parameter_is_refused_and_values_are_fixed() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        read(levle="3")
    with pytest.raises(ValidationError, match="frozen"):
        read().level = 4  # type: ignore[misc]


def test_what_a_row_says_of_itself_is_kept() -> None:
    level = Topic.model_fields["level"]
    assert level.description == "How much"
    assert level.json_schema_extra == {
        "impact": "More of it", "stages": ["asr", "mux"], "values": "1 to 5"
    }  # fmt: skip
    names = Topic.model_fields["names"].json_schema_extra
    assert names == {"impact": "None", "stages": [], "values": ""}
