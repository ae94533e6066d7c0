"""Films with known cuts: textured scenes with motion, joined by cuts, dissolves, fades, flashes."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, RATE = 160, 90, 24
Frames = NDArray[np.float32]
Colour = NDArray[np.float64]


@dataclass(frozen=True)
class ShotFilm:
    """A film and where its shots change, in frames; `soft` are dissolves and fades as spans."""

    path: Path
    cuts: tuple[int, ...]
    soft: tuple[tuple[int, int], ...]
    frames: int


def make_shot_film(path: Path, scenes: int, seed: int, codec: tuple[str, ...] = ()) -> ShotFilm:
    """Makes a film of scenes of 0.6 to 6 seconds; the same seed makes the same film."""
    chance = np.random.default_rng(seed)
    cuts, soft, count = [], [], 0
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo",
        "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "-",
        *(codec or ("-c:v", "libx264", "-preset", "veryfast", "-crf", "23")),
        "-pix_fmt", "yuv420p", str(path),
    ]  # fmt: skip
    encoder = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert encoder.stdin is not None
    held: Frames | None = None
    palette = chance.uniform(0.3, 0.7, 3)
    for number in range(scenes):
        # Reverse shots: every third scene keeps the colours of the one before.
        palette = palette if number % 3 == 2 else chance.uniform(0.15, 0.85, 3)
        scene = np.stack(list(_scene(chance, palette, int(chance.uniform(15, 144)))))
        kind = (
            chance.choice(["cut", "cut", "cut", "cut", "dissolve", "fade"]) if number else "start"
        )
        span = int(chance.integers(10, 24))
        if held is not None and kind != "cut" and min(len(held), len(scene)) > 2 * span:
            body, joint = _joined(held, scene, kind, span)
            soft.append((count + len(body), count + len(body) + len(joint)))
            count += _write(encoder.stdin, body) + _write(encoder.stdin, joint)
            held = scene[span:]
        else:
            if held is not None:
                count += _write(encoder.stdin, held)
                cuts.append(count)
            held = scene
    assert held is not None
    count += _write(encoder.stdin, held)
    encoder.stdin.close()
    assert encoder.wait() == 0
    return ShotFilm(path, tuple(cuts), tuple(soft), count)


def _joined(held: Frames, scene: Frames, kind: str, span: int) -> tuple[Frames, Frames]:
    """Returns the earlier scene up to where the soft change begins, and the change."""
    weight = np.linspace(0, 1, span, dtype=np.float32)[:, None, None, None]
    before, after = held[-span:], scene[:span]
    if kind == "dissolve":
        return held[:-span], before * (1 - weight) + after * weight
    return held[:-span], np.concatenate([before * (1 - weight), after * weight])


def _scene(chance: np.random.Generator, palette: Colour, length: int) -> Iterator[Frames]:
    """Yields frames of a texture under a moving camera, with a moving figure and film grain."""
    texture = _texture(chance, palette)
    speed = chance.choice([0.0, 0.25, 1.0, 3.0, 12.0], p=[0.35, 0.3, 0.2, 0.1, 0.05])
    angle = chance.uniform(0, 2 * np.pi)
    flashes = set(chance.integers(4, length, 2).tolist()) if chance.random() < 0.15 else set()
    tone, width = chance.uniform(0, 1, 3), int(chance.uniform(10, 30))
    for index in range(length):
        x = _swing(200 + speed * index * np.cos(angle), texture.shape[1] - WIDTH)
        y = _swing(100 + speed * index * np.sin(angle), texture.shape[0] - HEIGHT)
        frame = texture[y : y + HEIGHT, x : x + WIDTH].copy()
        left = _swing(width * 3 + index * 1.5, WIDTH - width)
        frame[30:, left : left + width] = tone * 0.8
        frame += chance.normal(0, 0.015, frame.shape)
        if index in flashes:
            frame = frame * 0.2 + 0.8
        yield np.clip(frame, 0, 1).astype(np.float32)


def _swing(place: float, limit: int) -> int:
    """Moves to and fro between 0 and a limit; a jump would be a cut."""
    return int(limit - abs(abs(place) % (2 * limit) - limit))


def _texture(chance: np.random.Generator, palette: Colour) -> Frames:
    """Returns a picture with the spectrum of natural ones."""
    height, width = 256, 512
    fy, fx = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]
    spectrum = (fx**2 + fy**2 + 1e-5) ** -0.55
    layers = []
    for level in palette:
        phase = np.exp(2j * np.pi * chance.random(spectrum.shape))
        layer = np.fft.irfft2(spectrum * phase, (height, width))
        layers.append(level + 0.12 * layer / layer.std())
    picture: Frames = np.clip(np.stack(layers, -1), 0, 1).astype(np.float32)
    return picture


def _write(stream: object, frames: Frames) -> int:
    stream.write((frames * 255).astype(np.uint8).tobytes())  # type: ignore[attr-defined]
    return len(frames)
