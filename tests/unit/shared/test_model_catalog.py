import re
from pathlib import Path

import pytest

from shared import model_catalog
from shared.config import load_config
from shared.errors import ConfigurationError
from shared.model_catalog import catalog, find_model


def test_every_row_is_whole() -> None:
    for row in catalog():
        assert row.sources
        assert row.megabytes > 0
        assert row.licence
        assert len(set(row.files)) == len(row.files)
        loadable = {"model.bin", *(name for name in row.files if name.endswith(".safetensors"))}
        assert loadable & set(row.files)
        for source in row.sources:
            assert re.fullmatch(r"[\w.-]+/[\w.-]+", source.repo)


def test_names_are_unique() -> None:
    names = [name for row in catalog() for name in (row.name, *row.aliases)]
    assert len(names) == len(set(names))


def test_default_models_are_known() -> None:
    config = load_config()
    assert find_model(config.whisperx_model) is not None
    assert find_model(config.nllb_model) is not None


def test_alias() -> None:
    assert find_model("small") == find_model("whisper-small")
    assert find_model("no-such-model") is None


@pytest.mark.parametrize("text", ["{", "{}", '{"models": [{"name": "x"}]}'])
def test_damaged_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    path = tmp_path / "ai_models.json"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(model_catalog, "CATALOG_FILE", path)
    catalog.cache_clear()
    with pytest.raises(ConfigurationError, match=r"ai_models\.json cannot be read"):
        catalog()
    catalog.cache_clear()
