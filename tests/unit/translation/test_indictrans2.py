"""The whole path on a small model of the published class: in its environment; the rest anywhere."""

import shutil
from pathlib import Path

import pytest

from cp_whisperx.translation.indictrans2 import IndicTransTranslator, source_tokens
from shared.config import Config, build_config
from shared.errors import InvalidInputError, ModelMissingError, ResourceUnavailableError
from shared.languages import LANGUAGES, get_language, indic_direction
from shared.model_catalog import find_model
from tests.support.contracts.translation import TranslatorContract
from tools.small_models.toy_grammar import split_sentences

HELD_OUT = split_sentences()[1]
HINDI = [sentence.hindi for sentence in HELD_OUT]
ENGLISH = [sentence.english for sentence in HELD_OUT]
GUJARATI = [sentence.gujarati for sentence in HELD_OUT]
DIRECTIONS = ("INDIC_EN", "EN_INDIC", "INDIC_INDIC")
# AI4Bharat's list of the languages that the models serve (model cards of IndicTrans2).
SERVED = {
    "asm_Beng", "ben_Beng", "brx_Deva", "doi_Deva", "eng_Latn", "gom_Deva", "guj_Gujr", "hin_Deva",
    "kan_Knda", "kas_Arab", "kas_Deva", "mai_Deva", "mal_Mlym", "mni_Beng", "mni_Mtei", "mar_Deva",
    "npi_Deva", "ory_Orya", "pan_Guru", "san_Deva", "sat_Olck", "snd_Arab", "snd_Deva", "tam_Taml",
    "tel_Telu", "urd_Arab",
}  # fmt: skip


def config_of(model: Path, cache: Path, **settings: object) -> Config:
    values = {f"INDICTRANS2_{direction}_MODEL": str(model) for direction in DIRECTIONS}
    values |= {"CACHE_DIR": str(cache), "NUM_THREADS": "1", "TRANSLATION_DEVICE": "cpu"}
    values |= {name.upper(): str(value) for name, value in settings.items()}
    return build_config([("test", values)])


def test_every_language_that_is_marked_is_on_the_models_list() -> None:
    marked = {row.nllb for row in LANGUAGES.values() if row.indic}
    assert marked <= SERVED
    assert all(not row.indic for row in LANGUAGES.values() if row.nllb not in SERVED)


@pytest.mark.parametrize(
    ("source", "target", "direction"),
    [("hi", "en", "INDIC_EN"), ("en", "ta", "EN_INDIC"), ("hi", "gu", "INDIC_INDIC"),
     ("ur", "bn", "INDIC_INDIC"), ("hi", "hi", ""), ("en", "en", ""), ("hi", "es", ""),
     ("hi-Latn", "en", "INDIC_EN"), ("xx", "en", "")],
)  # fmt: skip
def test_the_pair_decides_the_model(source: str, target: str, direction: str) -> None:
    assert indic_direction(source, target) == direction


def test_the_models_are_known_with_all_their_files_and_how_to_get_them() -> None:
    config = build_config([])
    for direction in DIRECTIONS:
        model = find_model(str(config.get(f"INDICTRANS2_{direction}_MODEL")))
        assert model is not None
        assert model.gated
        wanted = {"config.json", "model.safetensors", "dict.SRC.json", "dict.TGT.json", "model.SRC"}
        assert wanted <= set(model.files)
        assert not [name for name in model.files if name.endswith((".py", ".bin"))]


class _Letters:
    """Stands for SentencePiece: a piece a letter."""

    def encode(self, text: str, out_type: type) -> list[str]:
        return list(text)


def test_the_model_reads_tags_pieces_and_an_end() -> None:
    tokens = source_tokens("hin_Deva eng_Latn क ख", _Letters())
    assert tokens == ["hin_Deva", "eng_Latn", "क", " ", "ख", "</s>"]


@pytest.mark.engines("indictrans2")
class TestIndicTrans2(TranslatorContract):
    source, target = "hi", "en"
    unserved = ("hi", "es")
    lines = tuple(HINDI[:6])

    @pytest.fixture
    def translator(self, indictrans_micro: Path, tmp_path: Path) -> IndicTransTranslator:
        return IndicTransTranslator(config_of(indictrans_micro, tmp_path))


@pytest.fixture(scope="module")
def engine(
    indictrans_micro: Path, tmp_path_factory: pytest.TempPathFactory
) -> IndicTransTranslator:
    return IndicTransTranslator(config_of(indictrans_micro, tmp_path_factory.mktemp("cache")))


