"""A picture being drawn: shapes in units of the finished 640 x 360 frame, smoothed edges."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 360
OVERSAMPLING = 2
Colour = tuple[int, int, int]
Point = tuple[float, float]


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """The colour a `share` (0 to 1) of the way from one to another."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


class Canvas:
    """One frame; every method draws over what is there."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        """Begin with a vertical run from one colour to another, in 24 bands."""
        size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
        self._image = Image.new("RGB", size, top)
        self._draw = ImageDraw.Draw(self._image)
        for band in range(24):
            height = HEIGHT / 24
            self.box(0, band * height, WIDTH, (band + 1) * height, blend(top, bottom, band / 23))

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        """A filled rectangle."""
        corners = [v * OVERSAMPLING for v in (left, top, right, bottom)]
        self._draw.rectangle(corners, fill=fill)

    def rounded(
        self, left: float, top: float, right: float, bottom: float, *, radius: float, fill: Colour
    ) -> None:
        """A filled rectangle with round corners."""
        corners = [v * OVERSAMPLING for v in (left, top, right, bottom)]
        self._draw.rounded_rectangle(corners, radius * OVERSAMPLING, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """A filled circle."""
        self.oval(x - radius, y - radius, x + radius, y + radius, fill)

    def oval(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        """A filled ellipse."""
        self._draw.ellipse([v * OVERSAMPLING for v in (left, top, right, bottom)], fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A line through points."""
        self._draw.line(
            [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points],
            fill=fill,
            width=max(round(width * OVERSAMPLING), 1),
            joint="curve",
        )

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points], fill=fill)

    def blades(self, x: float, y: float, radius: float, angle: float, *, fill: Colour) -> None:
        """Three rotor blades round a hub; `angle` in radians."""
        for third in range(3):
            turn = angle + third * 2 * math.pi / 3
            tip = (x + radius * math.cos(turn), y + radius * math.sin(turn))
            side = radius * 0.07
            dx, dy = side * math.cos(turn + math.pi / 2), side * math.sin(turn + math.pi / 2)
            self.polygon([(x + dx, y + dy), tip, (x - dx, y - dy)], fill)
        self.disc(x, y, radius * 0.08, fill)

    def text(self, x: float, y: float, words: str, size: float, fill: Colour) -> None:
        """Latin text centred on a point, in the free font that pillow carries."""
        font = ImageFont.load_default(size * OVERSAMPLING)
        place = (x * OVERSAMPLING, y * OVERSAMPLING)
        self._draw.text(place, words, font=font, fill=fill, anchor="mm")

    def pixels(self) -> bytes:
        """The finished frame: RGB, 8 bits, row by row."""
        return self._image.reduce(OVERSAMPLING).tobytes()
