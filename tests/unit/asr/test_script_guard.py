from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.asr.script_guard import (
    DECODED_AGAIN,
    TRANSLITERATED,
    WRONG_SCRIPT,
    Hear,
    guard_scripts,
    script_warnings,
)
from shared.artifacts import Repair, Segment, TimeSpan, Transcript, Word


def segment(number: int, text: str, **more: object) -> Segment:
    start = 10.0 * number
    tokens = text.split()
    words = tuple(
        Word(text=token, start=start + n * 0.5, end=start + n * 0.5 + 0.4, confidence=0.8)
        for n, token in enumerate(tokens)
    )
    return Segment(id=number, start=start, end=start + max(len(tokens), 1) * 0.5, text=text,
                   words=words, **more)  # fmt: skip


def transcript(*texts: str, language: str = "hi") -> Transcript:
    segments = tuple(segment(n, text) for n, text in enumerate(texts))
    return Transcript(language=language, duration=999, engine="t", segments=segments)


class Answers:
    """Stands in for an engine: it says one line for each span, and keeps what it was asked."""

    def __init__(self, *texts: str, sure: float = 0.8) -> None:
        self.texts, self.sure = texts, sure
        self.asked: list[tuple[tuple[TimeSpan, ...], str, str]] = []

    def __call__(self, spans: tuple[TimeSpan, ...], language: str, script: str) -> Transcript:
        self.asked.append((spans, language, script))
        rows = [
            self._segment(span, text) for span, text in zip(spans, self.texts, strict=False) if text
        ]
        return Transcript(language=language, duration=999, engine="t", segments=tuple(rows))

    def _segment(self, span: TimeSpan, text: str) -> Segment:
        tokens = text.split()
        step = (span.end - span.start) / len(tokens)
        words = tuple(
            Word(text=token, start=span.start + n * step, end=span.start + (n + 1) * step,
                 confidence=self.sure)
            for n, token in enumerate(tokens)
        )  # fmt: skip
        return Segment(id=0, start=span.start, end=span.end, text=text, words=words)


def not_asked(*_: object) -> Transcript:
    raise AssertionError("nothing is to be heard again")


def guarded(film: Transcript, hear: Hear) -> tuple[list[str], list[tuple[int, str]]]:
    found = guard_scripts(film, hear)
    for row in found.segments:
        assert len(row.words) == len(row.text.split())
        assert all(word.text in row.text for word in row.words)
    return [s.text for s in found.segments], [(r.segment, r.method) for r in found.repairs]


def test_what_is_heard_again_rightly_is_taken() -> None:
    answers = Answers("मैं तुमसे प्यार करता हूँ", "कहाँ जा रहे हो")
    film = transcript("main tumse pyar karta hoon", "नमस्ते", "کہاں جا رہے ہو")
    assert guarded(film, answers) == (
        ["मैं तुमसे प्यार करता हूँ", "नमस्ते", "कहाँ जा रहे हो"],
        [(0, DECODED_AGAIN), (2, DECODED_AGAIN)],
    )
    (spans, language, script), *more = answers.asked
    assert not more
    assert [(span.start, span.end) for span in spans] == [(0.0, 2.5), (20.0, 22.0)]
    assert (language, script) == ("hi", "Deva")


def test_words_keep_within_their_segment_and_say_how_sure_they_are() -> None:
    found = guard_scripts(transcript("main tumse pyar karta hoon"),
                          Answers("मैं तुमसे प्यार करता हूँ", sure=0.5))  # fmt: skip
    row = found.segments[0]
    assert row.confidence == 0.5
    assert all(row.start <= word.start <= word.end <= row.end for word in row.words)


def test_a_word_between_two_segments_belongs_to_the_nearer_one_alone() -> None:
    first, second = segment(0, "aap kaise hain"), segment(1, "main theek hoon")
    second = second.model_copy(update={"start": 1.6, "end": 3.1})
    film = Transcript(language="hi", duration=9, engine="t", segments=(first, second))

    def hear(_spans: tuple[TimeSpan, ...], language: str, _script: str) -> Transcript:
        times = ((0, 0.5, "आप"), (0.5, 1, "कैसे"), (1.3, 1.74, "हैं"), (1.7, 2, "मैं"),
                 (2, 2.5, "ठीक"), (2.5, 3, "हूँ"), (5, 6, "और"))  # fmt: skip
        words = tuple(Word(text=text, start=start, end=end) for start, end, text in times)
        row = Segment(id=0, start=0, end=6, text="", words=words)
        return Transcript(language=language, duration=9, engine="t", segments=(row,))

    assert guarded(film, hear)[0] == ["आप कैसे हैं", "मैं ठीक हूँ"]


