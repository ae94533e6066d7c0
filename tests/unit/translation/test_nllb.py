"""The real loading and decoding, on a model that knows a toy grammar: the path, never quality."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cp_whisperx.translation.holding import translate_holding
from cp_whisperx.translation.nllb import NllbTranslator
from cp_whisperx.translation.terms import TermKeeper
from shared.artifacts import GlossaryTerm
from shared.config import Config, build_config
from shared.errors import InvalidInputError, ModelMissingError, ResourceUnavailableError
from tests.support.contracts.translation import TranslatorContract
from tools.small_models.toy_grammar import split_sentences

HELD_OUT = split_sentences()[1]
HINDI = [sentence.hindi for sentence in HELD_OUT]
ENGLISH = [sentence.english for sentence in HELD_OUT]


def config_of(model: Path, **settings: object) -> Config:
    values = {"NLLB_MODEL": str(model), "NUM_THREADS": "1", "TRANSLATION_DEVICE": "cpu"}
    values |= {name.upper(): str(value) for name, value in settings.items()}
    return build_config([("test", values)])


@pytest.fixture(scope="module")
def engine(nllb_micro: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NllbTranslator]:
    translator = NllbTranslator(config_of(nllb_micro, cache_dir=tmp_path_factory.mktemp("cache")))
    yield translator
    translator.close()


class TestNllb(TranslatorContract):
    source, target = "hi", "en"
    unserved = ("hi", "hi-Latn")
    lines = tuple(HINDI[:6])

    @pytest.fixture
    def translator(self, nllb_micro: Path, tmp_path: Path) -> NllbTranslator:
        return NllbTranslator(config_of(nllb_micro, cache_dir=tmp_path))


def test_forty_unseen_sentences_come_out_right(engine: NllbTranslator) -> None:
    assert len(HINDI) == 40
    assert engine.translate(HINDI, "hi", "en") == ENGLISH


def test_the_target_code_decides_the_language(engine: NllbTranslator) -> None:
    assert engine.translate(HINDI, "hi", "gu") == [sentence.gujarati for sentence in HELD_OUT]


@pytest.mark.parametrize(("batch", "beams"), [(1, 1), (3, 2), (1024, 4)])
def test_batch_size_changes_nothing(
    nllb_micro: Path, tmp_path: Path, batch: int, beams: int
) -> None:
    config = config_of(
        nllb_micro, cache_dir=tmp_path, translation_batch_size=batch, translation_beam_size=beams
    )
    assert NllbTranslator(config).translate(HINDI, "hi", "en") == ENGLISH


def test_a_line_of_many_sentences_loses_none(engine: NllbTranslator) -> None:
    assert engine.translate([" ".join(HINDI)], "hi", "en") == [" ".join(ENGLISH)]


def test_a_sentence_too_long_for_the_model_is_cut(engine: NllbTranslator) -> None:
    endless = " ".join(line.rstrip("।") for line in HINDI * 4)
    (result,) = engine.translate([endless], "hi", "en")
    assert result
    assert max(len(part) for part in engine._parts(endless)) <= 400


def test_no_language_code_is_left_in_the_text(engine: NllbTranslator) -> None:
    results = engine.translate(["विजय", "abc xyz", "क्या बात है?", "मैं"], "hi", "gu")
    assert not any("_Gujr" in text or "_Latn" in text for text in results)


def test_a_language_the_model_lacks_is_told(
    nllb_micro: Path, tmp_path: Path, engine: NllbTranslator
) -> None:
    folder = shutil.copytree(nllb_micro, tmp_path / "model")
    tokens = json.loads((folder / "shared_vocabulary.json").read_text("utf-8"))
    (folder / "shared_vocabulary.json").unlink()
    renamed = ["xxx_Latn" if token == "spa_Latn" else token for token in tokens]
    (folder / "shared_vocabulary.txt").write_text("\n".join(renamed), "utf-8")
    other = NllbTranslator(config_of(folder, cache_dir=tmp_path))
    assert other.translate(HINDI[:3], "hi", "en") == ENGLISH[:3]
    with pytest.raises(InvalidInputError, match="Spanish"):
        other.translate(HINDI[:3], "hi", "es")


def test_loops_are_decoded_again_and_then_collapsed(
    engine: NllbTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    guards: list[dict[str, float]] = []

    def looping(
        rows: list[list[str]], _prefix: list[str], given: dict[str, float]
    ) -> list[list[str]]:
        guards.append(given)
        return [engine._encode("he wants he wants he wants he wants he wants tea.") for _ in rows]

    monkeypatch.setattr(engine._decoder, "decode", looping)
    assert engine.translate([HINDI[0]], "hi", "en") == ["he wants tea."]
    assert guards[0] == {}
    assert guards[1]["no_repeat_ngram_size"] > 0


@pytest.mark.parametrize(
    ("lacking", "error"),
    [
        ("sentencepiece.bpe.model", ModelMissingError),
        ("shared_vocabulary.json", ResourceUnavailableError),
        ("model.bin", ResourceUnavailableError),
    ],
)
def test_an_incomplete_model_is_told(
    nllb_micro: Path, tmp_path: Path, lacking: str, error: type[Exception]
) -> None:
    folder = shutil.copytree(nllb_micro, tmp_path / "model")
    (folder / lacking).unlink()
    with pytest.raises(error, match="model"):
        NllbTranslator(config_of(folder, cache_dir=tmp_path / "cache"))


@pytest.mark.parametrize("name", ["sentencepiece.bpe.model", "model.bin"])
def test_a_damaged_model_is_told(nllb_micro: Path, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(nllb_micro, tmp_path / "model")
    (folder / name).write_bytes(b"no model at all")
    with pytest.raises(ResourceUnavailableError, match="cannot be loaded"):
        NllbTranslator(config_of(folder, cache_dir=tmp_path / "cache"))


TOY_TERMS = (
    GlossaryTerm(term="राम", kind="name"),
    GlossaryTerm(term="किताब", translations={"en": "novel", "gu": "નવલકથા"}),
    GlossaryTerm(term="चाय", translations={"en": "tea"}),
    GlossaryTerm(term="आज", translations={"en": "this evening"}),
)


@pytest.mark.parametrize(("target", "rate"), [("en", (38, 41)), ("gu", (18, 18))])
def test_glossary_terms_are_applied_or_reported(
    engine: NllbTranslator, target: str, rate: tuple[int, int]
) -> None:
    """The model carries subjects and objects through; adverbs it never saw as placeholders."""
    keeper = TermKeeper(TOY_TERMS, target)
    rows = translate_holding(HINDI, keeper, lambda lines: engine.translate(lines, "hi", target))
    terms = [use for row in rows for use in row.terms]
    assert (sum(use.applied for use in terms), len(terms)) == rate
    for row in rows:
        assert all(use.applied == (use.expected.lower() in row.text.lower()) for use in row.terms)
        assert "X1X" not in row.text
