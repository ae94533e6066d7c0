import pytest

from cp_whisperx.media.containers import CONTAINERS
from cp_whisperx.media.models import MediaTrack, TrackKind
from shared.languages import get_language


@pytest.mark.parametrize(
    ("kind", "codec", "cover", "mkv", "mp4"),
    [
        ("video", "h264", False, "copy", "copy"),
        ("video", "vp8", False, "copy", "drop"),
        ("video", "", False, "drop", "drop"),
        ("video", "png", True, "attach", "copy"),
        ("video", "gif", True, "drop", "drop"),
        ("audio", "vorbis", False, "copy", "copy"),
        ("audio", "amr_nb", False, "copy", "drop"),
        ("subtitle", "subrip", False, "copy", "convert"),
        ("subtitle", "ass", False, "copy", "convert"),
        ("subtitle", "mov_text", False, "convert", "copy"),
        ("subtitle", "hdmv_pgs_subtitle", False, "copy", "drop"),
        ("subtitle", "dvb_teletext", False, "drop", "drop"),
        ("attachment", "", False, "copy", "drop"),
        ("data", "bin_data", False, "drop", "drop"),
    ],
)
def test_what_becomes_of_a_track(
    kind: TrackKind, codec: str, cover: bool, mkv: str, mp4: str
) -> None:
    track = MediaTrack(0, kind, codec, cover=cover)
    assert CONTAINERS["mkv"].keeping(track) == mkv
    assert CONTAINERS["mp4"].keeping(track) == mp4


def test_language_codes_follow_the_container() -> None:
    chinese = get_language("zh")
    assert CONTAINERS["mkv"].language_tag(chinese) == "chi"
    assert CONTAINERS["mp4"].language_tag(chinese) == "zho"
