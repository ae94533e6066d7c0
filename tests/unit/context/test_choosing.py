from cp_whisperx.context.choosing import GENDER_CHOSEN, REGISTER_CHOSEN, choose_forms
from shared.artifacts import LineNotes, SegmentKind, TranslatedSegment, TranslatedTranscript


def translated(
    text: str, language: str, source: str = "hi", kind: SegmentKind = "speech"
) -> TranslatedTranscript:
    segment = TranslatedSegment(
        id=5, start=1, end=2, text=text, source_text="x", engine="test", kind=kind, flags=("kept",)
    )
    return TranslatedTranscript(language=language, source_language=source, segments=(segment,))


FEMALE, FORMAL = LineNotes(speaker_gender="female"), LineNotes(register="formal")


def test_the_speaker_s_gender_is_flagged() -> None:
    row = choose_forms(translated("Я пошёл домой.", "ru"), [FEMALE]).segments[0]
    assert (row.text, row.flags) == ("Я пошла домой.", ("kept", GENDER_CHOSEN))
    assert (row.id, row.start, row.end) == (5, 1, 2)


def test_the_form_of_address_is_flagged() -> None:
    row = choose_forms(translated("¿Qué quieres?", "es"), [FORMAL]).segments[0]
    assert (row.text, row.flags) == ("¿Qué quiere?", ("kept", REGISTER_CHOSEN))


def test_what_is_right_or_not_known_stays() -> None:
    for notes in (LineNotes(), LineNotes(speaker_gender="male", register="familiar")):
        made = translated("Я пошёл домой. Ты идёшь?", "ru")
        assert choose_forms(made, [notes]) == made


def test_own_lines_songs_and_other_languages_stay() -> None:
    for made in (
        translated("मैं जा रहा हूँ", "hi"),
        translated("Я пошёл домой.", "ru", kind="song"),
        translated("I went home.", "en"),
    ):
        assert choose_forms(made, [FEMALE]) == made
