import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import pytest

from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.probe import choose_track, inspect, probe, scan
from shared.errors import InvalidInputError
from tests.support.media import claim_duration, make_film, run_ffmpeg, srt, truncate
from tests.support.memory import children_peak_kb


def test_a_film_is_told_track_by_track(tmp_path: Path) -> None:
    (tmp_path / "s.srt").write_bytes(srt((0.5, 1.0, "Hello")))
    (tmp_path / "font.ttf").write_bytes(b"no font, but a file")
    (tmp_path / "chapters.txt").write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=One\n"
    )
    plain = make_film(tmp_path / "plain.mkv", languages=("hin", "eng"))
    film = tmp_path / "film.mkv"
    run_ffmpeg(
        "-i", plain, "-i", tmp_path / "s.srt", "-i", tmp_path / "chapters.txt",
        "-map", "0", "-map", "1", "-map_chapters", "2", "-c", "copy",
        "-metadata:s:a:1", "title=Director's commentary", "-metadata:s:s:0", "language=eng",
        "-disposition:a:1", "default", "-disposition:a:0", "0",
        "-attach", tmp_path / "font.ttf", "-metadata:s:t", "mimetype=font/ttf", film,
    )  # fmt: skip
    info = probe(film)
    assert [t.kind for t in info.tracks] == ["video", "audio", "audio", "subtitle", "attachment"]
    assert [t.codec for t in info.tracks][:4] == ["h264", "aac", "aac", "subrip"]
    assert [t.language for t in info.audio] == ["hin", "eng"]
    assert [t.default for t in info.audio] == [False, True]
    assert [t.commentary for t in info.audio] == [False, True]
    assert (info.audio[0].channels, info.audio[0].sample_rate) == (1, 44100)
    assert info.tracks[0].fps == 10
    assert info.duration == pytest.approx(3.0, abs=0.1)
    assert (info.chapters, info.attachments) == (1, 1)


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """Listens on 127.0.0.1 and notes every connection."""
    seen: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                seen.append(str(address))
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield server.getsockname()[1], seen
        finally:
            stop.set()
            thread.join()


DISGUISES = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{target}\n#EXT-X-ENDLIST\n",
    "ffconcat": "ffconcat version 1.0\nfile '{target}'\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
    'mediaPresentationDuration="PT3S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">'
    '<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">'
    "<BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=audio {port} RTP/AVP 0\n",
}


@pytest.mark.parametrize("suffix", ["mkv", "mp4"])
@pytest.mark.parametrize("kind", DISGUISES)
def test_a_playlist_in_disguise_is_refused_before_anything_is_read(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    canary = make_film(tmp_path / "canary.ts")
    os.utime(canary, ns=(1, 1))
    film = tmp_path / f"film.{suffix}"
    with listener() as (port, connections):
        for target in (str(canary), f"http://127.0.0.1:{port}/a.ts", f"tcp://127.0.0.1:{port}"):
            film.write_text(DISGUISES[kind].format(target=target, port=port))
            with pytest.raises(InvalidInputError, match="not a film or sound recording"):
                probe(film)
    assert connections == []
    assert canary.stat().st_atime_ns == 1


def test_the_canary_would_be_read_without_the_guard(tmp_path: Path) -> None:
    canary = make_film(tmp_path / "canary.ts")
    film = tmp_path / "film.mkv"
    film.write_text(DISGUISES["ffconcat"].format(target=canary.name))
    with av.open(str(film)) as container:
        assert len(container.streams) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (np.random.default_rng(0).bytes(200_000), "not a film")],
)
def test_what_is_no_film_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "film.mkv").write_bytes(content)
    with pytest.raises(InvalidInputError, match=said):
        probe(tmp_path / "film.mkv")


def test_folders_pipes_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="is a folder"):
        probe(tmp_path)
    with pytest.raises(InvalidInputError, match="does not exist"):
        probe(tmp_path / "none.mkv")
    os.mkfifo(tmp_path / "pipe.mkv")
    with pytest.raises(InvalidInputError, match="device or a pipe"):
        probe(tmp_path / "pipe.mkv")


def test_a_film_without_sound_is_refused_but_can_be_inspected(tmp_path: Path) -> None:
    film = make_film(tmp_path / "mute.mkv", languages=())
    with pytest.raises(InvalidInputError, match="no audio track"):
        probe(film)
    assert inspect(film).duration == pytest.approx(3.0, abs=0.2)


def test_a_film_of_zero_duration_is_refused(tmp_path: Path) -> None:
    film = make_film(tmp_path / "zero.wav", video=False, audio_codec="pcm_s16le")
    film.write_bytes(film.read_bytes()[:44].replace(b"LIST", b"data")[:44])
    with pytest.raises(InvalidInputError):
        probe(film)


