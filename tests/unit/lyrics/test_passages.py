"""Songs are found as passages; talk over a score is not one."""

from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.lyrics.clues import of_voices
from cp_whisperx.lyrics.detector import Detector, load_detector
from cp_whisperx.lyrics.listening import COLUMNS, Heard, listen
from cp_whisperx.lyrics.measurements import STEP_SECONDS
from cp_whisperx.lyrics.passages import (
    SHOWN,
    Judgement,
    Rules,
    covered_share,
    find_passages,
    judge,
)
from shared.artifacts import SongPassage, SpeechRegion
from tests.support.music import chords, mixed, sung
from tests.support.wav import silence, write_wav
from tools.sound_files import read_sound

RULES = Rules(threshold=0.5, shortest=6.0, bridged=4.0)


def silent(_: float) -> None:
    """Takes progress and does nothing with it."""


def passages_in(path: Path, samples: np.ndarray) -> list[SongPassage]:
    heard = listen(write_wav(path, samples), silent)
    everywhere = SpeechRegion(start=0, end=heard.duration)
    judgement = judge(heard, load_detector(), of_voices(heard.centres, [everywhere]))
    return find_passages(judgement, RULES)


def song_seconds(passages: list[SongPassage]) -> float:
    return sum(passage.end - passage.start for passage in passages)


@pytest.fixture
def talk(spoken_english: Path, spoken_hindi: Path) -> np.ndarray:
    return np.concatenate([read_sound(spoken_english), read_sound(spoken_hindi)])


def test_song_between_talk(tmp_path: Path, talk: np.ndarray) -> None:
    song = sung(20) + chords(20)
    (found,) = passages_in(tmp_path / "x.wav", np.concatenate([talk, song, talk]))
    start = len(talk) / 16_000
    assert found.start == pytest.approx(start, abs=1.5)
    assert found.end == pytest.approx(start + 20, abs=1.5)
    assert found.confidence is not None
    assert 0.5 <= found.confidence <= 1
    assert set(found.evidence) == set(SHOWN)


def test_song_at_a_films_ends(tmp_path: Path, talk: np.ndarray) -> None:
    song = sung(12) + chords(12)
    first, last = passages_in(tmp_path / "x.wav", np.concatenate([song, talk, song]))
    assert first.start == 0
    assert last.end == pytest.approx(24 + len(talk) / 16_000, abs=0.01)


@pytest.mark.parametrize("snr_db", [20, 10, 5])
def test_talk_over_a_score_is_no_song(tmp_path: Path, talk: np.ndarray, snr_db: float) -> None:
    assert passages_in(tmp_path / "x.wav", mixed(talk, chords(10), snr_db)) == []


def test_short_jingle_is_no_song(tmp_path: Path, talk: np.ndarray) -> None:
    jingle = sung(3) + chords(3)
    assert passages_in(tmp_path / "x.wav", np.concatenate([talk, jingle, talk])) == []


@pytest.mark.parametrize("seconds", [0, 0.5, 2, 4, 30])
def test_silence(tmp_path: Path, seconds: float) -> None:
    assert passages_in(tmp_path / "x.wav", silence(seconds)) == []


def heard(steps: int) -> Heard:
    centres = np.arange(steps) * STEP_SECONDS + 1.5
    bands = np.zeros((4 * steps, 12), np.float32)
    return Heard(steps * STEP_SECONDS + 3, centres, np.zeros((steps, len(COLUMNS))), bands)


def judged(*song: float) -> Judgement:
    chances = np.array([[1 - chance, 0.0, chance] for chance in song]).reshape(-1, 3)
    return Judgement(heard(len(song)), chances)


def test_gaps_are_bridged_and_short_runs_left_out() -> None:
    silence_steps, song_steps = [0.0] * 20, [0.9] * 10
    song = [*silence_steps, *song_steps, *[0.0] * 5, *song_steps, *silence_steps, 0.9, 0.9]
    (found,) = find_passages(judged(*song), RULES)
    assert found.end - found.start == pytest.approx(25 * STEP_SECONDS, abs=3.2)
    assert find_passages(judged(*song), Rules(0.5, 6.0, 1.0)) == []


