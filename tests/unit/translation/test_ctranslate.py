"""Batches, memory and devices, on the small NLLB."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sentencepiece

from cp_whisperx.translation.ctranslate import AGAINST_LOOPS, Decoder, without_loops
from shared.config import Config, build_config
from shared.errors import OutOfMemoryError, ResourceUnavailableError
from tools.small_models.toy_grammar import split_sentences

HELD_OUT = split_sentences()[1][:8]
PREFIX = ["eng_Latn"]


def config(**settings: object) -> Config:
    values = {"NUM_THREADS": "1", "TRANSLATION_DEVICE": "cpu"}
    values |= {name.upper(): str(value) for name, value in settings.items()}
    return build_config([("test", values)])


@pytest.fixture(scope="module")
def pieces(nllb_micro: Path) -> Any:
    return sentencepiece.SentencePieceProcessor(
        model_file=str(nllb_micro / "sentencepiece.bpe.model")
    )


@pytest.fixture
def decoder(nllb_micro: Path) -> Iterator[Decoder]:
    made = Decoder(nllb_micro, config(), "NLLB")
    yield made
    made.close()


def rows_of(pieces: Any) -> list[list[str]]:
    return [["hin_Deva", *pieces.encode(s.hindi, out_type=str), "</s>"] for s in HELD_OUT]


def english(pieces: Any, decoded: list[list[str]]) -> list[str]:
    return [pieces.decode([t for t in tokens if t != PREFIX[0]]) for tokens in decoded]


def test_results_stay_in_order_though_batches_go_by_length(decoder: Decoder, pieces: Any) -> None:
    lengths: list[list[int]] = []
    real = decoder._model

    def watched(rows: list[list[str]], **options: Any) -> Any:
        lengths.append([len(row) for row in rows])
        return real.translate_batch(rows, **options)

    decoder._model = SimpleNamespace(translate_batch=watched, unload_model=real.unload_model)
    decoder._config = config(translation_batch_size=3)
    decoded = decoder.decode(rows_of(pieces), PREFIX, {})
    assert english(pieces, decoded) == [sentence.english for sentence in HELD_OUT]
    assert [len(batch) for batch in lengths] == [3, 3, 2]
    in_turn = [length for batch in lengths for length in batch]
    assert in_turn == sorted(in_turn)


class Crowded:
    """Stands for a device whose memory holds a few lines at a time."""

    def __init__(self, real: Any, most: int) -> None:
        self._real, self._most = real, most
        self.sizes: list[int] = []

    def translate_batch(self, rows: list[list[str]], **options: Any) -> Any:
        self.sizes.append(len(rows))
        if len(rows) > self._most:
            raise RuntimeError("CUDA failed with error out of memory")
        return self._real.translate_batch(rows, **options)

    def unload_model(self) -> None:
        self._real.unload_model()


def test_a_batch_too_large_for_memory_is_halved(decoder: Decoder, pieces: Any) -> None:
    crowded = decoder._model = Crowded(decoder._model, 2)
    decoded = decoder.decode(rows_of(pieces), PREFIX, {})
    assert english(pieces, decoded) == [sentence.english for sentence in HELD_OUT]
    assert max(crowded.sizes) == 8


def test_a_memory_too_small_for_one_line_is_told(decoder: Decoder, pieces: Any) -> None:
    decoder._model = Crowded(decoder._model, 0)
    with pytest.raises(OutOfMemoryError, match="memory"):
        decoder.decode(rows_of(pieces), PREFIX, {})


def test_other_failures_of_the_library_are_told(decoder: Decoder, pieces: Any) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise RuntimeError("cuBLAS failed")

    real = decoder._model
    decoder._model = SimpleNamespace(translate_batch=fail, unload_model=real.unload_model)
    with pytest.raises(ResourceUnavailableError, match="cuBLAS failed"):
        decoder.decode(rows_of(pieces), PREFIX, {})


def test_cuda_without_a_cuda_device_is_told(
    nllb_micro: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 0)
    with pytest.raises(ResourceUnavailableError, match="CUDA"):
        Decoder(nllb_micro, config(translation_device="cuda"), "NLLB")


def test_only_loops_are_decoded_again() -> None:
    asked: list[tuple[list[str], dict[str, float]]] = []

    def decode(texts: list[str], guards: dict[str, float]) -> list[str]:
        asked.append((texts, guards))
        if guards:
            return ["He went home."]
        return ["go on go on go on go on go on" if text == "b" else text for text in texts]

    assert without_loops(["a", "b", "c"], decode) == ["a", "He went home.", "c"]
    assert asked[1] == (["b"], AGAINST_LOOPS)
    assert len(asked) == 2
