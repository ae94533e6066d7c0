import pytest

from shared.flow.subtitles import SubtitleTrack, Variant, track_name


@pytest.mark.parametrize(
    ("variant", "second", "name"),
    [
        ("full", None, "hi-Latn"),
        ("sdh", None, "hi-Latn.sdh"),
        ("songs", None, "hi-Latn.songs"),
        ("forced", None, "hi-Latn.forced"),
        ("bilingual", "en", "hi-Latn+en"),
    ],
)
def test_a_track_s_name_tells_language_and_kind(
    variant: Variant, second: str | None, name: str
) -> None:
    assert track_name("hi-Latn", variant, second) == name
    track = SubtitleTrack(language="hi-Latn", file="x", variant=variant, second_language=second)
    assert track.name == name
    assert "name" not in track.model_dump()
