"""The small CTC model that the project carries, and spoken clips with true word times."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from shared.artifacts import Segment, SpeechRegion, SpeechRegions, Transcript
from shared.wav import duration_of
from tests.support.audio import CLIPS, decode_to_wav, said_in

CTC_MICRO = Path(__file__).resolve().parents[1] / "fixtures" / "models" / "ctc-micro"

WordTimes = tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Spoken:
    """A clip and what is truly said in it.

    Attributes:
        audio: The clip as WAV.
        truth: For each sentence its words with their true times.
        transcript: The sentences as a recogniser might give them: bounds a quarter second off,
            words spread evenly.
        regions: Where somebody speaks.
    """

    audio: Path
    truth: tuple[WordTimes, ...]
    transcript: Transcript
    regions: SpeechRegions


@pytest.fixture(scope="session")
def ctc_micro() -> Path:
    """The folder of the small CTC model."""
    return CTC_MICRO


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Spoken]:
    """Opens one of the clips: `english`, `hindi` or `flite_words`."""
    made: dict[str, Spoken] = {}

    def open_clip(name: str) -> Spoken:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            audio = decode_to_wav(CLIPS / f"{name}.opus", folder / "clip.wav")
            made[name] = as_spoken(audio, _truth(name), "hi" if name == "hindi" else "en")
        return made[name]

    return open_clip


def _truth(name: str) -> tuple[WordTimes, ...]:
    words = CLIPS / f"{name}.json"
    if not words.is_file():
        return tuple(said.words for said in said_in(f"{name}.opus"))
    rows = json.loads(words.read_text(encoding="utf-8"))
    return tuple(tuple((w, a, b) for w, a, b in row["words"]) for row in rows)


def as_spoken(audio: Path, truth: tuple[WordTimes, ...], language: str) -> Spoken:
    """Makes a transcript of true times as a recogniser might give it."""
    duration = duration_of(audio)
    segments, regions = [], []
    for number, words in enumerate(truth):
        start, end = words[0][1], words[-1][2]
        text = " ".join(word for word, _, _ in words)
        segments.append(
            Segment(
                id=number,
                start=max(0.0, start - 0.25),
                end=min(duration, end + 0.25),
                text=text,
                language=language,
            )
        )
        regions.append(SpeechRegion(start=max(0.0, start - 0.03), end=end + 0.03))
    return Spoken(
        audio,
        truth,
        Transcript(language=language, duration=duration, engine="test", segments=tuple(segments)),
        SpeechRegions(engine="test", duration=duration, regions=tuple(regions)),
    )


def start_errors(aligned: Transcript, truth: tuple[WordTimes, ...]) -> np.ndarray:
    """Returns by how many seconds each word's start is off; the words must be the same."""
    found = [word for segment in aligned.segments for word in segment.words]
    true = [word for sentence in truth for word in sentence]
    assert [word.text for word in found] == [text for text, _, _ in true]
    return np.abs([word.start - start for word, (_, start, _) in zip(found, true, strict=True)])
