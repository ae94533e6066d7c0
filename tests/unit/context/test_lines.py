from cp_whisperx.context.lines import read_lines
from cp_whisperx.context.scenes import scenes_of
from shared.artifacts import Segment
from tests.support import dialogue


def test_who_a_line_is_said_to() -> None:
    rows = dialogue.segments()
    lines = read_lines(rows, scenes_of(rows), dialogue.cast(), "hi")
    assert lines[0].speaker == "SPEAKER_00"
    assert lines[0].others == ("SPEAKER_01",)
    assert lines[0].sure
    assert [character.name for character in lines[0].called] == ["Aditi"]
    assert dict(lines[0].cues.addressee) == {"female": 1}


def test_of_three_only_who_answers_is_likely() -> None:
    rows = [
        Segment(id=n, start=2.0 * n, end=2.0 * n + 1, text="x", speaker=speaker)
        for n, speaker in enumerate("ABCA")
    ]
    lines = read_lines(rows, scenes_of(rows), dialogue.cast(), "hi")
    assert lines[1].others == ("C", "A")
    assert not lines[1].sure


def test_one_voice_for_all_tells_nobody_apart() -> None:
    rows = dialogue.segments(one_voice=True)
    assert {line.speaker for line in read_lines(rows, scenes_of(rows), dialogue.cast(), "hi")} == {
        None
    }


def test_songs_say_nothing_of_the_scene() -> None:
    rows = [row.model_copy(update={"kind": "song"}) for row in dialogue.segments()]
    lines = read_lines(rows, scenes_of(rows), dialogue.cast(), "hi")
    assert not any(line.cues.speaker for line in lines)
