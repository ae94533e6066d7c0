import pytest

from cp_whisperx.asr.word_languages import (
    is_english_in_devanagari,
    languages_of,
    tell_languages,
)
from shared.artifacts import Segment, Transcript, Word
from tools.quality.hinglish import hinglish_lines


def told(text: str, film: str, language: str | None = None) -> Segment:
    words = tuple(Word(text=word, start=n, end=n + 1) for n, word in enumerate(text.split()))
    segment = Segment(id=0, start=0, end=9, text=text, language=language, words=words)
    transcript = Transcript(language=film, duration=9, engine="t", segments=(segment,))
    return tell_languages(transcript).segments[0]


def codes(text: str, film: str = "hi") -> str:
    return " ".join(word.language or "-" for word in told(text, film).words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("मुझे office जाना है", "hi en hi hi"),
        ("मेरी प्रॉब्लम, समझो!", "hi en hi"),
        ("मैं 25 साल का हूँ", "hi hi hi hi hi"),
        ("where is Rahul, man?", "en en hi en"),
        ("I am so sorry यार", "en en en en hi"),
        ("FBI से फोन आया", "hi hi en hi"),
    ],
)
def test_words_of_a_hindi_film(text: str, expected: str) -> None:
    assert codes(text) == expected


def test_segment_is_of_the_language_of_most_words() -> None:
    assert told("let's go now", "hi").language == "en"
    assert told("चलो let's", "hi").language == "hi"
    assert told("கிளம்பு இப்போது", "hi").language == "ta"
    assert told("main ghar ja raha hoon yaar", "en").language == "hi-Latn"
    assert told("I know that", "en").language == "en"


def test_other_languages_are_left_as_they_are() -> None:
    assert codes("¿Dónde está la casa blanca?", "es") == "es es es es es"
    assert codes("नमस्ते", "xx") == "-"
    assert told("", "hi").language is None
    assert told("haan theek hai", "hi-Latn").language == "hi-Latn"
    assert codes("sorry yaar", "hi-Latn") == "en hi-Latn"


def test_words_without_times_count_for_the_segment() -> None:
    segment = Segment(id=0, start=0, end=1, text="where are you")
    transcript = Transcript(language="hi", duration=9, engine="t", segments=(segment,))
    assert tell_languages(transcript).segments[0].language == "en"


def test_english_in_devanagari_only_where_sure() -> None:
    assert is_english_in_devanagari("ऑफ़िस,")
    assert not is_english_in_devanagari("बस")
    assert not is_english_in_devanagari("क्वांटम")


def test_labelled_lines() -> None:
    right = total = 0
    for line in hinglish_lines():
        if line.seen:
            continue
        for language, told_as in zip(line.languages, languages_of(line.words, "hi"), strict=True):
            total += 1
            right += language == told_as
    assert total == 190
    assert right / total >= 0.97
