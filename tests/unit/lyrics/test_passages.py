"""Songs are found as passages; talk over a score is not one."""

from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.lyrics.features import Sound
from cp_whisperx.lyrics.passages import (
    MusicEvidence,
    Passage,
    covered_share,
    find_passages,
    listen,
    song_score,
)
from tests.support.audio import decode
from tests.support.music import chords, mixed, sung
from tests.support.wav import silence, write_wav


def silent(_: float) -> None:
    """Takes progress and does nothing with it."""


def passages_in(path: Path, samples: np.ndarray) -> list[Passage]:
    return find_passages(listen(write_wav(path, samples), silent))


def song_seconds(passages: list[Passage]) -> float:
    return sum(passage.end - passage.start for passage in passages)


@pytest.fixture
def talk(spoken_english: Path, spoken_hindi: Path) -> np.ndarray:
    return np.concatenate([decode(spoken_english), decode(spoken_hindi)])


def test_song_between_talk(tmp_path: Path, talk: np.ndarray) -> None:
    song = sung(20) + chords(20)
    (found,) = passages_in(tmp_path / "x.wav", np.concatenate([talk, song, talk]))
    start = len(talk) / 16_000
    assert found.start == pytest.approx(start, abs=2.5)
    assert found.end == pytest.approx(start + 20, abs=2.5)
    assert 0.5 <= found.confidence <= 1


@pytest.mark.parametrize("snr_db", [20, 10, 5])
def test_talk_over_a_score_is_no_song(tmp_path: Path, talk: np.ndarray, snr_db: float) -> None:
    assert passages_in(tmp_path / "x.wav", mixed(talk, chords(10), snr_db)) == []


def test_short_jingle_is_no_song(tmp_path: Path, talk: np.ndarray) -> None:
    jingle = sung(3) + chords(3)
    assert passages_in(tmp_path / "x.wav", np.concatenate([talk, jingle, talk])) == []


@pytest.mark.parametrize("seconds", [0, 0.5, 2, 30])
def test_silence(tmp_path: Path, seconds: float) -> None:
    assert passages_in(tmp_path / "x.wav", silence(seconds)) == []


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    listen(write_wav(tmp_path / "x.wav", silence(8)), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_score_needs_tones_and_held_notes_together() -> None:
    assert song_score(Sound(0.8, 0.5, 0.5)) == 1.0
    assert song_score(Sound(0.8, 0.1, 0.9)) == 0.0
    assert song_score(Sound(0.5, 0.9, 0.9)) == 0.0


def evidence(*own: float) -> MusicEvidence:
    scores = np.array(own, dtype=np.float64)
    centres = np.arange(len(own), dtype=np.float64) + 1.5
    return MusicEvidence(centres, (Sound(0, 0, 0),) * len(own), scores, scores)


def test_gaps_are_bridged_and_short_runs_left_out() -> None:
    found = find_passages(evidence(*[0.9] * 5, 0, 0, *[0.9] * 5, *[0] * 8, *[0.9] * 5))
    assert [(passage.start, passage.end) for passage in found] == [(1.0, 13.0)]


def test_windows_of_a_stretch() -> None:
    assert evidence(0, 0, 0, 0).between(2.0, 4.0) == [1, 2]
    assert evidence(0, 0, 0, 0).between(2.6, 2.8) == [1]
    assert evidence().between(0, 1) == []


def test_covered_share() -> None:
    passages = [Passage(2, 4, 1), Passage(6, 8, 1)]
    assert covered_share(3, 7, passages) == pytest.approx(0.5)
    assert covered_share(0, 1, passages) == 0
    assert covered_share(5, 5, passages) == 0


# Real recordings.


def test_real_music_noise_and_speech(shared_data: Path, tmp_path: Path) -> None:
    """music 0 to 22.5 s, noise 29 to 63 s, speech 63 to 74.5 s."""
    found = passages_in(tmp_path / "x.wav", decode(shared_data / "music/ina/musanmix.mp3"))
    print(found)
    assert all(passage.end < 24 for passage in found)


def talks(shared_data: Path) -> list[np.ndarray]:
    names = ["speech_en/jfk.flac", "music/ina/lamartine.wav", "speech_en/silero_test.wav"]
    hindi = sorted((shared_data / "speech_hi_dev/indicw2v_train").glob("*.wav"))[:10]
    return [
        *(decode(shared_data / name) for name in names),
        np.concatenate([decode(path) for path in hindi]),
    ]


@pytest.mark.slow
def test_real_talk_over_real_music(shared_data: Path, tmp_path: Path) -> None:
    music = decode(shared_data / "music/ina/musanmix.mp3")[: 22 * 16_000]
    score = decode(shared_data / "music/test_nospeech_video.mp4")
    mistaken = total = 0.0
    for talk in talks(shared_data):
        clip = talk[: 40 * 16_000]
        for samples in (clip, *(mixed(clip, m, db) for m in (music, score) for db in (10, 5, 0))):
            mistaken += song_seconds(passages_in(tmp_path / "x.wav", samples))
            total += len(samples) / 16_000
    print(f"talk taken for song: {mistaken / total:.1%} of {total:.0f} s")
    assert mistaken / total <= 0.05
