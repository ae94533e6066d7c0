"""lyrics_detection as a stage: songs are marked, the text stays as it was."""

from pathlib import Path

import numpy as np

from shared.artifacts import (
    ACCOMPANIMENT,
    ALIGNED,
    AUDIO,
    SPEECH,
    WITH_LYRICS,
    Accompaniment,
    Segment,
    SpeechRegions,
    Transcript,
)
from tests.support.jobs import load_stage, make_job, manifest_of, put
from tests.support.music import chords, sung
from tests.support.wav import SAMPLE_RATE, silence, write_wav
from tools.sound_files import read_sound

run_stage = load_stage("lyrics_detection")


def prepare(root: Path, samples: np.ndarray, *spans: tuple[float, float]) -> Path:
    duration = len(samples) / SAMPLE_RATE
    segments = tuple(
        Segment(id=n, start=a, end=b, text=f"line {n}") for n, (a, b) in enumerate(spans)
    )
    job = make_job(root)
    put(job, AUDIO, write_wav(root / "audio.wav", samples).read_bytes())
    put(job, SPEECH, SpeechRegions(engine="t", duration=duration))
    put(
        job,
        ALIGNED,
        Transcript(language="hi", duration=duration, engine="t", segments=segments),
    )
    return job


def result(job: Path) -> Transcript:
    path = job / "08_lyrics_detection" / WITH_LYRICS.file
    return Transcript.model_validate_json(path.read_bytes())


def test_song_between_talk(tmp_path: Path, spoken_english: Path) -> None:
    talk = read_sound(spoken_english)
    at = len(talk) / SAMPLE_RATE
    samples = np.concatenate([talk, sung(16) + chords(16), talk])
    spans = ((0.6, 2.6), (at + 3, at + 6), (at + 8, at + 12), (at + 16.6, at + 18.6))
    job = prepare(tmp_path, samples, *spans)
    assert run_stage(job) == 0
    found = result(job).segments
    assert [segment.kind for segment in found] == ["speech", "song", "song", "speech"]
    assert [segment.text for segment in found] == [f"line {n}" for n in range(4)]
    assert all("song_score" in segment.evidence for segment in found)
    figures = manifest_of(job, "lyrics_detection").figures
    assert (figures["song"], figures["mixed"], figures["speech"]) == (2, 0, 2)
    assert len(figures["passages"]) == 1
    assert figures["song_seconds"] > 12
    (song,) = result(job).songs
    assert [song.start, song.end, song.confidence] == figures["passages"][0]
    assert song.evidence["held_pitch"] > 0
    log = (job / "08_lyrics_detection" / "stage.log").read_text(encoding="utf-8")
    assert f"Song from {song.start:.2f} to {song.end:.2f} s" in log


def test_music_without_a_voice_is_no_song(tmp_path: Path) -> None:
    job = prepare(tmp_path, chords(20))
    assert run_stage(job) == 0
    assert result(job).songs == ()


def test_separated_stems_tell_music_from_song(tmp_path: Path, spoken_english: Path) -> None:
    talk = read_sound(spoken_english)
    at = len(talk) / SAMPLE_RATE
    samples = np.concatenate([talk, sung(16) + chords(16), talk])
    songs = []
    for name, level in (("voice", -20.0), ("none", -80.0)):
        job = prepare(tmp_path / name, samples, (at + 3, at + 6))
        count = round(2 * len(samples) / SAMPLE_RATE)
        stems = Accompaniment(
            step=0.5, vocals_db=(level,) * count, accompaniment_db=(-22.0,) * count
        )
        put(job, ACCOMPANIMENT, stems)
        assert run_stage(job) == 0
        songs.append(sum(song.end - song.start for song in result(job).songs))
    assert songs[0] > 10
    assert songs[1] < 1


def test_no_text_and_no_sound(tmp_path: Path) -> None:
    for number, seconds in enumerate((0, 1, 10)):
        job = prepare(tmp_path / str(number), silence(seconds))
        assert run_stage(job) == 0
        assert result(job).segments == ()


def test_segment_beyond_short_audio_is_speech(tmp_path: Path) -> None:
    job = prepare(tmp_path, silence(0.5), (0.0, 0.5), (5.0, 6.0))
    assert run_stage(job) == 0
    assert [segment.kind for segment in result(job).segments] == ["speech", "speech"]
