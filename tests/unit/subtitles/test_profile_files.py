import json
from pathlib import Path

import pytest

from cp_whisperx.subtitles.profile_files import BUILT_IN, load_rules
from cp_whisperx.subtitles.profiles import get_profile, profile_for
from shared.config import build_config
from shared.errors import ConfigurationError

OWN = {"base": "relaxed", "max_duration": 6.0, "languages": {"hi": {"adult": 12}}}


def _file(tmp_path: Path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_profile_that_is_shipped_has_all_keys(name: str) -> None:
    rules = load_rules(name)
    for language in ("hi", "en", "gu", "ta", "es", "ru", "zh", "ar", "hi-Latn", "fr"):
        assert rules.of(language).children <= rules.of(language).adult
        assert rules.of(language).adult <= rules.of(language).sdh_adult


def test_relaxed_and_bbc_give_more_time_than_netflix() -> None:
    for language in ("hi", "en", "gu", "zh"):
        fast = load_rules("netflix").of(language).adult
        assert load_rules("relaxed").of(language).adult < fast
        assert load_rules("bbc").of(language).adult < fast


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("own.json", json.dumps(OWN)),
        ("own.toml", 'base = "relaxed"\nmax_duration = 6.0\n[languages.hi]\nadult = 12\n'),
        ("own.yaml", "base: relaxed\nmax_duration: 6.0\nlanguages:\n  hi:\n    adult: 12\n"),
    ],
)
def test_an_own_file_overrides_only_what_it_names(tmp_path: Path, name: str, text: str) -> None:
    rules = load_rules(_file(tmp_path, name, text))
    assert (rules.max_duration, rules.of("hi").adult) == (6.0, 12)
    assert rules.of("hi").children == load_rules("relaxed").of("hi").children
    assert rules.of("gu") == load_rules("relaxed").of("gu")


def test_an_own_default_reaches_every_language_that_says_nothing_else(tmp_path: Path) -> None:
    rules = load_rules(_file(tmp_path, "own.json", '{"languages": {"default": {"adult": 10}}}'))
    assert rules.of("es").adult == rules.of("gu").adult == 10
    assert rules.of("en").adult == 20


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("own.json", "{", "cannot be understood"),
        ("own.yaml", "a: [", "cannot be understood"),
        ("own.toml", "a = ", "cannot be understood"),
        ("own.json", "[]", "no table of keys"),
        ("own.json", '{"speed": 3}', "speed"),
        ("own.json", '{"max_duration": "long"}', "max_duration"),
        ("own.json", '{"languages": {"hi": {"adult": -1}}}', "languages.hi.adult"),
        ("own.json", '{"languages": {"hi": 20}}', "no table of tables"),
        ("own.json", '{"languages": {"tlh": {"adult": 20}}}', "tlh"),
        ("own.json", '{"base": "other"}', "no subtitle profile 'other'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_rules(_file(tmp_path, name, text))


def test_a_profile_that_is_not_there_or_based_on_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_rules(str(tmp_path / "none.toml"))
    path = tmp_path / "loop.json"
    path.write_text(json.dumps({"base": str(path)}), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="based on itself"):
        load_rules(str(path))


def test_the_job_s_settings_choose_profile_and_audience() -> None:
    config = build_config([("test", {"SUBTITLE_PROFILE": "bbc", "SUBTITLE_AUDIENCE": "children"})])
    profile = profile_for("en", config)
    assert (profile.line_length, profile.reading_speed) == (37, 13)
    assert profile.name == "en-children"


def test_the_hard_of_hearing_get_their_own_speeds() -> None:
    assert get_profile("hi", sdh=True).reading_speed == 25
    assert get_profile("hi", "children", sdh=True).reading_speed == 20
    assert get_profile("hi", sdh=True).name == "hi-adult-sdh"
