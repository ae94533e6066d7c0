"""Tests of the quality measures: figures worked out by hand, in the scripts that go wrong."""

import pytest

from tests import quality_metrics as metrics
from tests.quality_metrics import Span


def spans(*rows: tuple[float, float, str]) -> list[Span]:
    return [Span(*row) for row in rows]


def test_normalised_keeps_vowel_signs_and_drops_danda() -> None:
    assert metrics.normalised("यह मेरी माँ की किताब है।") == "यह मेरी माँ की किताब है"


def test_normalised_folds_latin_case_and_apostrophes() -> None:
    assert metrics.normalised("Don't  STOP, well-known!") == "dont stop well known"


def test_normalised_makes_both_forms_of_a_nukta_letter_equal() -> None:
    assert metrics.normalised("\u0958ीमत") == metrics.normalised("क\u093cीमत")


def test_a_lost_vowel_sign_is_a_word_error() -> None:
    figures = metrics.word_errors(spans((0, 1, "मेरी किताब")), spans((0, 1, "मेरा किताब")))
    assert figures["wer"] == pytest.approx(0.5)
    assert figures["cer"] == pytest.approx(1 / 10)


def test_wrong_script_is_counted_apart() -> None:
    reference = spans((0, 1, "आप कैसे हैं"))
    figures = metrics.word_errors(reference, spans((0, 1, "aap कैसे ہیں")))
    assert figures["wrong_script"] == pytest.approx(2 / 3)
    assert metrics.word_errors(reference, reference)["wrong_script"] == 0.0


def test_nothing_recognised_is_all_wrong() -> None:
    figures = metrics.word_errors(spans((0, 1, "two words")), [])
    assert (figures["wer"], figures["wrong_script"]) == (1.0, 0.0)


def test_passages_joins_what_one_side_cut_differently() -> None:
    reference = spans((0, 2, "a"), (2.1, 4, "b"), (6, 7, "c"))
    found = metrics.passages(reference, spans((0, 4, "a b"), (6, 6.5, "c1"), (6.5, 7, "c2")))
    assert [metrics.joined(p.reference) for p in found] == ["a b", "c"]
    assert [metrics.joined(p.hypothesis) for p in found] == ["a b", "c1 c2"]


def test_passages_keeps_a_segment_that_nothing_covers() -> None:
    found = metrics.passages(spans((0, 2, "a"), (5, 6, "b")), spans((1.9, 4, "x")))
    assert [len(p.hypothesis) for p in found] == [0, 0]


def test_words_sung_are_parted_from_words_spoken() -> None:
    reference = [Span(0, 5, "talk"), Span(5, 10, "la la", "song")]
    speech, song = metrics.split_by_kind(
        spans((4, 4.5, "x"), (6, 7, "y"), (10, 10.6, "z")), reference
    )
    assert ([w.text for w in speech], [w.text for w in song]) == (["x"], ["y", "z"])


@pytest.mark.parametrize(
    ("language", "text"),
    [("hi", "वह कल दिल्ली जा रहा है।"), ("zh", "他明天要去德里。"), ("ar", "سيذهب إلى دلهي غداً.")],
)
def test_a_perfect_translation_scores_100(language: str, text: str) -> None:
    scores = metrics.translation_scores([(text, text)], language)
    assert scores["bleu"] == pytest.approx(100)
    assert scores["chrf++"] == pytest.approx(100)


def test_a_missing_translation_lowers_the_score() -> None:
    whole = [("he goes to Delhi tomorrow", "he goes to Delhi tomorrow")]
    scores = metrics.translation_scores([*whole, ("what is your name", "")], "en")
    assert 0 < scores["bleu"] < 100


def test_cue_timing_measures_both_edges() -> None:
    reference = spans((1, 2, "a"), (3, 4, "b"))
    timing = metrics.cue_timing(reference, spans((1.1, 2.5, "a"), (2.7, 4.05, "b")))
    assert timing["start"] is not None
    assert timing["end"] is not None
    assert timing["start"]["median_ms"] == pytest.approx(200)
    assert timing["start"]["within"] == pytest.approx(0.5)
    assert timing["end"]["p95_ms"] == pytest.approx(500)


def test_cue_timing_without_cues_is_absent() -> None:
    assert metrics.cue_timing(spans((1, 2, "a")), []) == {"start": None, "end": None}


def test_word_timing_uses_the_words_that_agree() -> None:
    reference = spans((1, 1.2, "One,"), (2, 2.2, "two"), (3, 3.2, "three"))
    actual = spans((1.05, 1.2, "one"), (2.5, 2.6, "too"), (3.2, 3.4, "three"))
    timing = metrics.word_timing(reference, actual)
    assert timing is not None
    assert timing["count"] == 2
    assert timing["within"] == pytest.approx(0.5)
    assert timing["p95_ms"] == pytest.approx(200)


def test_word_timing_survives_hyphens_and_bare_punctuation() -> None:
    reference = spans((1, 1.2, "day-night"), (2, 2.2, "-"), (3, 3.2, "work"))
    timing = metrics.word_timing(reference, spans((1, 1.2, "day-night"), (3, 3.2, "work")))
    assert timing is not None
    assert (timing["count"], timing["p95_ms"]) == (2, 0)


@pytest.mark.parametrize(
    ("cover", "bare"),
    [([], 3.0), ([(0, 9)], 0.0), ([(0, 2), (1.5, 2.5)], 1.5), ([(2, 3)], 2.0), ([(5, 6)], 3.0)],
)
def test_uncovered_seconds(cover: list[tuple[float, float]], bare: float) -> None:
    covering = [Span(start, end, "") for start, end in cover]
    assert metrics.uncovered_seconds([Span(1, 4, "x")], covering) == pytest.approx(bare)


def test_coverage_keeps_talk_and_song_apart() -> None:
    reference = [Span(0, 2, "talk"), Span(4, 8, "song", "song")]
    figures = metrics.coverage(reference, spans((0, 1, "t"), (4, 6, "s"), (9, 10, "ghost")))
    assert figures["speech_without_cue"] == pytest.approx(1)
    assert figures["song_without_cue"] == pytest.approx(2)
    assert figures["cue_without_voice"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("जय", "जय यहाँ है", True),
        ("जय", "जयपुर दूर है", False),
        ("माँ", "मेरी माँ।", True),
        ("tea", "A cup of TEA.", True),
        ("tea", "The team", False),
        ("माँ", "माँग और माँ", True),
    ],
)
def test_occurs_respects_word_bounds(term: str, text: str, found: bool) -> None:
    assert metrics.occurs(term, text) is found


def test_glossary_use_counts_each_occurrence() -> None:
    texts = [("दिल्ली दूर है", "Delhi is far"), ("वह दिल्ली में है", "he is in the capital")]
    figures = metrics.glossary_use([("दिल्ली", "delhi"), ("चाय", "tea")], texts)
    assert figures == {"occurred": 2, "applied": 1}
