"""Levels of vocals and accompaniment are right to the step, however the stream is cut."""

import numpy as np
import pytest

from cp_whisperx.separation.energies import SILENCE_DB, STEP_SECONDS, EnergyMeter

RATE = 1000


def test_levels_over_time() -> None:
    seconds = np.arange(2 * RATE) // RATE
    vocals = np.where(seconds == 0, 0.1, 0.0)[np.newaxis].astype(np.float32)
    mix = vocals + np.float32(0.01)
    meter = EnergyMeter(RATE)
    for at in range(0, 2 * RATE, 333):
        meter.add(mix[:, at : at + 333], vocals[:, at : at + 333])
    result = meter.result()
    assert result.step == STEP_SECONDS
    assert result.vocals_db == pytest.approx([-20, -20, SILENCE_DB, SILENCE_DB], abs=0.1)
    assert result.accompaniment_db == pytest.approx([-40] * 4, abs=0.1)


def test_a_rest_counts_as_a_step_of_its_own() -> None:
    meter = EnergyMeter(RATE)
    meter.add(np.full((2, 700), 0.1, np.float32), np.full((2, 700), 0.1, np.float32))
    assert meter.result().vocals_db == pytest.approx([-20, -20], abs=0.1)


def test_nothing_has_no_levels() -> None:
    assert EnergyMeter(RATE).result().vocals_db == ()
