"""Small films for tests, made in well under a second by ffmpeg's own test sources."""

import struct
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import imageio_ffmpeg
import numpy as np

PICTURE = "testsrc=size=64x48:rate=10"
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "10")


@cache
def ffmpeg() -> str:
    """The ffmpeg that comes with its package."""
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def run_ffmpeg(*arguments: str | Path) -> str:
    """Runs ffmpeg and returns its standard output."""
    command = [ffmpeg(), "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def make_film(
    path: Path,
    seconds: float = 3.0,
    languages: Sequence[str | None] = ("hin",),
    extra: Sequence[str] = (),
    video: bool = True,
    audio_seconds: float | None = None,
    audio_codec: str = "aac",
) -> Path:
    """Makes a film with one audio track for each language, each a tone of its own.

    Args:
        path: Where; its suffix chooses the container.
        seconds: Length.
        languages: Tag of each audio track; None for no tag.
        extra: Further output arguments.
        video: Whether there are pictures.
        audio_seconds: Length of the sound, if another.
        audio_codec: Its codec.
    """
    inputs = ["-f", "lavfi", "-i", f"{PICTURE}:duration={seconds}"] if video else []
    maps = ["-map", "0:v"] if video else []
    tags: list[str] = []
    for number, language in enumerate(languages):
        tone = f"sine=frequency={300 + 200 * number}:duration={audio_seconds or seconds}"
        inputs += ["-f", "lavfi", "-i", tone]
        maps += ["-map", f"{number + int(video)}:a"]
        tags += [f"-metadata:s:a:{number}", f"language={language}"] if language else []
    codecs = [*(X264 if video else ()), "-c:a", audio_codec]
    target = f"file:{path}"
    run_ffmpeg(*inputs, *maps, *codecs, *tags, *extra, target)
    return path


def srt(*cues: tuple[float, float, str]) -> bytes:
    """Makes the content of an SRT file of (start, end, text)."""

    def stamp(seconds: float) -> str:
        whole, ms = divmod(round(seconds * 1000), 1000)
        return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02},{ms:03}"

    blocks = [
        f"{number}\n{stamp(start)} --> {stamp(end)}\n{text}\n"
        for number, (start, end, text) in enumerate(cues, 1)
    ]
    return "\n".join(blocks).encode()


def subtitle_text(film: Path, position: int) -> str:
    """Extracts a subtitle track as SRT text."""
    return run_ffmpeg("-i", f"file:{film}", "-map", f"0:s:{position}", "-f", "srt", "-")


def claim_duration(mkv: Path, seconds: float) -> Path:
    """Overwrites the duration that a Matroska file's header claims."""
    data = bytearray(mkv.read_bytes())
    at = data.index(b"\x44\x89\x88") + 3
    data[at : at + 8] = struct.pack(">d", seconds * 1000)
    mkv.write_bytes(data)
    return mkv


def overwrite(path: Path, start: float, end: float) -> Path:
    """Overwrites a stretch of a file, given in shares of its length, with noise."""
    data = bytearray(path.read_bytes())
    first, last = int(len(data) * start), int(len(data) * end)
    data[first:last] = np.random.default_rng(1).bytes(last - first)
    path.write_bytes(data)
    return path


def truncate(path: Path, share: float) -> Path:
    """Cuts a file to a share of its length."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return path
