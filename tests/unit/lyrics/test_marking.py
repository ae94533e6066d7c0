"""Segments in songs are marked, with evidence; in doubt they are speech."""

import json

import numpy as np
import pytest

from cp_whisperx.lyrics.clues import of_text, of_voices
from cp_whisperx.lyrics.detector import load_detector
from cp_whisperx.lyrics.listening import COLUMNS, Heard, listen
from cp_whisperx.lyrics.marking import mark_songs
from cp_whisperx.lyrics.passages import SHOWN, Judgement, Rules, find_passages, judge
from cp_whisperx.lyrics.wording import read
from shared.artifacts import Segment, SongPassage, Transcript
from tests.conftest import PROJECT_ROOT
from tests.support.audio import decode_to_wav

SAMPLE = PROJECT_ROOT / "in" / "test_clips" / "jaane_tu_test_clip.mp4"
REFERENCE = PROJECT_ROOT / "in" / "references" / "sample_02" / "transcript.json"


def judged(*song: float) -> Judgement:
    """One step a second."""
    centres = np.arange(len(song)) + 0.5
    chances = np.array([[1 - chance, 0.0, chance] for chance in song]).reshape(-1, 3)
    values = np.full((len(song), len(COLUMNS)), 0.4)
    return Judgement(Heard(len(song), centres, values, np.zeros((0, 12), np.float32)), chances)


def marked(
    music: Judgement, passages: list[SongPassage], *spans: tuple[float, float]
) -> Transcript:
    segments = tuple(
        Segment(id=n, start=a, end=b, text=f"line {n} of it", evidence={"earlier": 1.0})
        for n, (a, b) in enumerate(spans)
    )
    transcript = Transcript(language="hi", duration=30, engine="t", segments=segments)
    return mark_songs(transcript, music, passages, read(segments))


def kinds(music: Judgement, passages: list[SongPassage], *spans: tuple[float, float]) -> list[str]:
    return [segment.kind for segment in marked(music, passages, *spans).segments]


def test_song_mixed_and_speech() -> None:
    music = judged(*[0.9] * 10, *[0.35] * 5, *[0.0] * 5)
    passages = [SongPassage(start=0, end=15, confidence=0.8)]
    spans = ((1, 4), (7, 11), (10.2, 14.8), (14, 19), (16, 18))
    assert kinds(music, passages, *spans) == ["song", "song", "mixed", "speech", "speech"]


def test_score_alone_without_a_passage_is_speech() -> None:
    assert kinds(judged(*[0.9] * 5), [], (1, 4)) == ["speech"]


def test_passage_alone_without_a_score_is_speech() -> None:
    assert kinds(judged(*[0.1] * 5), [SongPassage(start=0, end=5)], (1, 4)) == ["speech"]


def test_evidence_is_kept_by_name() -> None:
    passage = SongPassage(start=0, end=5, confidence=0.9)
    found = marked(judged(*[0.9] * 5), [passage], (1, 4))
    assert found.songs == (passage,)
    evidence = found.segments[0].evidence
    assert evidence["earlier"] == 1.0
    assert evidence["song_score"] == 0.9
    assert evidence["song_share"] == 1.0
    assert {"refrain", "text_score", *SHOWN} <= set(evidence)
    assert evidence["words_per_second"] == 1.33


def test_nothing_heard() -> None:
    assert kinds(judged(), [], (1, 4)) == ["speech"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """The sample film, with talk over music before and after four sung lines."""
    if not (SAMPLE.is_file() and REFERENCE.is_file()):
        pytest.skip("the sample film is not here")
    audio = decode_to_wav(SAMPLE, tmp_path_factory.mktemp("sample") / "sample.wav")
    return listen(audio, lambda _: None)


@pytest.mark.parametrize("with_text", [True, False])
def test_sample_film(sample: Heard, with_text: bool) -> None:
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    names = ("id", "start", "end", "text")
    segments = tuple(
        Segment.model_validate({name: row[name] for name in names}) for row in reference["segments"]
    )
    transcript = Transcript(language="hi", duration=70, engine="t", segments=segments)
    wording = read(segments)
    clues = [of_voices(sample.centres, segments)]
    clues += [of_text(sample.centres, segments, wording)] if with_text else []
    judgement = judge(sample, load_detector(), *clues)
    found = mark_songs(transcript, judgement, find_passages(judgement, Rules(0.5, 6, 4)), wording)
    wanted = {row["id"]: row["kind"] for row in reference["segments"]}
    assert {segment.id: segment.kind for segment in found.segments} == wanted
    (song,) = found.songs
    sung = [row for row in reference["segments"] if row["kind"] == "song"]
    assert song.start == pytest.approx(sung[0]["start"], abs=2)
    assert song.end == pytest.approx(sung[-1]["end"], abs=4)
