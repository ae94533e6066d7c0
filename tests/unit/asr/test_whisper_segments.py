from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cp_whisperx.asr.whisper_segments import (
    WhisperSegment,
    is_poor,
    leaves_speech,
    to_segment,
)
from cp_whisperx.asr.windows import Window

ZERO = 50_364
WINDOW = Window(100.0, 110.0, ((100.2, 103.0), (106.0, 109.8)))


def raw(tokens: list[int], words: list[tuple[str, float, float]], **more: Any) -> Any:
    values = {
        "seek": 3000, "text": " Good morning.", "start": 30.5, "end": 32.0, "tokens": tokens,
        "avg_logprob": -0.2, "no_speech_prob": 0.1, "compression_ratio": 1.1, "temperature": 0.0,
        "words": [
            SimpleNamespace(word=w, start=np.float64(a), end=np.float64(b), probability=0.9)
            for w, a, b in words
        ],
    }  # fmt: skip
    return SimpleNamespace(**(values | more))


def read(item: Any) -> WhisperSegment:
    return WhisperSegment.of(item, 30.0, ZERO)


def test_times_are_those_of_the_timestamp_tokens() -> None:
    found = read(
        raw([ZERO + 50, 1, 2, ZERO + 100], [(" Good", 30.6, 31.4), (" morning.", 31.4, 32)])
    )
    assert (found.start, found.end) == pytest.approx((1.0, 2.0))
    assert type(found.words[0][1]) is float
    assert found.words[0][0] == "Good"


def test_tokens_that_leave_out_a_word_give_way() -> None:
    found = read(raw([ZERO + 80, 1, ZERO + 85], [(" Good", 30.6, 31.4), (" morning.", 31.8, 32.4)]))
    assert (found.start, found.end) == pytest.approx((0.6, 2.4))


def test_segment_without_an_end_token() -> None:
    found = read(raw([ZERO + 50, 1, 2], [(" Good", 30.6, 31.4)]))
    assert (found.start, found.end) == pytest.approx((0.5, 2.0))


def test_second_pass_of_a_window() -> None:
    item = raw([ZERO, 1, ZERO + 50], [], seek=500)
    assert WhisperSegment.of(item, 0.0, ZERO).start == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("more", "poor"),
    [({}, False), ({"compression_ratio": 2.5}, True), ({"avg_logprob": -1.2}, True)],
)
def test_poor(more: dict[str, float], poor: bool) -> None:
    assert is_poor([read(raw([ZERO, ZERO + 50], [], **more))]) is poor


def test_speech_at_the_end_without_text() -> None:
    early = read(raw([ZERO, 1, ZERO + 150], [(" Good", 30.0, 33.0)]))
    late = read(raw([ZERO + 300, 1, ZERO + 480], [(" Good", 36.0, 39.6)]))
    assert leaves_speech([early], WINDOW)
    assert not leaves_speech([early, late], WINDOW)
    assert leaves_speech([], WINDOW)


def test_only_signs_say_nothing() -> None:
    assert not read(raw([ZERO, ZERO + 50], [], text=" ...")).says_something
    assert read(raw([ZERO, ZERO + 50], [], text=" हाँ")).says_something


def test_times_stay_in_the_window() -> None:
    found = to_segment(read(raw([ZERO, 1, ZERO + 1400], [(" Good", 29.0, 58.0)])), WINDOW)
    assert (found.start, found.end) == (100.0, 110.0)
    assert (found.words[0].start, found.words[0].end) == (100.0, 110.0)
    assert found.confidence == pytest.approx(0.8187, abs=1e-4)
    assert found.evidence["compression_ratio"] == 1.1


def test_half_letters_are_told_and_never_shown() -> None:
    words = [(" हां\ufffd", 30.6, 31.0), (" चाय", 31.0, 31.5), (" \ufffd", 31.5, 32.0)]
    found = read(raw([ZERO + 50, 1, ZERO + 100], words, text=" हां\ufffd चाय \ufffd"))
    assert is_poor([found])
    segment = to_segment(found, WINDOW)
    assert segment.text == "चाय"
    assert [word.text for word in segment.words] == ["चाय"]
    assert segment.flags == ("broken_text",)


def test_half_a_letter_does_not_take_a_line_without_spaces_with_it() -> None:
    words = [("你好", 30.6, 31.0), ("\ufffd", 31.0, 31.5), ("吗？", 31.5, 32.0)]
    found = to_segment(read(raw([ZERO + 50, 1, ZERO + 100], words, text="你好\ufffd吗？")), WINDOW)
    assert found.text == "你好吗？"