@pytest.mark.parametrize(
    "again", ["", "main tumse pyar karta hoon", "धन्यवाद", "میں تم سے پیار کرتا ہوں"]
)
def test_else_it_is_converted(again: str) -> None:
    film = transcript("main tumse pyar karta hoon")
    assert guarded(film, Answers(again)) == (["मैं तुमसे प्यार करता हूँ"], [(0, TRANSLITERATED)])


def test_the_repair_tells_what_was_there() -> None:
    repairs = guard_scripts(transcript("aap kaise hain"), Answers()).repairs
    assert repairs == (
        Repair(segment=0, kind="script", method=TRANSLITERATED, before="aap kaise hain",
               after="आप कैसे हैं"),
    )  # fmt: skip


def test_single_words_are_converted_without_hearing_again() -> None:
    film = transcript("what do you mean tum nahi aa rahe", "मैं tumse प्यार करता हूँ")
    assert guarded(film, not_asked) == (
        ["what do you mean तुम नहीं आ रहे", "मैं तुमसे प्यार करता हूँ"],
        [(0, TRANSLITERATED), (1, TRANSLITERATED)],
    )


def test_romanised_hindi_comes_out_in_latin_letters() -> None:
    film = transcript("आप कैसे हैं?", "मेरी प्रॉब्लम।", "theek hai", language="hi-Latn")
    texts, methods = guarded(film, not_asked)
    assert texts == ["Aap kaise hain?", "Meri problem.", "theek hai"]
    assert methods == [(0, TRANSLITERATED), (1, TRANSLITERATED)]
    assert script_warnings(guard_scripts(film, not_asked)) == []


def test_what_cannot_be_mended_stays_and_is_flagged() -> None:
    film = transcript("ты где сейчас", "नमस्ते जी", language="ta")
    answers = Answers("", "")
    found = guard_scripts(film, answers)
    assert [row.text for row in found.segments] == ["ты где сейчас", "நமஸ்தே ஜீ"]
    assert [row.flags for row in found.segments] == [(WRONG_SCRIPT,), ()]
    converted, wrong = script_warnings(found)
    assert "recognised in another script and converted letter by letter: 1;" in converted
    assert "1 segments are not in the script of their language (at 0 s)" in wrong


def test_another_languages_script_is_no_spelling_of_english() -> None:
    film = transcript("आप कैसे हैं?", language="en")
    found = guard_scripts(film, Answers("How are you?", sure=0.9))
    assert [row.flags for row in found.segments] == [(WRONG_SCRIPT,)]
    assert found.segments[0].text == "आप कैसे हैं?"


def test_what_could_not_be_mended_is_not_heard_again_by_a_second_call() -> None:
    film = transcript("ты где сейчас", language="ta")
    once = guard_scripts(film, Answers(""))
    assert guard_scripts(once, not_asked) == once


@pytest.mark.parametrize(("sure", "flags"), [(0.9, ()), (0.2, (WRONG_SCRIPT,))])
def test_scripts_without_known_sounds_are_believed_by_confidence(
    sure: float, flags: Sequence[str]
) -> None:
    found = guard_scripts(
        transcript("こんにちは", language="en"), Answers("Hello there", sure=sure)
    )
    assert found.segments[0].flags == flags


def test_many_that_stay_wrong_are_told_by_their_first() -> None:
    film = transcript(*["ты где сейчас"] * 7)
    (warning,) = script_warnings(guard_scripts(film, Answers()))
    assert "7 segments" in warning
    assert "0 s, 10 s, 20 s, 30 s, 40 s and 2 more" in warning


def test_words_and_text_out_of_step() -> None:
    row = segment(0, "aap kaise hain").model_copy(update={"text": "aap kaise hain -"})
    film = Transcript(language="hi", duration=9, engine="t", segments=(row,))
    found = guard_scripts(film, Answers()).segments[0]
    assert found.text == "आप कैसे हैं -"
    assert [word.text for word in found.words] == ["आप", "कैसे", "हैं"]


@given(
    st.lists(st.text(st.characters(min_codepoint=0x900, max_codepoint=0x97F), min_size=1)),
    st.sampled_from(["hi", "mr", "ne"]),
)
def test_right_script_is_never_touched(texts: list[str], language: str) -> None:
    film = transcript(*texts, language=language)
    assert guard_scripts(film, not_asked) == film


@given(st.lists(st.text(max_size=30), max_size=4), st.sampled_from(["hi", "hi-Latn", "en", "xx"]))
def test_segments_keep_their_place_and_every_change_is_told(
    texts: list[str], language: str
) -> None:
    film = transcript(*texts, language=language)
    found = guard_scripts(film, Answers())
    changed = {row.id for row, old in zip(found.segments, film.segments, strict=True)
               if row.text != old.text}  # fmt: skip
    assert changed <= {repair.segment for repair in found.repairs}
    assert [(r.id, r.start, r.end) for r in found.segments] == [
        (r.id, r.start, r.end) for r in film.segments
    ]
