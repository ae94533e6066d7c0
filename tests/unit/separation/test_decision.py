"""The verdict on a film follows from its stretches and the thresholds."""

import time

import pytest

from cp_whisperx.separation.background import Stretch
from cp_whisperx.separation.decision import judge, keeps_voices, sounding_stretches
from shared.artifacts import Accompaniment, TimeSpan
from shared.config import Config, load_config

CLEAN = (30.0, 2.0)
NOISY = (8.0, 1.0)
SCORED = (18.0, 8.0)
FAR_MUSIC = (25.0, 8.0)
HISS = (18.0, 1.0)


def film(*kinds: tuple[float, float], level: float = -20.0) -> list[Stretch]:
    return [
        Stretch(start=6.0 * at, end=6.0 * at + 6, level_db=level, snr_db=snr, tonal_db=tonal)
        for at, (snr, tonal) in enumerate(kinds)
    ]


@pytest.fixture
def config() -> Config:
    return load_config()


def test_clean_speech_is_clean(config: Config) -> None:
    verdict = judge(film(*[CLEAN] * 10), config)
    assert (verdict.share, verdict.unclean, verdict.snr_db) == (0.0, (), 30.0)


def test_noise_and_music_are_told_apart(config: Config) -> None:
    verdict = judge(film(NOISY, SCORED, CLEAN, CLEAN), config)
    assert (verdict.noise_share, verdict.music_share, verdict.share) == (0.25, 0.25, 0.5)


def test_music_counts_at_a_level_at_which_hiss_does_not(config: Config) -> None:
    assert judge(film(SCORED), config).share == 1.0
    assert judge(film(HISS), config).share == 0.0
    assert judge(film(FAR_MUSIC), config).share == 0.0


def test_the_thresholds_are_parameters() -> None:
    strict = load_config(
        overrides={"SOURCE_SEPARATION_SNR_THRESHOLD": "19",
                   "SOURCE_SEPARATION_MUSIC_THRESHOLD": "26"}
    )  # fmt: skip
    assert judge(film(HISS, FAR_MUSIC), strict).share == 1.0


def test_unclean_stretches_are_joined_over_a_single_clean_one(config: Config) -> None:
    verdict = judge(film(NOISY, CLEAN, SCORED, CLEAN, CLEAN, NOISY), config)
    assert verdict.unclean == (TimeSpan(start=0, end=18), TimeSpan(start=30, end=36))


def test_pauses_do_not_count(config: Config) -> None:
    room = film(NOISY, level=-50.0)
    assert sounding_stretches([*film(CLEAN, CLEAN), *room]) == film(CLEAN, CLEAN)
    assert judge([*film(CLEAN, CLEAN), *room], config).share == 0.0


def test_a_model_that_takes_clean_speech_away_is_found_out(config: Config) -> None:
    verdict = judge(film(CLEAN, NOISY, NOISY), config)
    voice, music = (-20.0,) * 12, (-10.0,) * 24
    quiet = (-50.0,) * 12
    assert keeps_voices(levels(voice + quiet * 2, quiet + music), verdict)
    assert not keeps_voices(levels(quiet * 3, voice + music), verdict)
    assert keeps_voices(levels(quiet * 3, voice + music), judge(film(NOISY), config))


def test_a_film_of_many_hours_is_judged_at_once(config: Config) -> None:
    stretches = film(*[CLEAN, NOISY] * 6000)
    steps = 12 * len(stretches)
    began = time.process_time()
    verdict = judge(stretches, config)
    assert keeps_voices(levels((-20.0,) * steps, (-50.0,) * steps), verdict)
    assert not keeps_voices(levels((-50.0,) * steps, (-20.0,) * steps), verdict)
    assert time.process_time() - began < 3.0


def levels(vocals: tuple[float, ...], accompaniment: tuple[float, ...]) -> Accompaniment:
    return Accompaniment(step=0.5, vocals_db=vocals, accompaniment_db=accompaniment)


def test_silence_has_no_figure(config: Config) -> None:
    for stretches in ([], film(CLEAN, level=-90.0)):
        verdict = judge(stretches, config)
        assert verdict.snr_db is None
        assert "snr_db" not in verdict.evidence
    assert judge(film(CLEAN), config).evidence["snr_db"] == 30.0
