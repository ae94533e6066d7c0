"""Recognition's memory is bounded by windows, not by the length of the film."""

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from shared.paths import PROJECT_ROOT
from shared.wav import read_samples
from tests.support.audio import said_in
from tests.support.commands import environment
from tests.support.memory import children_peak_kb
from tests.support.wav import SAMPLE_RATE

PAUSE = 20.0
# Recognises the audio with a journal; the spans are a sentence each PAUSE seconds.
PROGRAM = """
import sys
from pathlib import Path
from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.faster_whisper import FasterWhisper
from cp_whisperx.asr.journal import Journals
from shared.artifacts import SpeechRegion, SpeechRegions
from shared.config import load_config
from shared.wav import duration_of
audio, model, every, seconds, most = Path(sys.argv[1]), *sys.argv[2:3], *map(float, sys.argv[3:])
config = load_config(overrides={
    "WHISPERX_MODEL": model, "CACHE_DIR": str(audio.parent / "cache"), "NUM_THREADS": "1",
    "WHISPER_BEAM_SIZE": "1"})
length = duration_of(audio)
starts = [n * every for n in range(int(length // every))]
chosen = starts[:: max(1, len(starts) // int(most))]
regions = tuple(SpeechRegion(start=at, end=at + seconds) for at in chosen)
request = RecognitionRequest(
    audio, SpeechRegions(engine="t", duration=length, regions=regions), "hi",
    journals=Journals(audio.parent / f"{audio.stem}-journal", "k"))
found = FasterWhisper(config).transcribe(request, lambda _share: None)
assert len(found.segments) >= len(chosen) - 1, len(found.segments)
"""


def recognise(audio: str, model: str, seconds: float) -> None:
    """Runs the program; for a fresh process."""
    subprocess.run(
        [sys.executable, "-c", PROGRAM, audio, model, str(PAUSE), str(seconds), "8"],
        check=True, cwd=PROJECT_ROOT, env=environment(PYTHONPATH=str(PROJECT_ROOT)), timeout=280,
    )  # fmt: skip


def film(clip: Path, target: Path, hours: float) -> tuple[Path, float]:
    """One sentence every PAUSE seconds, written piece by piece."""
    said = said_in("hindi.opus")[0]
    piece = np.zeros(round(PAUSE * SAMPLE_RATE), dtype="<i2")
    spoken = (read_samples(clip, said.start, said.end) * 32_767).astype("<i2")
    piece[: len(spoken)] = spoken
    with wave.open(str(target), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(SAMPLE_RATE)
        for _ in range(round(hours * 3600 / PAUSE)):
            stream.writeframes(piece.tobytes())
    return target, said.end - said.start


@pytest.mark.slow
def test_three_hours_take_the_memory_of_minutes(
    spoken_hindi: Path, whisper_micro: Path, tmp_path: Path
) -> None:
    peaks = {}
    for name, hours in (("short", 0.15), ("long", 3.0)):
        audio, seconds = film(spoken_hindi, tmp_path / f"{name}.wav", hours)
        _, peaks[name] = children_peak_kb(recognise, str(audio), str(whisper_micro), seconds)
        print(f"{name}: {hours} h, {audio.stat().st_size / 1e6:.0f} MB of audio, "
              f"peak {peaks[name] / 1e3:.0f} MB")  # fmt: skip
    assert peaks["long"] < 1.15 * peaks["short"]
