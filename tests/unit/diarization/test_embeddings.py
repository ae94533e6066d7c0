"""Telling speakers apart by their voices, on real recordings where they are there."""

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from cp_whisperx.diarization.base import Diarizer, who_speaks
from cp_whisperx.diarization.embeddings import EmbeddingDiarizer, frames_of_hops
from shared.artifacts import SpeakerTurns, SpeechRegion, SpeechRegions
from shared.config import load_config
from shared.speaker_network import FRAMES_IN_WINDOW
from shared.wav import duration_of
from tests.support.contracts.diarization import DiarizerContract
from tests.support.wav import silence, write_wav


@pytest.mark.engines("pyannote")
class TestEmbeddingDiarizer(DiarizerContract):
    def make_engine(self) -> Diarizer:
        return EmbeddingDiarizer(load_config())


def test_hops_and_frames_lie_over_each_other() -> None:
    frames = frames_of_hops(500)
    assert frames[0] == 0
    assert frames[-1] == FRAMES_IN_WINDOW - 1
    assert (np.diff(frames) >= 0).all()


def told(audio: Path, **overrides: str) -> SpeakerTurns:
    engine = EmbeddingDiarizer(load_config(overrides=overrides))
    duration = duration_of(audio)
    region = SpeechRegion(start=0.0, end=duration)
    speech = SpeechRegions(engine="test", duration=duration, regions=(region,))
    found = who_speaks(engine, "embeddings", audio, speech, lambda _: None)
    engine.close()
    return found


def dialogue(shared_data: Path, folder: Path) -> tuple[Path, list[tuple[float, float, int]]]:
    """Lets readers of two stations speak in turn, four pieces each."""
    names = ("Bhopal-Hindi-0705-20193593412__sent_32", "Chandigarh-Hindi-1810-20199171941__sent_5")
    readings: list[NDArray[np.float32]] = []
    for name in names:
        path = shared_data / "speech_hi_dev/indicw2v_train" / f"Regional-{name}.wav"
        with wave.open(str(path)) as stream:
            data = stream.readframes(stream.getnframes())
        readings.append(np.frombuffer(data, dtype="<i2").astype(np.float32) / np.float32(32_768))
    parts: list[NDArray[np.float32]] = []
    said: list[tuple[float, float, int]] = []
    place = 0.0
    for number in range(4):
        for person, reading in enumerate(readings):
            cut = len(reading) // 4
            part = reading[number * cut : (number + 1) * cut]
            parts += [silence(0.4), part]
            said.append((place + 0.4, place + 0.4 + len(part) / 16_000, person))
            place = said[-1][1]
    return write_wav(folder / "dialogue.wav", np.concatenate(parts)), said


@pytest.mark.engines("pyannote")
def test_two_voices_are_told_apart_and_the_first_is_00(shared_data: Path, tmp_path: Path) -> None:
    audio, said = dialogue(shared_data, tmp_path)
    found = told(audio)
    assert {turn.speaker for turn in found.turns} == {"SPEAKER_00", "SPEAKER_01"}
    right = sum(
        max(0.0, min(end, turn.end) - max(start, turn.start))
        for start, end, person in said
        for turn in found.turns
        if turn.speaker == f"SPEAKER_{person:02d}"
    )
    assert right > 0.8 * sum(end - start for start, end, _ in said)


@pytest.mark.engines("pyannote")
def test_one_sentence_is_one_speaker(spoken_english: Path) -> None:
    assert {turn.speaker for turn in told(spoken_english).turns} == {"SPEAKER_00"}


@pytest.mark.engines("pyannote")
def test_silence_and_nothing_have_no_turns(tmp_path: Path) -> None:
    assert told(write_wav(tmp_path / "quiet.wav", silence(12))).turns == ()


@pytest.mark.engines("pyannote")
def test_two_people_at_once_are_marked(shared_data: Path, tmp_path: Path) -> None:
    reference = shared_data / "diarization" / "sample.wav"
    found = told(reference)
    assert any(turn.overlapped for turn in found.turns)
    assert any(not turn.overlapped for turn in found.turns)