def test_a_thousand_tracks_are_refused_in_time_and_little_memory(tmp_path: Path) -> None:
    film = tmp_path / "many.mkv"
    with av.open(str(film), "w") as output:
        streams = [output.add_stream("pcm_s16le", rate=8000, layout="mono") for _ in range(1000)]
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(
                np.zeros((1, 80), dtype=np.int16), format="s16", layout="mono"
            )
            frame.rate = 8000
            for packet in stream.encode(frame):
                output.mux(packet)
    began = time.monotonic()
    message, peak = children_peak_kb(_refusal, film)
    assert time.monotonic() - began < 30
    assert "1000 tracks" in message
    assert peak < 512_000


def _refusal(film: Path) -> str:
    with pytest.raises(InvalidInputError) as raised:
        probe(film)
    return str(raised.value)


def test_a_header_that_claims_a_hundred_hours_is_not_believed(tmp_path: Path) -> None:
    film = claim_duration(make_film(tmp_path / "long.mkv"), 360_000.0)
    info = probe(film)
    assert info.duration == pytest.approx(3.0, abs=0.1)
    assert info.declared_duration == 360_000.0
    assert "claims 360000 s" in info.warnings[0]
    assert info.warnings[0] in choose_track(info, "hi", None).warnings


@pytest.mark.parametrize("claim", [float("nan"), -5.0, 0.0, float("inf")])
def test_an_impossible_duration_is_measured_instead(tmp_path: Path, claim: float) -> None:
    film = claim_duration(make_film(tmp_path / "odd.mkv"), claim)
    assert probe(film).duration == pytest.approx(3.0, abs=0.2)


def test_a_scan_tells_where_the_packets_lie(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv", seconds=4, audio_seconds=2)
    spans = scan(film, 30)
    assert [round(span.last, 1) for span in spans] == [4.0, 2.0]
    whole = spans[0].packets
    assert scan(truncate(film, 0.6), 30)[0].packets < whole


HINDI = MediaTrack(1, "audio", "aac", decodable=True, language="hin")
ENGLISH = MediaTrack(2, "audio", "ac3", decodable=True, language="en", default=True)
COMMENTARY = MediaTrack(0, "audio", "aac", decodable=True, language="hin", commentary=True)
BARE = MediaTrack(3, "audio", "aac", decodable=True)
UNKNOWN = MediaTrack(4, "audio", "", decodable=False, language="tam")


@pytest.mark.parametrize(
    ("tracks", "language", "wanted", "index", "warning"),
    [
        ((ENGLISH, HINDI), "hi", None, 1, "not the container's default"),
        ((ENGLISH, HINDI), "hi-Latn", None, 1, "not the container's default"),
        ((COMMENTARY, HINDI), "hi", None, 1, "default"),
        ((ENGLISH, HINDI), "en", None, 0, ""),
        ((BARE, ENGLISH), "hi", None, 1, "marked as en"),
        ((BARE,), "hi", None, 0, ""),
        ((BARE, HINDI), "auto", None, 0, ""),
        ((ENGLISH, HINDI), "auto", None, 0, ""),
        ((ENGLISH, HINDI), "en", "1", 1, "not the container's default"),
        ((ENGLISH, HINDI), "en", "hi", 1, "marked as hi"),
        ((ENGLISH, HINDI), "en", "hin", 1, "marked as hi"),
        ((UNKNOWN, BARE), "ta-IN", "1", 1, "default|"),
    ],
)
def test_the_track_is_chosen_by_wish_then_language_then_default(
    tracks: tuple[MediaTrack, ...], language: str, wanted: str | None, index: int, warning: str
) -> None:
    choice = choose_track(MediaInfo("matroska", 1, 9.0, tracks=tracks), language, wanted)
    assert choice.index == index
    said = " ".join(choice.warnings)
    assert any(part in said for part in warning.split("|")) if warning else not said


@pytest.mark.parametrize("wanted", ["2", "-1", "fr", "²", "../x"])
def test_a_track_that_is_not_there_is_refused_with_the_list(wanted: str) -> None:
    info = MediaInfo("matroska", 1, 9.0, tracks=(ENGLISH, HINDI))
    with pytest.raises(InvalidInputError, match="0: en ac3; 1: hin aac"):
        choose_track(info, "hi", wanted)


def test_a_track_that_cannot_be_decoded_is_refused() -> None:
    info = MediaInfo("mp4", 1, 9.0, tracks=(UNKNOWN, HINDI))
    with pytest.raises(InvalidInputError, match="cannot be decoded"):
        choose_track(info, "hi", "0")
