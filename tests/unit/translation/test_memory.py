from pathlib import Path

from cp_whisperx.translation.memory import memory_need
from shared.config import Config, build_config

MEGABYTE = 1_000_000


def config(**values: object) -> Config:
    return build_config([("test", {name.upper(): str(value) for name, value in values.items()})])


def a_model(folder: Path, name: str, size: int) -> Path:
    folder.mkdir(parents=True)
    with (folder / name).open("wb") as stream:
        stream.truncate(size)
    return folder


def test_a_program_takes_little_and_a_model_what_its_files_say(tmp_path: Path) -> None:
    small = a_model(tmp_path / "small", "model.bin", 100 * MEGABYTE)
    large = a_model(tmp_path / "large", "model.bin", 3000 * MEGABYTE)
    assert memory_need(config(), "copy", ["hi"]) < 300 * MEGABYTE
    needs = [memory_need(config(nllb_model=model), "nllb", ["en"]) for model in (small, large)]
    assert needs[0] < 1000 * MEGABYTE
    assert needs[1] > 3000 * MEGABYTE


def test_the_600m_model_takes_what_was_measured(tmp_path: Path) -> None:
    measured = a_model(tmp_path / "nllb", "model.bin", 623 * MEGABYTE)
    need = memory_need(config(nllb_model=measured), "nllb", ["en", "gu", "ta"])
    assert 1350 * MEGABYTE < need < 1500 * MEGABYTE


def test_a_model_that_is_not_here_yet_is_taken_by_the_catalogue(tmp_path: Path) -> None:
    absent = config(cache_dir=tmp_path, nllb_model="nllb-200-3.3B")
    assert memory_need(absent, "nllb", ["en"]) > 3370 * MEGABYTE


def test_models_by_direction_are_added_and_published_weights_shrink(tmp_path: Path) -> None:
    published = a_model(tmp_path / "a", "model.safetensors", 800 * MEGABYTE)
    other = a_model(tmp_path / "b", "model.safetensors", 800 * MEGABYTE)
    settings = config(
        source_language="hi", indictrans2_indic_en_model=published,
        indictrans2_indic_indic_model=other,
    )  # fmt: skip
    one = memory_need(settings, "indictrans2", ["gu", "ta"])
    both = memory_need(settings, "indictrans2", ["en", "gu", "ta"])
    assert one < 900 * MEGABYTE
    assert both - one == 250 * MEGABYTE
