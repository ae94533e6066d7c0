"""From script and sound to the file: shots in their places, frames into the encoder."""

from __future__ import annotations

import subprocess
import tempfile
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from tools.sample_media import energy_pictures, station_pictures
from tools.sample_media.canvas import HEIGHT, WIDTH, Canvas
from tools.sample_media.script import Script
from tools.sample_media.soundtrack import Soundtrack

CUT_BEFORE_WORDS = 0.25
"""Seconds by which a cut comes before the line that begins its shot."""

PICTURES: dict[str, Callable[[float], Canvas]] = {
    **energy_pictures.SHOTS,
    **station_pictures.SHOTS,
}


@dataclass(frozen=True)
class Shot:
    """A picture from a frame on, until the next shot's first frame."""

    picture: str
    first_frame: int


def plan_shots(script: Script, track: Soundtrack) -> tuple[Shot, ...]:
    """Cut a little before each line that names a picture; the first shot begins the film."""
    frame_rate = script.settings["frame_rate"]
    shots: list[Shot] = []
    for placed in track.lines:
        if placed.line.shot is not None:
            frame = round((placed.start - CUT_BEFORE_WORDS) * frame_rate)
            shots.append(Shot(placed.line.shot, frame if shots else 0))
    return tuple(shots)


def encode(script: Script, track: Soundtrack, shots: tuple[Shot, ...], path: Path) -> None:
    """Write the film as H.264 and AAC in MP4, with title and language tags.

    One encoder thread and no version strings, so that the same tools give the same bytes.

    Raises:
        subprocess.CalledProcessError: ffmpeg failed; its message is on the standard error output.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "sound.wav"
        _write_sound(track, sound)
        command = _command(script, sound, path)
        with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
            assert encoder.stdin is not None
            for frame in _frames(shots, script.settings["frame_rate"], track.duration):
                encoder.stdin.write(frame)
            encoder.stdin.close()
            if encoder.wait() != 0:
                raise subprocess.CalledProcessError(encoder.returncode, command)


def _frames(shots: tuple[Shot, ...], frame_rate: int, duration: float) -> Iterator[bytes]:
    total = int(duration * frame_rate)
    ends = [*(shot.first_frame for shot in shots[1:]), total]
    for shot, end in zip(shots, ends, strict=True):
        for frame in range(shot.first_frame, end):
            yield PICTURES[shot.picture]((frame - shot.first_frame) / frame_rate).pixels()


def _write_sound(track: Soundtrack, path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(track.samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(track.rate)
        file.writeframes(np.round(track.samples * 32767).astype("<i2").tobytes())


def _command(script: Script, sound: Path, path: Path) -> list[str]:
    settings = script.settings
    pictures = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}"]
    pictures += ["-r", str(settings["frame_rate"]), "-i", "-"]
    video = ["-c:v", "libx264", "-preset", "slow", "-crf", str(settings["crf"]), "-threads", "1"]
    video += ["-pix_fmt", "yuv420p", "-g", "120"]
    audio = ["-c:a", "aac", "-b:a", settings["audio_bitrate"]]
    tags = ["-metadata", f"title={settings['title']}"]
    for stream in ("v", "a"):
        tags += [f"-metadata:s:{stream}:0", f"language={settings['track_language']}"]
    exact = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
    inputs = [*pictures, "-i", str(sound), "-map", "0:v", "-map", "1:a"]
    output = [*video, *audio, *tags, *exact, "-movflags", "+faststart", str(path)]
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *inputs, *output]
