from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.vad import silero
from cp_whisperx.vad.base import VoiceActivityDetector
from cp_whisperx.vad.silero import SileroVad
from shared.config import load_config
from shared.errors import ResourceUnavailableError
from shared.wav import read_samples
from tests.support.audio import said_in
from tests.support.contracts.vad import VadContract
from tests.support.packages import flip_a_bit, installed_copy
from tests.support.wav import silence, write_wav


class TestSileroVad(VadContract):
    def make_engine(self) -> VoiceActivityDetector:
        return SileroVad(load_config())


def test_each_sentence_is_a_region(spoken_english: Path) -> None:
    found = SileroVad(load_config()).detect(spoken_english, lambda _: None)
    said = said_in("english.opus")
    assert len(found.regions) == len(said)
    for region, sentence in zip(found.regions, said, strict=True):
        assert region.start == pytest.approx(sentence.start, abs=0.2)
        assert region.end == pytest.approx(sentence.end, abs=0.3)
        assert region.confidence is not None
        assert region.confidence > 0.7


def test_hindi(spoken_hindi: Path) -> None:
    assert len(SileroVad(load_config()).detect(spoken_hindi, lambda _: None).regions) == 3


def test_result_does_not_depend_on_the_reading_windows(
    spoken_english: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = SileroVad(load_config())
    expected = engine.detect(spoken_english, lambda _: None)
    monkeypatch.setattr(silero, "_CHUNKS_AT_ONCE", 7)
    assert engine.detect(spoken_english, lambda _: None) == expected


def test_speech_up_to_the_last_sample(spoken_english: Path, tmp_path: Path) -> None:
    samples = read_samples(spoken_english, 0.5, 1.7)
    path = write_wav(tmp_path / "cut.wav", samples)
    found = SileroVad(load_config()).detect(path, lambda _: None)
    assert found.regions[-1].end == found.duration


def test_settings_are_heeded(spoken_english: Path) -> None:
    merged = load_config(overrides={"VAD_MIN_SILENCE_MS": "3000"})
    assert len(SileroVad(merged).detect(spoken_english, lambda _: None).regions) == 1
    long_only = load_config(overrides={"VAD_MIN_SPEECH_MS": "9000"})
    assert SileroVad(long_only).detect(spoken_english, lambda _: None).regions == ()


def test_noise_is_no_speech(tmp_path: Path) -> None:
    noise = 0.05 * np.random.default_rng(0).standard_normal(len(silence(10)))
    path = write_wav(tmp_path / "noise.wav", noise)
    assert SileroVad(load_config()).detect(path, lambda _: None).regions == ()


def test_a_damaged_model_is_never_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = "silero_vad/data/silero_vad.onnx"
    flip_a_bit(installed_copy("silero-vad", model, tmp_path / "site", monkeypatch))
    with pytest.raises(ResourceUnavailableError, match=r"differs.*bootstrap\.sh"):
        SileroVad(load_config())
