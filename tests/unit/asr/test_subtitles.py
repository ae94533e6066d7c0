"""A subtitle file's cues as a transcript: their times and numbers stay."""

from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.asr.base import Recogniser, RecognitionRequest
from cp_whisperx.asr.subtitles import OUTSIDE, SubtitleReader
from shared.artifacts import SpeechRegions, Transcript
from shared.config import load_config
from shared.errors import ConfigurationError, InvalidInputError
from tests.support.contracts.asr import AsrContract, ignore, regions_of
from tests.support.wav import SAMPLE_RATE, write_wav

SRT = """\
1
00:00:01,000 --> 00:00:02,500
Hello there.

2
00:00:02,000 --> 00:00:04,000
- Who is there?
- Nobody.

3
00:00:05,000 --> 00:00:06,000
♪ La la la ♪

4
00:00:07,000 --> 00:00:08,000
[door slams]

5
00:00:08,000 --> 00:00:09,000
...

6
00:00:14,000 --> 00:00:16,000
The end.
"""
SECONDS = 12


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "film.srt"
    path.write_text(SRT, encoding="utf-8")
    return path


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "film.wav", np.zeros(SECONDS * SAMPLE_RATE, np.float32))


def read(
    file: Path, audio: Path, offset: float = 0.0, language: str = "en", **settings: str
) -> Transcript:
    engine = SubtitleReader(load_config(overrides={"ALIGNMENT_SCRIPT": str(file)} | settings))
    silent = SpeechRegions(engine="test", duration=SECONDS)
    request = RecognitionRequest(audio, silent, language, offset=offset)
    made = engine.transcribe(request, ignore)
    engine.close()
    return made


class TestContract(AsrContract):
    spans = ((1.0, 2.0), (5.0, 6.0))
    language = "en"

    @pytest.fixture(autouse=True)
    def with_subtitles(self, tmp_path: Path) -> None:
        self.file = tmp_path / "two.srt"
        cues = SRT.split("\n\n")
        self.file.write_text(f"{cues[0]}\n\n{cues[2]}", encoding="utf-8")

    @pytest.fixture
    def clip(self, audio: Path) -> Path:
        return audio

    def make_engine(self) -> SubtitleReader:
        return SubtitleReader(load_config(overrides={"ALIGNMENT_SCRIPT": str(self.file)}))

    # The two that differ: this text does not come of the sound.

    def test_text_comes_from_the_regions_alone(self, engine: Recogniser, clip: Path) -> None:
        request = RecognitionRequest(clip, regions_of(clip, self.spans[0]), self.language)
        assert len(engine.transcribe(request, ignore).segments) == 2

    def test_no_region_no_text(self, engine: Recogniser, clip: Path) -> None:
        request = RecognitionRequest(clip, regions_of(clip), self.language)
        assert len(engine.transcribe(request, ignore).segments) == 2


def test_cues_keep_times_and_numbers_and_two_speakers_are_parted(file: Path, audio: Path) -> None:
    segments = read(file, audio).segments
    assert [s.cue for s in segments] == [0, 1, 1, 2, 3, 5]
    assert [s.text for s in segments] == [
        "Hello there.", "Who is there?", "Nobody.", "La la la", "[door slams]", "The end.",
    ]  # fmt: skip
    assert (segments[0].start, segments[0].end) == (1.0, 2.5)
    assert (segments[1].start, segments[2].end) == (2.0, 4.0)
    assert segments[3].kind == "song"
    assert segments[5].end == 16.0
    assert all(segment.words for segment in segments)


def test_the_audio_may_begin_later_than_the_film(file: Path, audio: Path) -> None:
    first = read(file, audio, offset=1.25).segments[0]
    assert (first.start, first.end) == (0.0, 1.25)


def test_of_a_clip_only_what_is_in_it(file: Path, audio: Path) -> None:
    found = read(file, audio, offset=4.5, START_TIME="4.5", END_TIME="8.5")
    assert [s.text for s in found.segments] == ["La la la", "[door slams]", "The end."]
    clip = write_wav(audio.with_name("clip.wav"), np.zeros(4 * SAMPLE_RATE, np.float32))
    found = read(file, clip, offset=4.5, START_TIME="4.5", END_TIME="8.5")
    assert [s.text for s in found.segments] == ["La la la", "[door slams]"]
    assert {removed.reasons for removed in found.removed} == {(OUTSIDE,)}


def test_what_cannot_be_read(tmp_path: Path, file: Path, audio: Path) -> None:
    with pytest.raises(ConfigurationError, match="--subtitles"):
        SubtitleReader(load_config())
    plain = tmp_path / "plain.txt"
    plain.write_text("Hello there.\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="has no times"):
        read(plain, audio)
    with pytest.raises(ConfigurationError, match="which language"):
        read(file, audio, language="auto")
