"""A script's lines as a transcript: their times, what is set aside, what is asked twice."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.script import ROUGH, ScriptReader
from shared.artifacts import SpeechRegion, SpeechRegions, Transcript
from shared.config import load_config
from shared.errors import ConfigurationError, InvalidInputError
from tests.support.contracts.asr import AsrContract
from tests.support.wav import SAMPLE_RATE, write_wav

LINES = ("Hello there.", "How are you?", "I am well, thank you.", "Goodbye then.")
SPANS = ((2.0, 3.0), (9.0, 10.0), (15.0, 17.0), (40.0, 41.0))


def ignore(_share: float) -> None:
    """Takes a report of progress."""


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "film.wav", np.zeros(60 * SAMPLE_RATE, np.float32))


def srt(path: Path, shift: float = 0.0, extra: str = "") -> Path:
    cues = [
        f"{n}\n00:00:{int(a + shift):02},000 --> 00:00:{int(b + shift):02},000\n{text}\n"
        for n, (text, (a, b)) in enumerate(zip(LINES, SPANS, strict=True))
    ]
    path.write_text("\n".join(cues) + extra, encoding="utf-8")
    return path


def speech(*spans: tuple[float, float]) -> SpeechRegions:
    regions = tuple(SpeechRegion(start=a, end=b) for a, b in spans)
    return SpeechRegions(engine="test", duration=60.0, regions=regions)


def read(path: Path, audio: Path, regions: SpeechRegions, **settings: str) -> Transcript:
    values = {"ALIGNMENT_SCRIPT": str(path)} | {k.upper(): v for k, v in settings.items()}
    engine = ScriptReader(load_config(overrides=values))
    found = engine.transcribe(RecognitionRequest(audio, regions, "en"), ignore)
    engine.close()
    return found


class TestContract(AsrContract):
    spans = SPANS
    language = "en"

    @pytest.fixture(autouse=True)
    def with_script(self, tmp_path: Path) -> None:
        self.script = tmp_path / "a.txt"
        self.script.write_text("\n".join(LINES), encoding="utf-8")

    @pytest.fixture
    def clip(self, audio: Path) -> Path:
        return audio

    def make_engine(self) -> ScriptReader:
        return ScriptReader(load_config(overrides={"ALIGNMENT_SCRIPT": str(self.script)}))


def test_subtitles_keep_their_cues(tmp_path: Path, audio: Path) -> None:
    found = read(srt(tmp_path / "a.srt"), audio, speech(*SPANS))
    assert [segment.text for segment in found.segments] == list(LINES)
    assert [(segment.start, segment.end) for segment in found.segments] == list(SPANS)
    assert (found.engine, found.model, found.language) == ("script", "a.srt", "en")
    assert all(segment.flags == () for segment in found.segments)
    for segment in found.segments:
        assert " ".join(word.text for word in segment.words) == segment.text
        edges = [edge for word in segment.words for edge in (word.start, word.end)]
        assert edges == sorted(edges)
        assert segment.start == edges[0]
        assert edges[-1] <= segment.end


def test_subtitles_of_another_copy_are_moved(tmp_path: Path, audio: Path) -> None:
    found = read(srt(tmp_path / "a.srt", shift=7), audio, speech(*SPANS))
    starts = [segment.start for segment in found.segments]
    assert starts == pytest.approx([start for start, _ in SPANS], abs=0.05)


def test_a_clip_takes_its_part_of_the_subtitles(tmp_path: Path, audio: Path) -> None:
    later = [(a - 8.0, b - 8.0) for a, b in SPANS[1:]]
    found = read(srt(tmp_path / "a.srt"), audio, speech(*later), start_time="8")
    assert [segment.text for segment in found.segments] == list(LINES[1:])
    assert found.segments[0].start == pytest.approx(1.0)
    assert [(row.segment.text, row.reasons) for row in found.removed] == [
        (LINES[0], ("outside_the_audio",))]  # fmt: skip


def test_sounds_in_brackets_are_set_aside(tmp_path: Path, audio: Path) -> None:
    extra = "\n9\n00:00:20,000 --> 00:00:22,000\n[rain]\n"
    found = read(srt(tmp_path / "a.srt", extra=extra), audio, speech(*SPANS))
    assert len(found.segments) == len(LINES)
    assert [(row.segment.text, row.reasons) for row in found.removed] == [
        ("[rain]", ("not_spoken",))]  # fmt: skip


def test_text_without_times_shares_the_speech_and_says_so(tmp_path: Path, audio: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")
    found = read(path, audio, speech(*SPANS))
    assert [segment.text for segment in found.segments] == list(LINES)
    assert all(segment.flags == (ROUGH,) for segment in found.segments)
    assert found.segments[0].start == 2.0
    assert found.segments[-1].end == pytest.approx(41.0)
    assert all(a.end <= b.start for a, b in pairwise(found.segments))


def test_subtitles_of_another_film_are_taken_as_text(tmp_path: Path, audio: Path) -> None:
    found = read(srt(tmp_path / "a.srt"), audio, speech((0.0, 60.0)))
    assert all(ROUGH in segment.flags for segment in found.segments)


def test_what_is_missing_is_told(tmp_path: Path, audio: Path) -> None:
    with pytest.raises(ConfigurationError, match="ALIGNMENT_SCRIPT is empty"):
        ScriptReader(load_config())
    with pytest.raises(InvalidInputError, match="cannot be read"):
        ScriptReader(load_config(overrides={"ALIGNMENT_SCRIPT": str(tmp_path / "none")}))
    engine = ScriptReader(load_config(overrides={"ALIGNMENT_SCRIPT": str(srt(tmp_path / "a.srt"))}))
    with pytest.raises(ConfigurationError, match="which language"):
        engine.transcribe(RecognitionRequest(audio, speech(*SPANS), "auto"), ignore)
