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
from shared.model_catalog import find_model
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


def test_apple_silicon_has_an_engine_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.engine_choice.detect_device", lambda: "mps")
    assert choose_engine("asr", config()).name == "mlx"
    assert choose_engine("asr", config(device="cpu")).name == "faster_whisper"
    monkeypatch.setattr("shared.engine_choice.detect_device", lambda: "cuda")
    assert choose_engine("asr", config()).name == "faster_whisper"
    assert choose_engine("asr", config(asr_engine="mlx")).reason == "named in the configuration"


def test_the_aligner_follows_the_language(tmp_path: Path) -> None:
    here = {"cache_dir": str(tmp_path)}
    assert choose_engine("alignment", config(source_language="en", **here)).name == "pocketsphinx"
    hindi = choose_engine("alignment", config(source_language="hi", **here))
    assert hindi.name == "recogniser"
    assert "wav2vec2 needs ./bootstrap.sh --models align-hi" in hindi.reason


@pytest.mark.parametrize(
    ("file", "engine"),
    [("model.onnx", "ctc"), ("model.safetensors", "wav2vec2"), ("pytorch_model.bin", "wav2vec2")],
)
def test_the_aligner_follows_the_models_kind(tmp_path: Path, file: str, engine: str) -> None:
    (tmp_path / file).touch()
    with_model = config(source_language="hi", alignment_model=str(tmp_path))
    assert choose_engine("alignment", with_model).name == engine


def test_a_model_that_was_fetched_or_is_named_is_used(tmp_path: Path) -> None:
    named = config(source_language="hi", alignment_model="align-ta", cache_dir=str(tmp_path))
    assert choose_engine("alignment", named).name == "wav2vec2"
    model = find_model("align-any")
    assert model is not None
    (tmp_path / "models" / model.name).mkdir(parents=True)
    for name in model.files:
        (tmp_path / "models" / model.name / name).touch()
    # The language's own is not here, but the one for all languages is.
    fetched = config(source_language="hi", cache_dir=str(tmp_path))
    assert choose_engine("alignment", fetched).name == "wav2vec2"


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "nowhere", "large-v3"):
        with pytest.raises(ConfigurationError, match="No alignment engine can use the model"):
            choose_engine("alignment", config(alignment_model=str(wrong)))


def test_a_named_engine_is_taken_or_refused_with_a_reason() -> None:
    named = choose_engine("asr", config(source_language="en", asr_engine="pocketsphinx"))
    assert named.reason == "named in the configuration"
    with pytest.raises(ConfigurationError, match="There are: mlx, faster_whisper, .* script"):
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
    assert set(choices) == {"separation", "vad", "diarization", "asr", "alignment"}
    assert not missing


