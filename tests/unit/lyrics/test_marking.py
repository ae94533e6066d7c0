"""Segments in songs are marked, with evidence; in doubt they are speech."""

import json
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.lyrics.features import Sound
from cp_whisperx.lyrics.marking import mark_songs
from cp_whisperx.lyrics.passages import MusicEvidence, Passage, find_passages, listen
from shared.artifacts import Segment, Transcript
from tests.conftest import PROJECT_ROOT
from tests.support.audio import decode_to_wav

SAMPLE = PROJECT_ROOT / "in" / "test_clips" / "jaane_tu_test_clip.mp4"
REFERENCE = PROJECT_ROOT / "in" / "references" / "sample_02" / "transcript.json"


def evidence(*own: float) -> MusicEvidence:
    scores = np.array(own, dtype=np.float64)
    return MusicEvidence(
        np.arange(len(own), dtype=np.float64) + 0.5,
        (Sound(0.7, 0.3, 0.4),) * len(own),
        scores,
        scores,
    )


def kinds(music: MusicEvidence, passages: list[Passage], *spans: tuple[float, float]) -> list[str]:
    segments = tuple(
        Segment(id=n, start=a, end=b, text=f"line {n} of it") for n, (a, b) in enumerate(spans)
    )
    transcript = Transcript(language="hi", duration=30, engine="t", segments=segments)
    return [segment.kind for segment in mark_songs(transcript, music, passages).segments]


def test_song_mixed_and_speech() -> None:
    music = evidence(*[0.9] * 10, *[0.35] * 5, *[0.0] * 5)
    passages = [Passage(0, 15, 0.8)]
    spans = ((1, 4), (8, 12), (10.2, 14.8), (14, 19), (16, 18))
    assert kinds(music, passages, *spans) == ["song", "song", "mixed", "speech", "speech"]


def test_score_alone_without_a_passage_is_speech() -> None:
    assert kinds(evidence(*[0.9] * 5), [], (1, 4)) == ["speech"]


def test_passage_alone_without_a_score_is_speech() -> None:
    assert kinds(evidence(*[0.1] * 5), [Passage(0, 5, 0.9)], (1, 4)) == ["speech"]


def test_refrain_tips_the_scale_only_in_a_passage() -> None:
    music = evidence(*[0.33] * 10)
    line = "चल मेरे साथ चल"
    segments = tuple(Segment(id=n, start=2 * n, end=2 * n + 2, text=line) for n in range(2))
    transcript = Transcript(language="hi", duration=10, engine="t", segments=segments)
    inside = mark_songs(transcript, music, [Passage(0, 10, 0.6)]).segments
    outside = mark_songs(transcript, music, []).segments
    assert [segment.kind for segment in inside] == ["song", "song"]
    assert [segment.kind for segment in outside] == ["speech", "speech"]
    assert inside[0].evidence["refrain"] == 1.0


def test_evidence_is_kept() -> None:
    segment = Segment(id=0, start=1, end=4, text="x", evidence={"earlier": 1.0})
    transcript = Transcript(language="hi", duration=10, engine="t", segments=(segment,))
    (found,) = mark_songs(transcript, evidence(*[0.9] * 5), [Passage(0, 5, 0.9)]).segments
    assert found.evidence == {
        "earlier": 1.0,
        "song_score": 0.9,
        "song_share": 1.0,
        "refrain": 0.0,
        "tonality": 0.7,
        "steady_pitch": 0.3,
        "beat": 0.4,
    }


def test_nothing_heard() -> None:
    assert kinds(evidence(), [], (1, 4)) == ["speech"]


def test_sample_film(tmp_path: Path) -> None:
    if not (SAMPLE.is_file() and REFERENCE.is_file()):
        pytest.skip("the sample film is not here")
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    names = ("id", "start", "end", "text")
    segments = tuple(
        Segment.model_validate({name: row[name] for name in names}) for row in reference["segments"]
    )
    transcript = Transcript(
        language="hi", duration=reference["duration"], engine="t", segments=segments
    )
    music = listen(decode_to_wav(SAMPLE, tmp_path / "sample.wav"), lambda _: None)
    marked = mark_songs(transcript, music, find_passages(music))
    found = {segment.id: segment.kind for segment in marked.segments}
    wanted = {row["id"]: row["kind"] for row in reference["segments"]}
    print(found)
    assert all(found[number] == "speech" for number, kind in wanted.items() if kind == "speech")
    sung = [found[number] for number, kind in wanted.items() if kind == "song"]
    assert len(sung) >= 4
    assert "speech" not in sung
    assert sung.count("song") > len(sung) / 2