def test_threshold_counts() -> None:
    song = [0.0] * 10 + [0.6] * 20 + [0.0] * 10
    assert len(find_passages(judged(*song), RULES)) == 1
    assert find_passages(judged(*song), Rules(0.7, 6.0, 4.0)) == []


def looking_at_the_first(*weights: float) -> Detector:
    """Judges by the first measurement alone."""
    inner = np.zeros((len(COLUMNS), 1))
    inner[0] = 1
    mean, scale = np.zeros(len(COLUMNS)), np.ones(len(COLUMNS))
    return Detector(mean, scale, inner, np.zeros(1), np.array([weights]), np.zeros(3))


def test_a_breath_ends_no_song_and_a_held_vowel_makes_none() -> None:
    detector = looking_at_the_first(-3, -9, 3)
    sound = heard(60)
    sound.values[:, 0] = -1
    sound.values[5, 0] = 1
    sound.values[20:50, 0] = 1
    sound.values[34:36, 0] = -1
    song = judge(sound, detector).chances[:, 2] > 0.5
    assert np.flatnonzero(song).tolist() == list(range(20, 50))


def test_clues_tip_the_scale() -> None:
    detector = looking_at_the_first(0, 0, 0)
    clue = np.zeros((30, 3))
    clue[:, 2] = 0.5
    assert judge(heard(30), detector).song(0, 20) < 0.4
    assert judge(heard(30), detector, clue).song(0, 20) > 0.9


def test_windows_of_a_stretch() -> None:
    judgement = judged(0, 0, 0, 0)
    assert judgement.between(1.4, 2.6) == [0, 1, 2]
    assert judgement.between(9, 10) == [3]
    assert judged().between(0, 1) == []
    assert judged().song(0, 1) == 0
    assert judged().shown(0, 1)["beat"] == 0


def test_covered_share() -> None:
    passages = [SongPassage(start=2, end=4), SongPassage(start=6, end=8)]
    assert covered_share(3, 7, passages) == pytest.approx(0.5)
    assert covered_share(0, 1, passages) == 0
    assert covered_share(5, 5, passages) == 0


# Real recordings.


def test_real_music_noise_and_speech(shared_data: Path, tmp_path: Path) -> None:
    """music 0 to 22.5 s, noise 29 to 63 s, speech 63 to 74.5 s."""
    found = passages_in(tmp_path / "x.wav", read_sound(shared_data / "music/ina/musanmix.mp3"))
    assert all(passage.end < 24 for passage in found)


def test_real_film_of_talk_over_music(shared_data: Path, tmp_path: Path) -> None:
    """An explanation of 143 s with music under it and at its ends."""
    assert (
        passages_in(tmp_path / "x.wav", read_sound(shared_data / "speech_en/subsai/test0.mp3"))
        == []
    )


def talks(shared_data: Path) -> list[np.ndarray]:
    names = ["speech_en/jfk.flac", "music/ina/lamartine.wav", "speech_en/silero_test.wav"]
    hindi = sorted((shared_data / "speech_hi_dev/indicw2v_train").glob("*.wav"))[:10]
    return [
        *(read_sound(shared_data / name) for name in names),
        np.concatenate([read_sound(path) for path in hindi]),
    ]


@pytest.mark.slow
def test_real_talk_over_real_music(shared_data: Path, tmp_path: Path) -> None:
    music = read_sound(shared_data / "music/ina/musanmix.mp3")[: 22 * 16_000]
    score = read_sound(shared_data / "music/test_nospeech_video.mp4")
    mistaken = total = 0.0
    for talk in talks(shared_data):
        clip = talk[: 40 * 16_000]
        for samples in (clip, *(mixed(clip, m, db) for m in (music, score) for db in (10, 5, 0))):
            mistaken += song_seconds(passages_in(tmp_path / "x.wav", samples))
            total += len(samples) / 16_000
    print(f"talk taken for song: {mistaken / total:.1%} of {total:.0f} s")
    assert mistaken / total <= 0.05
