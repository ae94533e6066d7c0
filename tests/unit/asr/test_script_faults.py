import csv
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.asr.script_faults import ScriptFault, find_fault, language_of
from shared.artifacts import Segment, Transcript
from shared.devanagari import to_latin
from tools.quality.hinglish import hinglish_lines

NTREX = {"hi": "hin", "gu": "guj", "ta": "tam", "ur": "urd", "ar": "arb", "ru": "rus", "es": "spa",
         "zh": "zho-CN", "en": "eng-US"}  # fmt: skip
FILMS = {"eng": "en", "spa": "es", "fra": "fr", "deu": "de", "rus": "ru", "por": "pt", "kor": "ko",
         "jpn": "ja", "ita": "it"}  # fmt: skip
# The film shouts this one in Cyrillic letters in every language.
SHOUTS = "\u041c\u0410"


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("آپ کیسے ہیں؟ میں ٹھیک ہوں۔", "hi", "Arab"),
        ("main tumse pyar karta hoon", "hi", "Latn"),
        ("नमस्ते, आप कैसे हैं?", "hi-Latn", "Deva"),
        ("નમસ્તે, તમે કેમ છો?", "hi", "Gujr"),
        ("आप कैसे हैं?", "gu", "Deva"),
        ("आप कैसे हैं?", "en", "Deva"),
        ("Ты где?", "en", "Cyrl"),
        ("ありがとう", "zh", "Jpan"),
    ],
)
def test_wrong_as_a_whole(text: str, language: str, script: str) -> None:
    fault = find_fault(text, language)
    assert fault is not None
    assert (fault.script, fault.whole) == (script, True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("आप कैसे हैं?", "hi"), ("मेरा office बहुत दूर है, sorry", "hi"), ("Let's go!", "hi"),
        ("where is Rahul?", "hi"), ("main ghar ja raha hoon", "hi-Latn"), ("25 × 3 = 75", "hi"),
        ("田中さんは東京にいます", "ja"), ("왕 王", "ko"), ("Это iPhone", "ru"), ("आप", "xx"),
        ("", "hi"), ("AM और MWP के बीच", "hi"),
    ],
)  # fmt: skip
def test_right(text: str, language: str) -> None:
    assert find_fault(text, language) is None


def test_single_words_within_english_are_found() -> None:
    text = "what do you mean tum nahi aa rahe"
    assert find_fault(text, "hi") == ScriptFault("Latn", (4, 5, 6, 7), whole=False)
    assert find_fault("मैं tumse प्यार करता हूँ, ok", "hi") == ScriptFault("Latn", (1,), whole=False)


def test_hindi_and_urdu_are_one_speech() -> None:
    film = Transcript(language="hi", duration=9, engine="t")
    urdu = Segment(id=0, start=0, end=1, text="ہاں", language="ur")
    assert language_of(urdu, film) == "hi"
    assert language_of(urdu, film.model_copy(update={"language": "hi-Latn"})) == "hi-Latn"
    assert language_of(urdu.model_copy(update={"language": "ta"}), film) == "ta"


@given(st.text(alphabet=st.characters(min_codepoint=0x900, max_codepoint=0x97F)))
def test_devanagari_is_never_faulty_in_hindi(text: str) -> None:
    assert find_fault(text, "hi") is None


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_latin_letters_are_never_faulty_in_english(text: str) -> None:
    assert find_fault(text, "en") is None


@given(st.text(), st.sampled_from(["hi", "hi-Latn", "en", "ja", "ur", "ta"]))
def test_places_are_those_of_words(text: str, language: str) -> None:
    fault = find_fault(text, language)
    assert fault is None or set(fault.words) <= set(range(len(text.split())))


def test_labelled_lines() -> None:
    for line in hinglish_lines():
        fault = find_fault(line.text, "hi")
        if line.kind == "en":
            assert fault is None, line.text
        else:
            assert fault is not None, line.text
            assert fault.whole or line.kind == "mixed", line.text


@pytest.mark.parametrize("language", NTREX)
def test_reference_texts_are_right(shared_data: Path, language: str) -> None:
    path = shared_data / "mt_eval" / "ntrex" / f"newstest2019-ref.{NTREX[language]}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 300
    assert [line for line in lines if find_fault(line, language)] == []


def references(data: Path) -> list[str]:
    with (data / "MANIFEST.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    hindi = (row["ref"] for row in rows if row["file"].startswith("speech_hi_dev"))
    return [text for text in hindi if text != "none"]


def test_transcripts_of_hindi_are_right_and_found_out_when_romanised(shared_data: Path) -> None:
    texts = references(shared_data)
    assert len(texts) == 58
    assert [text for text in texts if find_fault(text, "hi")] == []
    for text in texts:
        romanised = " ".join((to_latin(word) or word).lower() for word in text.split())
        fault = find_fault(romanised, "hi")
        assert fault is not None, romanised
        assert fault.whole, romanised


def test_transcripts_of_english_are_right(shared_data: Path) -> None:
    paths = list((shared_data / "speech_en" / "librivox_ps").glob("*.txt"))
    assert paths
    for path in paths:
        assert find_fault(path.read_text(encoding="utf-8"), "hi") is None


def test_films_in_their_languages_are_right(shared_data: Path) -> None:
    checked = 0
    for path in sorted((shared_data / "film" / "morevna").glob("*.srt")):
        language = FILMS.get(path.stem.split("-")[-1])
        for line in pysubs2.load(str(path)) if language else ():
            checked += 1
            fault = find_fault(line.plaintext, language or "")
            assert fault is None or line.plaintext.strip("*").startswith(SHOUTS), line.plaintext
    assert checked > 1000


@pytest.mark.parametrize(
    "text",
    [
        "My brother works in Mumbai.",
        "Delhi is far from here.",
        "Have you met Aditi and Jai in Mumbai?",
        "She sang with Lata Mangeshkar in Delhi.",
    ],
)
def test_indian_names_in_english_stay(text: str) -> None:
    assert find_fault(text, "hi") is None
