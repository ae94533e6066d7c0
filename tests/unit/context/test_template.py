from cp_whisperx.context.film import film_context
from cp_whisperx.context.template import template_of
from shared.speaker_map import COLUMNS
from tests.support import dialogue


def test_a_row_for_each_voice_with_what_helps_to_tell_it() -> None:
    rows = dialogue.segments()
    context = film_context(rows, dialogue.cast(), "hi")
    lines = [line.split("\t") for line in template_of(context.people, rows).splitlines()]
    assert tuple(lines[0]) == COLUMNS
    assert [line[0] for line in lines[1:]] == ["SPEAKER_00", "SPEAKER_01"]
    assert lines[1][1:5] == ["", "", "Raj (heard), male (cast)", "8"]
    assert "अदिति, तुम कहाँ जा रही हो?" in lines[1][5]
