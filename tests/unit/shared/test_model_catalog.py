import re
from pathlib import Path

import pytest

from shared import model_catalog
from shared.config import load_config
from shared.engine_models import model_named
from shared.engines import ENGINES
from shared.errors import ConfigurationError
from shared.languages import LANGUAGES
from shared.model_catalog import aligners_for, catalog, find_model


def test_every_row_is_whole() -> None:
    for row in catalog():
        assert row.sources
        assert row.megabytes > 0
        assert row.licence
        assert len(set(row.files)) == len(row.files)
        weights = ("model.bin", "weights.npz", "pytorch_model.bin")
        known = any(name in weights or name.endswith(".safetensors") for name in row.files)
        assert row.gated or known
        for source in row.sources:
            assert re.fullmatch(r"[\w.-]+/[\w.-]+", source.repo)


def test_names_are_unique() -> None:
    names = [name for row in catalog() for name in (row.name, *row.aliases)]
    assert len(names) == len(set(names))


def test_default_models_are_known() -> None:
    config = load_config()
    assert find_model(config.whisperx_model) is not None
    assert find_model(config.nllb_model) is not None


def test_models_of_an_engines_own_format_go_by_the_same_names() -> None:
    for engine in ENGINES:
        if engine.model_suffix:
            model = find_model(model_named(engine, load_config()))
            assert model is not None
            assert model.name.endswith(engine.model_suffix)


def test_alias() -> None:
    assert find_model("small") == find_model("whisper-small")
    assert find_model("no-such-model") is None


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_language_has_an_aligner(code: str) -> None:
    names = [row.name for row in aligners_for(code)]
    assert names[-1] == "align-any"
    assert all("vocab.json" in row.files for row in aligners_for(code))


def test_a_languages_own_aligner_goes_first() -> None:
    assert [row.name for row in aligners_for("hi-Latn")] == ["align-hi", "align-any"]
    assert [row.name for row in aligners_for("auto")] == ["align-any"]


@pytest.mark.parametrize("text", ["{", "{}", '{"models": [{"name": "x"}]}'])
def test_damaged_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    path = tmp_path / "ai_models.json"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(model_catalog, "CATALOG_FILE", path)
    catalog.cache_clear()
    with pytest.raises(ConfigurationError, match=r"ai_models\.json cannot be read"):
        catalog()
    catalog.cache_clear()
