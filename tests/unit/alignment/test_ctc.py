"""The CTC aligner on the small model: contract, true word times, and what does not fit."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.alignment.ctc import CtcAligner
from cp_whisperx.alignment.windows import POOR
from shared.config import load_config
from shared.errors import ConfigurationError, InvalidInputError, ModelMissingError
from shared.wav import read_samples
from tests.support.contracts.alignment import AlignmentContract, assert_orderly, silent
from tests.support.ctc_model import CTC_MICRO, Spoken, start_errors


def make(folder: Path = CTC_MICRO) -> CtcAligner:
    # Tests change what lies in their folders.
    values = {"ALIGNMENT_MODEL": str(folder), "NUM_THREADS": "1", "MODEL_VERIFY": "false"}
    return CtcAligner(load_config(overrides=values))


class TestContract(AlignmentContract):
    def make_engine(self) -> CtcAligner:
        return make()


@pytest.mark.parametrize("name", ["english", "hindi"])
def test_word_starts_are_true(clip: Callable[[str], Spoken], name: str) -> None:
    spoken = clip(name)
    aligned = make().align(spoken.audio, spoken.transcript, spoken.regions, silent)
    errors = start_errors(aligned, spoken.truth)
    print(f"{name}: median {np.median(errors):.4f} s, p95 {np.percentile(errors, 95):.4f} s")
    assert np.median(errors) < 0.015
    assert np.percentile(errors, 95) < 0.03
    assert all(POOR not in segment.flags for segment in aligned.segments)
    confidences = [w.confidence for s in aligned.segments for w in s.words]
    assert min(c or 0.0 for c in confidences) > 0.5


def test_wrong_text_keeps_the_recognisers_times(clip: Callable[[str], Spoken]) -> None:
    spoken = clip("english")
    first, second, third = spoken.transcript.segments
    swapped = (
        first.model_copy(update={"text": second.text}),
        second.model_copy(update={"text": third.text}),
        third.model_copy(update={"text": first.text}),
    )
    wrong = spoken.transcript.model_copy(update={"segments": swapped})
    aligned = make().align(spoken.audio, wrong, spoken.regions, silent)
    assert all(POOR in segment.flags for segment in aligned.segments)
    assert_orderly(aligned)
    for before, after in zip(swapped, aligned.segments, strict=True):
        assert before.start <= after.start
        assert after.end <= before.end


def test_more_text_than_frames(clip: Callable[[str], Spoken]) -> None:
    spoken = clip("english")
    crowded = spoken.transcript.segments[0].model_copy(update={"text": "morning " * 120})
    transcript = spoken.transcript.model_copy(update={"segments": (crowded,)})
    (found,) = make().align(spoken.audio, transcript, spoken.regions, silent).segments
    assert POOR in found.flags
    assert len(found.words) == 120


def test_digits_get_a_place_between_known_words(clip: Callable[[str], Spoken]) -> None:
    spoken = clip("english")
    segment = spoken.transcript.segments[1]
    numbered = segment.model_copy(update={"text": "Please bring me 1 cup of tea."})
    transcript = spoken.transcript.model_copy(update={"segments": (numbered,)})
    (found,) = make().align(spoken.audio, transcript, spoken.regions, silent).segments
    assert POOR not in found.flags
    one, true = found.words[3], spoken.truth[1][3]
    assert one.start == pytest.approx(true[1], abs=0.06)


def test_text_of_digits_alone_is_not_aligned(clip: Callable[[str], Spoken]) -> None:
    spoken = clip("english")
    foreign = spoken.transcript.segments[0].model_copy(update={"text": "12 345 67"})
    transcript = spoken.transcript.model_copy(update={"segments": (foreign,)})
    (found,) = make().align(spoken.audio, transcript, spoken.regions, silent).segments
    assert POOR in found.flags


def test_punctuation_alone_takes_no_sound(clip: Callable[[str], Spoken]) -> None:
    spoken = clip("english")
    dashed = spoken.transcript.segments[2].model_copy(
        update={"text": "— My brother — works in Mumbai."}
    )
    transcript = spoken.transcript.model_copy(update={"segments": (dashed,)})
    aligned = make().align(spoken.audio, transcript, spoken.regions, silent)
    assert_orderly(aligned)
    (found,) = aligned.segments
    assert found.words[4].start == pytest.approx(spoken.truth[2][2][1], abs=0.06)


def test_normalised_input_where_the_model_wants_it(
    tmp_path: Path, clip: Callable[[str], Spoken]
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(CTC_MICRO, folder)
    samples = read_samples(clip("english").audio, 0.5, 2.5)
    plain = make(folder).emissions(samples)
    assert np.allclose(make(folder).emissions(samples * 0.1).argmax(1), plain.argmax(1)) is False
    (folder / "preprocessor_config.json").write_text('{"do_normalize": true}', encoding="utf-8")
    quiet, loud = (make(folder).emissions(samples * gain) for gain in (0.1, 1.0))
    assert np.allclose(quiet, loud, atol=0.05)


def test_no_model_configured() -> None:
    with pytest.raises(ConfigurationError, match="ALIGNMENT_MODEL"):
        CtcAligner(load_config())


@pytest.mark.parametrize("name", ["model.onnx", "vocab.json"])
def test_missing_file(tmp_path: Path, name: str) -> None:
    shutil.copytree(CTC_MICRO, tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    with pytest.raises(ModelMissingError, match=name.replace(".", r"\.")):
        make(tmp_path / "model")


@pytest.mark.parametrize(
    "content", [b"", b"not a model", CTC_MICRO.joinpath("model.onnx").read_bytes()[:9000]]
)
def test_damaged_model(tmp_path: Path, content: bytes) -> None:
    shutil.copytree(CTC_MICRO, tmp_path / "model")
    (tmp_path / "model" / "model.onnx").write_bytes(content)
    with pytest.raises(InvalidInputError, match="no ONNX model"):
        make(tmp_path / "model")


def test_damaged_preprocessor_configuration(tmp_path: Path) -> None:
    shutil.copytree(CTC_MICRO, tmp_path / "model")
    (tmp_path / "model" / "preprocessor_config.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="preprocessor_config"):
        make(tmp_path / "model")


def test_vocabulary_of_another_model(tmp_path: Path, clip: Callable[[str], Spoken]) -> None:
    shutil.copytree(CTC_MICRO, tmp_path / "model")
    columns = json.loads((CTC_MICRO / "vocab.json").read_text(encoding="utf-8")) | {"ß": 900}
    (tmp_path / "model" / "vocab.json").write_text(json.dumps(columns), encoding="utf-8")
    spoken = clip("english")
    with pytest.raises(InvalidInputError, match="columns"):
        make(tmp_path / "model").align(spoken.audio, spoken.transcript, spoken.regions, silent)
