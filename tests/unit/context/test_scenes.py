from cp_whisperx.context.scenes import scenes_of
from shared.artifacts import Segment


def lines(*rows: tuple[float, str | None]) -> list[Segment]:
    return [
        Segment(id=n, start=start, end=start + 2, text="x", speaker=speaker)
        for n, (start, speaker) in enumerate(rows)
    ]


def test_a_long_pause_and_a_short_one_with_others() -> None:
    found = scenes_of(
        lines((0, "A"), (3, "B"), (10, "A"), (30, "A"), (33, "B"), (39, "C"), (42, "D"))
    )
    assert [(scene.start, scene.speakers) for scene in found] == [
        (0, ("A", "B")), (30, ("A", "B")), (39, ("C", "D")),
    ]  # fmt: skip
    assert [scene.number for scene in found] == [0, 1, 2]


def test_without_speakers_only_long_pauses_tell() -> None:
    assert len(scenes_of(lines((0, None), (6, None), (30, None)))) == 2


def test_a_song_is_a_pause_and_its_singer_is_not_there() -> None:
    rows = lines((0, "A"), (3, "B"), (6, "S"), (9, "S"), (12, "S"), (16, "A"), (19, "B"))
    sung = [row.model_copy(update={"kind": "song"}) if row.speaker == "S" else row for row in rows]
    found = scenes_of(sung)
    assert [(scene.start, scene.speakers) for scene in found] == [
        (0, ("A", "B")), (16, ("A", "B")),
    ]  # fmt: skip


def test_no_lines() -> None:
    assert scenes_of([]) == []
