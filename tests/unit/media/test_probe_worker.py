import json
import subprocess
import sys
from pathlib import Path

from cp_whisperx.media.probe_worker import answer, inspect, scan
from shared.paths import PROJECT_ROOT
from tests.support.media import make_film, truncate


def test_the_process_answers_in_json(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", languages=("guj",))
    command = [sys.executable, "-m", "cp_whisperx.media.probe_worker", "inspect", str(film)]
    done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, check=True)
    info = json.loads(done.stdout)["info"]
    assert [track["language"] for track in info["tracks"]] == [None, "guj"]
    assert [track["title"] for track in info["tracks"]] == ["", ""]


def test_what_cannot_be_opened_is_an_answer_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "film.mkv").write_bytes(b"\x1a\x45\xdf\xa3" + b"\xff" * 5000)
    assert answer("inspect", tmp_path / "film.mkv")["error"] == "format"
    assert answer("scan", tmp_path / "film.mkv")["error"] == "format"


def test_a_streams_guessed_duration_is_not_taken_for_declared(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.aac", video=False, seconds=5)
    info = inspect(film)
    assert info.declared_duration is None
    assert abs(info.duration - 5) < 0.2


def test_an_mp3s_header_is_believed_but_not_its_bit_rate(tmp_path: Path) -> None:
    whole = make_film(tmp_path / "a.mp3", video=False, seconds=5, audio_codec="libmp3lame")
    truncate(whole, 0.5)
    assert inspect(whole).declared_duration is not None
    bare = make_film(
        tmp_path / "b.mp3", video=False, seconds=5, audio_codec="libmp3lame",
        extra=("-write_xing", "0", "-id3v2_version", "0"),
    )  # fmt: skip
    assert inspect(bare).declared_duration is None


def test_a_scan_stops_at_its_limit(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    assert sum(span.packets for span in scan(film, limit_seconds=-1.0)) == 1
    assert sum(span.packets for span in scan(film)) > 100