@pytest.mark.engines("indictrans2")
@pytest.mark.parametrize(
    ("source", "target", "given", "expected"),
    [("hi", "en", HINDI, ENGLISH), ("en", "gu", ENGLISH, GUJARATI), ("hi", "gu", HINDI, GUJARATI),
     ("gu", "hi", GUJARATI, HINDI)],
)  # fmt: skip
def test_unseen_sentences_come_out_right_in_every_direction(
    engine: IndicTransTranslator, source: str, target: str, given: list[str], expected: list[str]
) -> None:
    assert engine.translate(given, source, target) == expected


@pytest.mark.engines("indictrans2")
def test_a_line_of_many_sentences_loses_none(engine: IndicTransTranslator) -> None:
    assert engine.translate([" ".join(HINDI)], "hi", "en") == [" ".join(ENGLISH)]


@pytest.mark.engines("indictrans2")
@pytest.mark.parametrize(("batch", "beams"), [(1, 1), (7, 2)])
def test_batch_size_changes_nothing(
    indictrans_micro: Path, tmp_path: Path, batch: int, beams: int
) -> None:
    config = config_of(
        indictrans_micro, tmp_path, translation_batch_size=batch, translation_beam_size=beams
    )
    assert IndicTransTranslator(config).translate(HINDI, "hi", "en") == ENGLISH


@pytest.mark.engines("indictrans2")
def test_a_model_is_loaded_once_for_all_its_directions(
    engine: IndicTransTranslator,
) -> None:
    engine.translate(HINDI[:1], "hi", "en")
    engine.translate(HINDI[:1], "hi", "gu")
    # Here one folder serves all three directions.
    assert len(engine._directions) == 1


@pytest.mark.engines("indictrans2")
def test_a_call_that_fails_leaves_no_placeholder_to_the_next(
    engine: IndicTransTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = engine._direction("hi", "en")

    def fail(*_arguments: object) -> None:
        raise ResourceUnavailableError("The device is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(model.decoder, "decode", fail)
        with pytest.raises(ResourceUnavailableError):
            engine.translate(["मुझे rahul@example.com पर लिखो।"], "hi", "en")
    monkeypatch.setattr(model.decoder, "decode", lambda rows, *_: [["▁<ID1>"] for _ in rows])
    assert engine.translate(["मुझे asha@example.com पर लिखो।"], "hi", "en") == ["asha@example.com"]


@pytest.mark.engines("indictrans2")
def test_a_model_that_is_not_here_is_told_with_the_way_to_it(tmp_path: Path) -> None:
    lacking = IndicTransTranslator(build_config([("test", {"CACHE_DIR": str(tmp_path)})]))
    with pytest.raises(ModelMissingError) as caught:
        lacking.translate(HINDI[:1], "hi", "en")
    assert "INDICTRANS2_INDIC_EN_MODEL" in caught.value.message
    assert "./bootstrap.sh --models indictrans2-indic-en-dist-200M" in caught.value.hint


@pytest.mark.engines("indictrans2")
def test_other_pairs_are_refused(engine: IndicTransTranslator) -> None:
    for pair in (("hi", "es"), ("en", "fr"), ("hi-Latn", "en")):
        with pytest.raises(InvalidInputError, match="does not translate"):
            engine.translate(HINDI[:1], *pair)


@pytest.mark.engines("indictrans2")
@pytest.mark.parametrize("lacking", ["model.SRC", "model.safetensors"])
def test_an_incomplete_model_is_told(indictrans_micro: Path, tmp_path: Path, lacking: str) -> None:
    folder = shutil.copytree(indictrans_micro, tmp_path / "model")
    (folder / lacking).unlink()
    made = IndicTransTranslator(config_of(folder, tmp_path / "cache"))
    with pytest.raises(ModelMissingError, match=r"model"):
        made.translate(HINDI[:1], "hi", "en")


@pytest.mark.engines("indictrans2")
@pytest.mark.parametrize("place", [".", "vocab", "../vocab"])
def test_a_converted_model_is_used_as_it_is(
    indictrans_micro: Path, tmp_path: Path, place: str
) -> None:
    from cp_whisperx.translation.indictrans_weights import converted

    folder = shutil.copytree(converted(indictrans_micro, tmp_path / "models"), tmp_path / "own/ct2")
    (folder / place).mkdir(exist_ok=True)
    shutil.copy(indictrans_micro / "model.SRC", folder / place / "model.SRC")
    made = IndicTransTranslator(config_of(folder, tmp_path / "cache"))
    assert made.translate(HINDI[:3], "hi", "en") == ENGLISH[:3]
    assert not list((tmp_path / "cache" / "models").glob(".converted*"))


def test_codes_are_those_of_flores() -> None:
    assert get_language("or").nllb == "ory_Orya"
    assert get_language("ne").nllb == "npi_Deva"
