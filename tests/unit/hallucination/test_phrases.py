"""Known phrases are recognised as what they are, in their language and in English."""

import json
from pathlib import Path

import pytest

from cp_whisperx.hallucination import phrases
from cp_whisperx.hallucination.phrases import known_phrase, script_of_text
from shared.languages import LANGUAGES
from shared.unicode_scripts import dominant_script


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Thank you.", "en", "polite"),
        ("Thank you.", "hi", "polite"),
        ("Okay, thank you. Bye bye.", "en", "polite"),
        ("धन्यवाद!", "hi", "polite"),
        ("Thank you for watching!", "hi", "appeals"),
        ("Thank you for watching, see you.", "en", "appeals"),
        ("Subtitles by the Amara.org community", "en", "credits"),
        ("Субтитры сделал Иван", "hi", "credits"),
        ("Altyazı M.K.", "hi", "credits"),
        ("Untertitel im Auftrag des Senders", "gu", "credits"),
        ("चैनल को सब्सक्राइब करें।", "hi", "appeals"),
        ("ચેનલને સબ્સ્ક્રાઇબ કરો", "gu", "appeals"),
        ("次の動画でお会いしましょう", "ja", "appeals"),
        ("www.example.org", "hi", "credits"),
        ("[applause]", "en", "labels"),
        ("♪♪", "ta", "labels"),
        ("♪ Music ♪", "hi", "labels"),
        ("♪ तुम ही हो, अब तुम ही हो ♪", "hi", None),
        ("♪ [instrumental] ♪", "en", "labels"),
        ("(संगीत)", "hi", "labels"),
        ("Thank you, Raj, for what you did.", "en", None),
        ("धन्यवाद", "ta", None),
        ("मैं कल दिल्ली जाऊँगा।", "hi", None),
        ("(laughs) No, wait!", "en", None),
        ("I subscribe to that idea with all of my heart.", "en", None),
        ("", "en", None),
    ],
)
def test_kind(text: str, language: str, kind: str | None) -> None:
    found = known_phrase(text, language)
    assert (found.kind if found else None) == kind


def test_a_phrase_that_is_only_like_a_known_one_counts_less() -> None:
    exact = known_phrase("Don't forget to subscribe", "en")
    near = known_phrase("Dont forget to subscribes", "en")
    assert exact is not None
    assert near is not None
    assert (exact.kind, near.kind) == ("appeals", "appeals")
    assert 0.5 <= near.likeness <= exact.likeness == 1


def test_emphasis_in_stars_is_less_of_a_label_than_a_named_sound() -> None:
    shout, sound = known_phrase("*CLEAR!*", "en"), known_phrase("*applause*", "en")
    assert shout is not None
    assert sound is not None
    assert shout.likeness < sound.likeness


def table() -> dict[str, dict[str, list[str]]]:
    path = Path(phrases.__file__).with_name("phrases.json")
    listed: dict[str, dict[str, list[str]]] = json.loads(path.read_text("utf-8"))
    return listed


def test_every_list_is_in_its_language_s_script() -> None:
    assert set(table()) == {"credits", "appeals", "labels", "polite"}
    scripts = {"ru": "Cyrl", "uk": "Cyrl", "bg": "Cyrl", "fa": "Arab", "el": "Grek", "he": "Hebr"}
    scripts |= {"th": "Thai"}
    for lists in table().values():
        for code, entries in lists.items():
            assert len(entries) == len(set(entries))
            row = LANGUAGES.get(code)
            expected = row.script if row else scripts.get(code, "Latn")
            accepted = {expected, "Hani"} if expected == "Jpan" else {expected}
            assert dominant_script(" ".join(entries)) in accepted


def test_every_language_of_the_pipeline_has_phrases() -> None:
    for code in LANGUAGES:
        for kind in ("credits", "appeals", "polite"):
            assert table()[kind].get(code.split("-", maxsplit=1)[0]), (code, kind)


def test_signs_alone_count_as_latin() -> None:
    assert script_of_text("…") == "Latn"
