import pytest

from cp_whisperx.subtitles.clock import SpeechClock, time_tokens
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.tokens import Token, tokenise
from shared.artifacts import Word

HINDI = get_profile("hi")
ENGLISH = get_profile("en")


def _words(*rows: tuple[str, float, float]) -> list[Word]:
    return [Word(text=text, start=start, end=end) for text, start, end in rows]


def _timed(text: str, clock: SpeechClock) -> list[Token]:
    return time_tokens(tokenise(text, ENGLISH, 42), clock, ENGLISH)


def test_a_transcript_s_own_words_keep_their_times_exactly() -> None:
    rows = (("Hello,", 1.01, 1.37), ("you", 2.5, 2.62), ("there.", 2.62, 3.0))
    timed = _timed("Hello, you there.", SpeechClock(1.0, 3.0, _words(*rows), ENGLISH))
    assert [(t.text, t.start, t.end) for t in timed] == list(rows)
    assert [t.opens for t in timed] == [True, False, False]


def test_without_words_time_runs_evenly() -> None:
    timed = _timed("aaaa bbbb", SpeechClock(2.0, 4.0, [], ENGLISH))
    assert [(t.start, t.end) for t in timed] == [(2.0, 3.0), (3.0, 4.0)]


def test_a_translation_pauses_where_the_speaker_pauses() -> None:
    words = _words(("मैं", 0.0, 0.3), ("आया।", 0.3, 1.0), ("वह", 4.0, 4.3), ("गया।", 4.3, 5.0))
    timed = _timed("I came. He went.", SpeechClock(0.0, 5.0, words, HINDI))
    assert timed[1].end == pytest.approx(1.0)
    assert timed[2].start == pytest.approx(4.0)


def test_a_sentence_end_snaps_to_a_pause_near_by() -> None:
    words = _words(("मैं", 0.0, 1.0), ("आया", 1.0, 2.0), ("वह", 4.0, 5.0), ("गया।", 5.0, 6.0))
    timed = _timed("I came. He has gone.", SpeechClock(0.0, 6.0, words, HINDI))
    assert timed[2].start == pytest.approx(4.0)


def test_wrong_word_times_are_kept_within_the_utterance_and_in_order() -> None:
    words = _words(("b", 9.0, 3.0), ("a", -5.0, 1.0), ("c", 2.0, 99.0))
    timed = _timed("x yy zzz", SpeechClock(1.0, 4.0, words, ENGLISH))
    times = [time for token in timed for time in (token.start, token.end)]
    assert times == sorted(times)
    assert min(times) >= 1.0
    assert max(times) <= 4.0
