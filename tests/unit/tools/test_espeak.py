"""The real espeak-ng library tells where each word begins."""

import ctypes.util

import numpy as np
import pytest

from tools.espeak import PITCH, RATE, Synthesiser, synthesiser

pytestmark = pytest.mark.skipif(
    ctypes.util.find_library("espeak-ng") is None, reason="espeak-ng is not on this machine"
)


@pytest.fixture(scope="module")
def speaker() -> Synthesiser:
    return synthesiser()


def test_words_begin_in_order_within_the_sound(speaker: Synthesiser) -> None:
    text = "three yellow birds"
    samples, words = speaker.speak(text, "en-us", {RATE: 150, PITCH: 50})
    assert [text[place:].split(maxsplit=1)[0] for place, _ in words] == text.split()
    starts = [start for _, start in words]
    assert starts == sorted(set(starts))
    assert starts[-1] < len(samples) / speaker.rate
    assert samples.dtype == np.int16
    assert np.abs(samples.astype(int)).max() > 1000


def test_a_faster_rate_takes_less_time(speaker: Synthesiser) -> None:
    slow, _ = speaker.speak("three yellow birds", "en-us", {RATE: 100})
    fast, _ = speaker.speak("three yellow birds", "en-us", {RATE: 250})
    assert len(fast) < 0.7 * len(slow)


def test_a_second_text_begins_anew(speaker: Synthesiser) -> None:
    speaker.speak("three yellow birds", "en-us", {RATE: 150})
    _, words = speaker.speak("one", "en-us", {RATE: 150})
    assert len(words) == 1


def test_a_voice_that_does_not_exist_is_named(speaker: Synthesiser) -> None:
    with pytest.raises(ValueError, match="no voice 'xx-none'"):
        speaker.speak("one", "xx-none", {RATE: 150})
