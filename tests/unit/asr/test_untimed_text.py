import pytest

from cp_whisperx.asr.untimed_text import TimedWord, into_sentences, longest_gap
from cp_whisperx.asr.whisper_segments import WhisperSegment


def whole(*words: tuple[str, float, float]) -> WhisperSegment:
    timed: list[TimedWord] = [(text, start, end, 0.9) for text, start, end in words]
    text = " ".join(word[0] for word in timed)
    return WhisperSegment(text, 0.0, 20.0, tuple(timed), -0.1, None, 1.0, 0.0)


def cut(*words: tuple[str, float, float], speech: list[tuple[float, float]]) -> list[str]:
    return [piece.text for piece in into_sentences(whole(*words), speech)]


def test_sentences_are_cut_at_their_ends_in_any_script() -> None:
    words = (("आओ।", 0, 1), ("चलें?", 1, 2), ("“Stop!”", 2, 3), ("now", 3, 4))
    assert cut(*words, speech=[(0, 4)]) == ["आओ।", "चलें?", "“Stop!”", "now"]


def test_a_script_without_spaces_gets_none() -> None:
    words = (("你", 0, 1), ("好吗？", 1, 2), ("很", 2, 3), ("好。", 3, 4))
    assert cut(*words, speech=[(0, 4)]) == ["你好吗？", "很好。"]


def test_an_abbreviation_ends_no_sentence() -> None:
    words = (("Dr.", 0, 1), ("Sharma", 1, 2), ("came.", 2, 3), ("Well...", 3, 4), ("no", 4, 5))
    assert cut(*words, speech=[(0, 5)]) == ["Dr. Sharma came.", "Well...", "no"]


def test_a_pause_begins_a_segment_and_belongs_to_no_word() -> None:
    first, second = into_sentences(
        whole(("one", 0.0, 1.4), ("two", 1.4, 5.2), ("three", 5.2, 6.0)),
        [(0.2, 1.0), (4.8, 6.0)],
    )
    assert (first.text, first.start, first.end) == ("one", 0.2, 1.0)
    assert (second.text, second.start, second.end) == ("two three", 4.8, 6.0)
    assert second.words[0] == ("two", 4.8, 5.2, 0.9)


def test_of_two_equal_parts_the_later_is_the_word() -> None:
    assert into_sentences(whole(("word", 0, 4)), [(0, 1), (3, 4)])[0].start == 3


def test_words_never_overlap_and_one_outside_speech_stays() -> None:
    pieces = into_sentences(whole(("a", 0.5, 0.4), ("b", 0.3, 0.9), ("c", 2.0, 2.1)), [(0.0, 1.0)])
    edges = [edge for piece in pieces for word in piece.words for edge in word[1:3]]
    assert edges == sorted(edges)
    assert edges[-2:] == [2.0, 2.1]


@pytest.mark.parametrize("text", ["", "text whose words have no times"])
def test_a_text_without_words_stays_as_it_is(text: str) -> None:
    only = WhisperSegment(text, 0.0, 1.0, (), -0.1, None, 1.0, 0.0)
    assert into_sentences(only, [(0.0, 1.0)]) == [only]


def test_speech_without_words_is_noticed_wherever_it_is() -> None:
    said = [whole(("monday", 0.0, 0.9), ("morning", 0.9, 1.9)), whole(("comes", 9.0, 9.8))]
    assert longest_gap(said, [(0.0, 2.1), (9.0, 10.0)]) == pytest.approx(0.2)
    assert longest_gap(said, [(0.0, 2.1), (5.0, 7.5), (9.0, 10.0)]) == pytest.approx(2.5)
    assert longest_gap(said, []) == 0.0
    assert longest_gap([whole(("oh", 1.0, 3.0))], [(1.0, 3.0)]) == pytest.approx(1.5)
    assert longest_gap([], [(1.0, 3.0)]) == 2.0
