"""Which model an engine uses: the one named, or the language's."""

from pathlib import Path

import pytest

from shared.config import Config, load_config
from shared.engine_models import is_usable, model_named, models_named
from shared.engines import get_engine
from shared.model_catalog import find_model

WAV2VEC2, CTC = get_engine("alignment", "wav2vec2"), get_engine("alignment", "ctc")


def config(folder: Path, **values: str) -> Config:
    given = {name.upper(): value for name, value in values.items()}
    return load_config(overrides={"CACHE_DIR": str(folder)} | given)


def fetched(folder: Path, name: str) -> None:
    model = find_model(name)
    assert model is not None
    (folder / "models" / name).mkdir(parents=True)
    for file in model.files:
        (folder / "models" / name / file).touch()


@pytest.mark.parametrize(
    ("language", "name"),
    [("hi", "align-hi"), ("gu", "align-gu"), ("en", "align-en"), ("ne", "align-any"),
     ("auto", "align-any")],
)  # fmt: skip
def test_auto_is_the_languages_model(tmp_path: Path, language: str, name: str) -> None:
    own = config(tmp_path, source_language=language, workflow="transcribe")
    assert model_named(WAV2VEC2, own) == name
    assert model_named(CTC, own) == ""
    assert not is_usable(WAV2VEC2, own)
    fetched(tmp_path, name)
    assert is_usable(WAV2VEC2, own)
    assert not is_usable(CTC, own)


def test_a_model_for_all_languages_that_is_here_goes_before_one_that_is_not(tmp_path: Path) -> None:
    fetched(tmp_path, "align-any")
    assert model_named(WAV2VEC2, config(tmp_path, source_language="hi")) == "align-any"
    fetched(tmp_path, "align-hi")
    assert model_named(WAV2VEC2, config(tmp_path, source_language="hi")) == "align-hi"


def test_a_folder_is_for_the_engine_that_reads_its_files(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").touch()
    own = config(tmp_path, alignment_model=str(tmp_path))
    assert (is_usable(CTC, own), is_usable(WAV2VEC2, own)) == (True, False)
    assert model_named(CTC, own) == str(tmp_path)


def test_a_known_model_that_is_named_will_be_fetched(tmp_path: Path) -> None:
    own = config(tmp_path, alignment_model="align-ta")
    assert (is_usable(CTC, own), is_usable(WAV2VEC2, own)) == (False, True)


def test_engines_without_a_choice_of_models(tmp_path: Path) -> None:
    own = config(tmp_path, alignment_model="")
    assert is_usable(get_engine("alignment", "recogniser"), own)
    assert model_named(get_engine("alignment", "recogniser"), own) == ""
    assert is_usable(get_engine("asr", "faster_whisper"), own)
    assert model_named(get_engine("asr", "faster_whisper"), own) == "large-v3"
    assert not is_usable(WAV2VEC2, own)


def test_a_model_for_each_direction_is_found_by_the_pair(tmp_path: Path) -> None:
    indic = get_engine("translation", "indictrans2")
    hindi = config(tmp_path, source_language="hi", target_languages="en,gu,ta,es")
    assert model_named(indic, hindi, "en") == "indictrans2-indic-en-dist-200M"
    assert model_named(indic, hindi, "gu") == "indictrans2-indic-indic-dist-320M"
    assert model_named(indic, hindi, "es") == ""
    assert models_named(indic, hindi) == [
        "indictrans2-indic-en-dist-200M",
        "indictrans2-indic-indic-dist-320M",
    ]
    english = config(tmp_path, source_language="en", target_languages="hi,gu")
    assert models_named(indic, english) == ["indictrans2-en-indic-dist-200M"]


def test_an_engine_with_one_model_names_it_whatever_the_targets(tmp_path: Path) -> None:
    nllb = get_engine("translation", "nllb")
    assert models_named(nllb, config(tmp_path)) == ["nllb-200-distilled-600M"]
    assert models_named(get_engine("translation", "copy"), config(tmp_path)) == []