def test_speakers_are_told_apart_only_by_what_is_there_already(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built: set[str] = set()
    monkeypatch.setattr(
        "shared.environment_manager.EnvironmentManager.is_ready", lambda _, name: name in built
    )
    settings = config(cache_dir=str(tmp_path))
    assert choose_engine("diarization", settings).name == "one_speaker"
    built.add("pyannote")
    assert choose_engine("diarization", settings).name == "embeddings"
    with_model = config(cache_dir=str(tmp_path), diarization_model=str(tmp_path))
    assert choose_engine("diarization", with_model).name == "pyannote"


def test_no_engine_is_chosen_for_what_is_off_or_given(tmp_path: Path) -> None:
    for values in ({"diarization_enabled": "false"}, {"diarization_rttm": str(tmp_path)}):
        choices, _ = choose_engines(config(workflow="transcribe", **values))
        assert "diarization" not in choices


def test_the_sources_own_words_in_other_letters_need_no_translation() -> None:
    for named in ("auto", "nllb"):
        roman = translation_chain(config(source_language="hi", translation_engine=named), "hi-Latn")
        assert roman is not None
        assert (roman.name, roman.fallbacks) == ("romanise", ())


def test_an_unknown_translation_engine() -> None:
    with pytest.raises(ConfigurationError, match="no translation engine 'babel'"):
        choose_engines(config(translation_engine="babel"))


@pytest.mark.parametrize(
    ("source", "target", "served"),
    [("hi", "en", True), ("en", "zh", True), ("en", "ja", True), ("ko", "ur", True),
     ("en", "hi-Latn", False), ("hi-Latn", "en", True), ("en", "xx", False), ("en", "en", False)],
)  # fmt: skip
def test_nllb_is_asked_only_for_scripts_it_writes(source: str, target: str, served: bool) -> None:
    assert serves_pair(get_engine("translation", "nllb"), source, target) is served


def test_a_target_in_a_script_that_no_engine_writes_is_told() -> None:
    with pytest.raises(ConfigurationError, match="no engine translates en to hi-Latn"):
        choose_engines(config(source_language="en", target_languages="es,hi-Latn"))


def a_folder(root: Path) -> str:
    root.mkdir()
    return str(root)


def test_indictrans2_goes_first_where_it_is_set_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built: set[str] = set()
    monkeypatch.setattr(
        "shared.environment_manager.EnvironmentManager.is_ready", lambda _, name: name in built
    )
    here = {"source_language": "hi", "cache_dir": str(tmp_path / "cache")}
    without = translation_chain(config(**here), "gu")
    assert without is not None
    assert (without.name, without.fallbacks) == ("nllb", ())
    assert "./bootstrap.sh --envs indictrans2" in without.reason
    assert "./bootstrap.sh --models indictrans2-indic-indic-dist-320M" in without.reason
    built.add("indictrans2")
    here["indictrans2_indic_indic_model"] = a_folder(tmp_path / "model")
    gujarati = translation_chain(config(**here), "gu")
    assert gujarati is not None
    assert (gujarati.name, gujarati.fallbacks) == ("indictrans2", ("nllb",))
    # The model for this direction is not here, and this pair is none of its own.
    for target in ("en", "es"):
        other = translation_chain(config(**here), target)
        assert other is not None
        assert other.name == "nllb"
        assert ("indictrans2" in other.reason) is (target == "en")


def test_indictrans2_is_taken_by_name_though_its_model_has_to_be_fetched(tmp_path: Path) -> None:
    named = config(
        source_language="hi", translation_engine="indictrans2,nllb", cache_dir=str(tmp_path)
    )
    choice = translation_chain(named, "en")
    assert choice is not None
    assert (choice.name, choice.fallbacks) == ("indictrans2", ("nllb",))
    assert translation_chain(named, "es").name == "nllb"  # type: ignore[union-attr]


ENDPOINT = {"llm_base_url": "http://localhost:9/v1", "llm_model": "small"}


def test_a_language_model_takes_part_by_setting_alone(tmp_path: Path) -> None:
    cache = {"cache_dir": str(tmp_path)}
    off = translation_chain(config(**ENDPOINT, **cache), "en")
    first = translation_chain(config(llm_mode="translate", **ENDPOINT, **cache), "en")
    reviser = translation_chain(config(llm_mode="revise", **ENDPOINT, **cache), "en")
    assert off is not None
    assert first is not None
    assert reviser is not None
    assert (off.name, off.fallbacks, off.reviser) == ("nllb", (), "")
    assert (first.name, first.fallbacks, first.reviser) == ("llm", ("nllb",), "")
    assert first.reason == "by LLM_MODE"
    assert (reviser.name, reviser.fallbacks, reviser.reviser) == ("nllb", (), "llm")


def test_the_source_languages_own_track_costs_nothing() -> None:
    for mode in ("translate", "revise"):
        own = translation_chain(config(source_language="hi", llm_mode=mode, **ENDPOINT), "hi")
        assert own is not None
        assert (own.name, own.fallbacks, own.reviser) == ("copy", (), "")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"llm_mode": "translate"}, "LLM_BASE_URL and LLM_MODEL are empty"),
        ({"llm_mode": "revise", "llm_base_url": "http://x/v1"}, "LLM_MODEL is empty"),
        ({"translation_engine": "llm,nllb", **ENDPOINT}, "names llm, and LLM_MODE is off"),
    ],
)
def test_a_language_model_that_cannot_take_part_is_told(
    values: dict[str, str], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        choose_engines(config(source_language="hi", target_languages="en", **values))


def test_a_language_model_writes_what_nllb_cannot_and_ones_own_words_need_none() -> None:
    english = config(source_language="en", llm_mode="translate", **ENDPOINT)
    choice = translation_chain(english, "hi-Latn")
    assert choice is not None
    assert (choice.name, choice.fallbacks) == ("llm", ())
    hindi = config(source_language="hi", llm_mode="translate", **ENDPOINT)
    own = translation_chain(hindi, "hi-Latn")
    assert own is not None
    assert own.name == "romanise"


def test_both_forms_of_chinese_are_served() -> None:
    nllb = get_engine("translation", "nllb")
    assert serves_pair(nllb, "hi", "zh")
    assert serves_pair(nllb, "hi", "zh-Hant")
