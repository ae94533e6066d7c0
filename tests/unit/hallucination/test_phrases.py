"""Known phrases are recognised as what they are, in their language and in English."""

import json
from pathlib import Path

import pytest

from cp_whisperx.hallucination import phrases
from cp_whisperx.hallucination.phrases import known_phrase
from shared.languages import LANGUAGES
from shared.unicode_scripts import dominant_script


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Thank you.", "en", "polite"),
        ("Thank you.", "hi", "polite"),
        ("धन्यवाद!", "hi", "polite"),
        ("Thank you for watching!", "hi", "credits"),
        ("Subtitles by the Amara.org community", "en", "credits"),
        ("चैनल को सब्सक्राइब करें।", "hi", "credits"),
        ("[applause]", "en", "credits"),
        ("♪♪", "ta", "credits"),
        ("♪ Music ♪", "hi", "credits"),
        ("♪ तुम ही हो, अब तुम ही हो ♪", "hi", None),
        ("♪ [instrumental] ♪", "en", "credits"),
        ("(संगीत)", "hi", "credits"),
        ("Thank you, Raj, for what you did.", "en", None),
        ("धन्यवाद", "ta", None),
        ("मैं कल दिल्ली जाऊँगा।", "hi", None),
        ("(laughs) No, wait!", "en", None),
        ("", "en", None),
    ],
)
def test_kind(text: str, language: str, kind: str | None) -> None:
    assert known_phrase(text, language) == kind


def test_every_list_is_in_its_language_s_script() -> None:
    table = json.loads(Path(phrases.__file__).with_name("phrases.json").read_text("utf-8"))
    assert set(table) == {"credits", "polite"}
    for lists in table.values():
        for code, entries in lists.items():
            assert len(entries) == len(set(entries))
            expected = LANGUAGES[code].script if code in LANGUAGES else "Latn"
            accepted = {expected, "Hani"} if expected == "Jpan" else {expected}
            text = " ".join(entries)
            assert dominant_script(text) in accepted
