from cp_whisperx.subtitles.budget import characters_for
from cp_whisperx.subtitles.tracks import build_track
from shared.artifacts import Segment
from shared.config import build_config
from tests.support.subtitles import say

CONFIG = build_config([])


def _segments(*spans: tuple[float, float]) -> list[Segment]:
    return [Segment(id=i, start=a, end=b, text="x") for i, (a, b) in enumerate(spans)]


def _budget(*spans: tuple[float, float], language: str = "en", end: float = 60.0) -> list[int]:
    return characters_for(_segments(*spans), language, CONFIG, end)


def test_the_budget_is_the_time_at_the_language_s_speed() -> None:
    spans = (10.0, 12.0), (12.0, 14.0), (14.0, 16.0)
    assert 36 <= _budget(*spans)[1] <= 40
    assert (
        _budget(*spans, language="hi")[1] > _budget(*spans)[1] > _budget(*spans, language="es")[1]
    )
    assert _budget(*spans, language="zh")[1] < 20


def test_silence_round_a_segment_counts_but_not_without_end() -> None:
    alone = _budget((10.0, 12.0), (30.0, 31.0))[0]
    assert 60 <= alone <= 90
    assert alone == _budget((10.0, 12.0), (40.0, 41.0))[0]
    assert _budget((10.0, 12.0), (12.5, 13.0))[0] < alone


def test_the_film_s_end_overlaps_and_empty_segments() -> None:
    assert _budget((10.0, 12.0), end=12.0)[0] < _budget((10.0, 12.0), end=20.0)[0]
    assert _budget((1.0, 5.0), (2.0, 3.0), (2.0, 2.0))[2] >= 1
    assert _budget((1.0, 5.0), (2.0, 3.0))[0] < _budget((1.0, 5.0), (6.0, 7.0))[0]
    assert characters_for([], "en", CONFIG) == []


def test_a_long_segment_may_have_several_cues() -> None:
    assert _budget((0.0, 30.0))[0] > 2 * 84


def test_what_keeps_the_budget_can_be_read() -> None:
    spans = [(i * 3.0, i * 3.0 + 2.5) for i in range(12)]
    for language in ("en", "es"):
        said = [
            say(("word " * 40)[: budget - 1].strip() + ".", a, b, words_language=language)
            for (a, b), budget in zip(spans, _budget(*spans, language=language), strict=True)
        ]
        rules = {v.rule for v in build_track(said, language, CONFIG).style.violations}
        assert "reading_speed" not in rules
