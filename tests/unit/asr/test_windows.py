import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.windows import (
    Window,
    merge_spans,
    plan_windows,
    quietest_point,
    touched,
    windows_of,
)
from shared.artifacts import SpeechRegion
from tests.support.contracts.asr import regions_of
from tests.support.wav import silence, tone, write_wav
from tools.sound_files import read_sound


@pytest.fixture(scope="module")
def humming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """90 s of tone with silence from 40.0 to 40.4 and from 61.0 to 61.4."""
    samples = tone(90)
    for second in (40.0, 61.0):
        samples[round(second * 16_000) : round((second + 0.4) * 16_000)] = 0
    return write_wav(tmp_path_factory.mktemp("windows") / "humming.wav", samples)


def plan(audio: Path, *spans: tuple[float, float], longest: float = 28.0) -> list[Window]:
    regions = [SpeechRegion(start=start, end=end) for start, end in spans]
    return plan_windows(regions, audio, 90.0, longest)


def test_neighbours_share_a_window(humming: Path) -> None:
    found = plan(humming, (1, 4), (5, 9), (12, 20))
    assert [window.speech for window in found] == [((1, 4), (5, 9), (12, 20))]
    assert (found[0].start, found[0].end) == pytest.approx((0.8, 20.2))


def test_long_pause_begins_a_new_window(humming: Path) -> None:
    assert len(plan(humming, (1, 4), (9.5, 12))) == 2


def test_full_window_begins_a_new_one(humming: Path) -> None:
    found = plan(humming, (1, 12), (13, 25), (26, 40))
    assert [window.speech for window in found] == [((1, 12), (13, 25)), ((26, 40),)]


def test_long_region_is_cut_where_it_is_quiet(humming: Path) -> None:
    found = plan(humming, (20, 80))
    assert [window.speech[0] for window in found] == [
        (20, pytest.approx(40.2, abs=0.15)),
        (pytest.approx(40.2, abs=0.15), pytest.approx(61.2, abs=0.15)),
        (pytest.approx(61.2, abs=0.15), 80),
    ]


def test_margins_stop_half_way_to_the_neighbour(humming: Path) -> None:
    found = plan(humming, (0.05, 25), (25.2, 50))
    assert found[0].start == pytest.approx(0.0)
    assert found[0].end == pytest.approx(25.1)
    assert found[1].start == pytest.approx(25.1)


def test_overlapping_speakers_are_one_span() -> None:
    assert merge_spans([(3, 5), (1, 4), (7, 7), (8, 9)]) == [(1, 5), (8, 9)]


def test_spans_that_only_meet_a_stretch_do_not_touch_it() -> None:
    spans = [(0.0, 1.0), (1.0, 2.0), (3.0, 4.0), (6.0, 7.0)]
    assert touched(spans, 1.0, 3.5) == [(1.0, 2.0), (3.0, 4.0)]
    assert touched(spans, 4.0, 6.0) == []
    assert touched(spans, -5.0, 9.0) == spans


def test_quietest_point(humming: Path) -> None:
    assert quietest_point(humming, 30, 50) == pytest.approx(40.2, abs=0.15)
    assert quietest_point(humming, 10, 10.1) == pytest.approx(10.05)


def test_nothing_to_hear(humming: Path) -> None:
    assert plan(humming) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    edges=st.lists(st.integers(0, 9_000), min_size=2, max_size=24, unique=True).map(sorted),
    longest=st.floats(2.0, 30.0),
)
def test_every_plan_is_in_bounds(humming: Path, edges: list[int], longest: float) -> None:
    spans = [(a / 100, b / 100) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    found = plan(humming, *spans, longest=longest)
    assert all(0 <= w.start < w.end <= 90.0 for w in found)
    assert all(w.duration <= longest + 1e-6 for w in found)
    assert all(a.end <= b.start + 1e-9 for a, b in pairwise(found))
    heard = sum(end - start for w in found for start, end in w.speech)
    assert heard == pytest.approx(sum(end - start for start, end in spans))


def test_whole_silence_can_be_cut(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "quiet.wav", silence(30))
    found = plan_windows([SpeechRegion(start=0, end=30)], path, 30.0, 10.0)
    assert found[0].start == 0
    assert found[-1].end == 30
    assert np.all([window.duration <= 10 for window in found])


def request_of(
    audio: Path, *spans: tuple[float, float], careful: bool = False, alone: bool = False
) -> RecognitionRequest:
    regions = regions_of(audio, *spans)
    return RecognitionRequest(audio, regions, "hi", careful=careful, alone=alone)


def test_a_careful_request_has_short_windows(humming: Path) -> None:
    spans = ((1, 4), (5, 9), (10, 15))
    assert len(windows_of(request_of(humming, *spans), 28.0)) == 1
    assert len(windows_of(request_of(humming, *spans, careful=True), 28.0)) == 2


def test_regions_that_are_heard_alone_have_wide_margins(humming: Path) -> None:
    found = windows_of(request_of(humming, (1, 4), (5.5, 9), alone=True), 28.0)
    assert [(w.start, w.end) for w in found] == [(0.5, 4.5), (5.0, 9.5)]


def read_aloud(data: Path) -> tuple[NDArray[np.float32], list[tuple[float, float]]]:
    """Real recordings behind each other, with the times of their words by forced alignment."""
    jfk = json.loads((data / "alignments" / "jfk_pocketsphinx_align.json").read_text("utf-8"))
    clips = [(data / jfk["audio"], [(word["start"], word["end"]) for word in jfk["words"]])]
    for path in sorted((data / "speech_en" / "librivox_ps").glob("*_64kb-*.json")):
        rows = json.loads(path.read_text("utf-8"))["w"]
        words = [(row["b"], row["b"] + row["d"]) for row in rows if row["t"][0].isalpha()]
        clips.append((path.with_suffix(".wav"), words))
    samples, times = [], []
    at = 0.0
    for path, words in clips:
        samples.append(read_sound(path))
        times += [(at + start, at + end) for start, end in words]
        at += len(samples[-1]) / 16_000
    return np.concatenate(samples), times


def test_cuts_of_real_speech_fall_between_words(shared_data: Path, tmp_path: Path) -> None:
    samples, words = read_aloud(shared_data)
    audio = write_wav(tmp_path / "aloud.wav", samples)
    cuts = [
        window.speech[0][0]
        for longest in (7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 16.0, 20.0, 28.0)
        for window in windows_of(request_of(audio, (words[0][0], words[-1][1])), longest)[1:]
    ]
    depths = [max([min(cut - a, b - cut) for a, b in words if a < cut < b] or [0]) for cut in cuts]
    print(f"{len(cuts)} cuts in {len(words)} words: {depths.count(0)} in a pause, "
          f"{sum(depth > 0.1 for depth in depths)} more than 0.1 s within a word")  # fmt: skip
    assert len(cuts) >= 25
    assert max(depths) <= 0.1
    assert depths.count(0) >= 0.85 * len(cuts)
