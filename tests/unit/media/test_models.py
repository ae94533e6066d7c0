from dataclasses import asdict

from cp_whisperx.media.models import MediaInfo, MediaTrack, media_info_from


def info_with(*tracks: MediaTrack, start_time: float = 0.0) -> MediaInfo:
    return MediaInfo("matroska", 1000, 10.0, 10.0, start_time, tracks)


def test_what_goes_through_json_comes_back_equal() -> None:
    info = info_with(MediaTrack(0, "video"), MediaTrack(1, "audio", "aac", language="hin"))
    assert media_info_from(asdict(info)) == info


def test_audio_counts_audio_tracks_only() -> None:
    info = info_with(MediaTrack(0, "video"), MediaTrack(1, "audio"), MediaTrack(2, "subtitle"))
    assert [track.index for track in info.audio] == [1]


def test_the_lead_is_counted_from_the_earliest_track_and_is_never_negative() -> None:
    late = MediaTrack(0, "audio", start_time=1.9)
    info = info_with(late, start_time=1.4)
    assert round(info.lead_of(late), 6) == 0.5
    assert info.lead_of(MediaTrack(1, "audio", start_time=0.0)) == 0.0
    assert info.lead_of(MediaTrack(2, "audio", start_time=None)) == 0.0
