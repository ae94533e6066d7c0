from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.asr.voice import voiced_share
from shared.artifacts import TimeSpan
from shared.wav import read_samples
from tests.support.audio import decode_to_wav
from tests.support.music import chords
from tests.support.wav import write_wav


def test_speech_and_music(spoken_english: Path, tmp_path: Path) -> None:
    speech = read_samples(spoken_english, 0.5, 2.5)
    clip = write_wav(tmp_path / "both.wav", np.concatenate((chords(6), speech, chords(6))))
    assert voiced_share(clip, TimeSpan(start=6.2, end=7.8)) == pytest.approx(1.0, abs=0.25)
    for start in (0.0, 9.0):
        assert voiced_share(clip, TimeSpan(start=start, end=start + 4)) == 0.0


def test_real_music_and_noise_have_no_voice_but_speech_has(
    shared_data: Path, tmp_path: Path
) -> None:
    clip = decode_to_wav(shared_data / "music" / "ina" / "musanmix.mp3", tmp_path / "a.wav")
    music, noise, speech = (
        voiced_share(clip, TimeSpan(start=start, end=end)) or 0.0
        for start, end in ((1, 22), (30, 62), (64, 74))
    )
    assert max(music, noise) < 0.1
    assert speech > 0.7


def test_a_long_stretch_is_judged_in_pieces_and_as_a_whole(
    spoken_english: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speech = read_samples(spoken_english, 0.5, 2.5)
    clip = write_wav(tmp_path / "long.wav", np.concatenate((chords(70), speech, chords(70))))
    lengths: list[float] = []

    def noted(audio: Path, start: float, end: float) -> object:
        lengths.append(end - start)
        return read_samples(audio, start, end)

    monkeypatch.setattr("cp_whisperx.asr.voice.read_samples", noted)
    share = voiced_share(clip, TimeSpan(start=0.0, end=142.0))
    assert share == pytest.approx(2.0 / 142.0, abs=0.01)
    assert len(lengths) == 3
    assert max(lengths) <= 62.0


def test_an_environment_without_the_judge(
    spoken_english: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cp_whisperx.asr.voice.find_spec", lambda _: None)
    assert voiced_share(spoken_english, TimeSpan(start=0, end=1)) is None
