"""Resolving `auto`: engines by language, by what is set up, with reasons."""

from pathlib import Path

import pytest

from shared.config import Config, load_config
from shared.engine_choice import (
    choose_engine,
    choose_engines,
    lacking_parts,
    output_languages,
    serves_pair,
    translation_chain,
)
from shared.engines import ENGINES, ROLES, engines_for, get_engine
from shared.environment_manager import EnvironmentManager
from shared.errors import ConfigurationError
from shared.paths import REQUIREMENTS_DIR


def config(**values: str) -> Config:
    return load_config(overrides={name.upper(): value for name, value in values.items()})


def test_every_engine_can_be_loaded_and_has_an_environment() -> None:
    for engine in ENGINES:
        assert (REQUIREMENTS_DIR / f"requirements-{engine.environment}.txt").is_file()
        assert callable(engine.load())
    assert all(engines_for(role) for role in ROLES)
    with pytest.raises(KeyError):
        get_engine("asr", "none")


def test_auto_takes_whisper_and_never_the_small_recogniser() -> None:
    choice = choose_engine("asr", config(source_language="en"))
    assert choice.name == "faster_whisper"
    assert "en" in choice.reason


def test_the_aligner_follows_language_and_model(tmp_path: Path) -> None:
    assert choose_engine("alignment", config(source_language="en")).name == "pocketsphinx"
    assert choose_engine("alignment", config(source_language="hi")).name == "recogniser"
    with_model = config(source_language="hi", alignment_model=str(tmp_path))
    assert choose_engine("alignment", with_model).name == "ctc"


def test_a_named_engine_is_taken_or_refused_with_a_reason() -> None:
    named = choose_engine("asr", config(source_language="en", asr_engine="pocketsphinx"))
    assert named.reason == "named in the configuration"
    with pytest.raises(ConfigurationError, match="There are: faster_whisper, pocketsphinx"):
        choose_engine("asr", config(asr_engine="whisper"))
    with pytest.raises(ConfigurationError, match="does not serve the language hi"):
        choose_engine("asr", config(source_language="hi", asr_engine="pocketsphinx"))


def test_auto_separates_only_where_engine_and_model_are_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = config(source_separation_model=str(tmp_path), cache_dir=str(tmp_path))
    absent = config(source_separation_model="htdemucs", cache_dir=str(tmp_path))
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, _name: True)
    assert choose_engine("separation", there).name == "demucs"
    assert choose_engine("separation", absent).name == "none"
    demucs = get_engine("separation", "demucs")
    assert lacking_parts(demucs, absent) == ["./bootstrap.sh --models htdemucs"]
    monkeypatch.setattr(EnvironmentManager, "is_ready", lambda _self, _name: False)
    assert choose_engine("separation", there).name == "none"
    assert lacking_parts(demucs, there) == ["./bootstrap.sh --envs demucs"]
    named = config(source_separation_engine="demucs")
    assert choose_engine("separation", named).name == "demucs"


def test_the_translation_chain() -> None:
    hindi = config(source_language="hi")
    own = translation_chain(hindi, "hi")
    assert own is not None
    assert own.name == "copy"
    gujarati = translation_chain(hindi, "gu")
    assert gujarati is not None
    assert gujarati.name == "nllb"
    assert "copy" not in (gujarati.name, *gujarati.fallbacks)


def test_output_languages_put_the_source_first_and_name_none_twice() -> None:
    assert output_languages(config(source_language="hi", target_languages="en,hi")) == ("hi", "en")
    translate = config(source_language="hi", target_languages="en", workflow="translate")
    assert output_languages(translate) == ("en",)


def test_a_target_that_no_engine_makes() -> None:
    wanted = {"source_language": "en", "target_languages": "gu", "translation_engine": "copy"}
    with pytest.raises(ConfigurationError, match="no engine translates en to gu"):
        choose_engines(config(**wanted))
    choices, missing = choose_engines(config(**wanted, translation_allow_missing="true"))
    assert missing == {"gu": "no engine translates en to gu"}
    assert choices["translation:en"].name == "copy"


def test_a_transcript_needs_no_translation_engine() -> None:
    choices, missing = choose_engines(config(workflow="transcribe", source_language="auto"))
    assert set(choices) == {"separation", "vad", "asr", "alignment"}
    assert not missing


def test_an_unknown_translation_engine() -> None:
    with pytest.raises(ConfigurationError, match="no translation engine 'babel'"):
        choose_engines(config(translation_engine="babel"))


@pytest.mark.parametrize(
    ("source", "target", "served"),
    [("hi", "en", True), ("en", "zh", True), ("en", "ja", True), ("ko", "ur", True),
     ("en", "hi-Latn", False), ("hi-Latn", "en", False), ("en", "xx", False), ("en", "en", False)],
)  # fmt: skip
def test_nllb_is_asked_only_for_scripts_it_writes(source: str, target: str, served: bool) -> None:
    assert serves_pair(get_engine("translation", "nllb"), source, target) is served


def test_a_target_in_a_script_that_no_engine_writes_is_told() -> None:
    with pytest.raises(ConfigurationError, match="no engine translates hi to hi-Latn"):
        choose_engines(config(source_language="hi", target_languages="en,hi-Latn"))
