from cp_whisperx.context.film import film_context
from cp_whisperx.context.notes import notes_for
from shared.artifacts import FilmContext, SegmentContext
from tests.support import dialogue


def test_what_is_known() -> None:
    notes = notes_for(film_context(dialogue.segments(), dialogue.cast(), "hi"))
    assert notes[6] == {
        "scene": 0, "kind": "speech", "speaker": "Raj", "speaker_gender": "male",
        "addressee_gender": "female", "register": "familiar",
    }  # fmt: skip


def test_what_is_not_known_is_absent() -> None:
    context = FilmContext(segments=(SegmentContext(id=4, scene=2, kind="song"),))
    assert notes_for(context) == [{"scene": 2, "kind": "song"}]
