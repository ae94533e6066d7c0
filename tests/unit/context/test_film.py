from cp_whisperx.context.film import film_context
from shared.speaker_map import MappedSpeaker
from tests.support import dialogue


def test_who_speaks_to_whom_and_how() -> None:
    context = film_context(dialogue.segments(), dialogue.cast(), "hi")
    last = context.segments[6]
    assert (last.speaker, last.addressee) == ("SPEAKER_00", "SPEAKER_01")
    assert (last.speaker_gender, last.addressee_gender) == ("male", "female")
    assert last.addressed_as == "familiar"
    assert context.segments[5].addressed_as == "formal"
    film_wide = {(row.speaker, row.addressed_as) for row in context.addresses if row.scene == 0}
    assert film_wide == {("SPEAKER_00", "familiar"), ("SPEAKER_01", "formal")}


def test_without_voices_a_line_tells_of_itself_alone() -> None:
    context = film_context(dialogue.segments(one_voice=True), dialogue.cast(), "hi")
    assert context.people == ()
    assert context.segments[1].speaker_gender == "female"
    assert context.segments[1].addressed_as == "unknown"
    assert context.segments[0].addressee_gender == "female"


def test_a_mapped_gender_reaches_lines_that_do_not_tell() -> None:
    rows = [row.model_copy(update={"text": "ठीक है।"}) for row in dialogue.segments()]
    mapped = [MappedSpeaker(speaker="SPEAKER_01", gender="female")]
    context = film_context(rows, dialogue.cast(), "hi", mapped)
    assert context.segments[1].speaker_gender == "female"
    assert context.segments[0].addressee_gender == "female"
    assert context.segments[0].speaker_gender == "unknown"


def test_a_voice_mapped_under_another_spelling_is_who_is_called() -> None:
    mapped = [MappedSpeaker(speaker="SPEAKER_01", name="अदिति")]
    rows = [*dialogue.segments()[:1], *dialogue.segments()[3:4]]
    third = rows[1].model_copy(update={"id": 9, "start": 6.0, "end": 7.0, "speaker": "SPEAKER_02"})
    context = film_context([rows[0], third, rows[1]], dialogue.cast(), "hi", mapped)
    assert context.segments[0].addressee == "SPEAKER_01"


def test_an_empty_film() -> None:
    assert film_context([], dialogue.cast(), "hi").segments == ()
