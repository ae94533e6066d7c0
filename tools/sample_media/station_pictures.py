"""The pictures of the film at the railway station, one function a shot; `t` as seconds into it."""

from __future__ import annotations

import math

from tools.sample_media.canvas import HEIGHT, WIDTH, Canvas, Colour, blend

DAY, HAZE = (150, 196, 222), (250, 232, 198)
BRICK, WOOD, STONE = (176, 92, 66), (128, 82, 50), (150, 146, 140)
SKIN_A, SKIN_B, HAIR = (170, 116, 80), (198, 144, 104), (34, 26, 26)
TEAL, MUSTARD, MAROON, CREAM = (36, 124, 128), (222, 164, 52), (142, 40, 56), (246, 236, 214)
NIGHT, GOLD = (24, 26, 58), (252, 206, 96)


def _steam(canvas: Canvas, x: float, y: float, t: float, back: Colour) -> None:
    for puff in range(5):
        rise = (t * 20 + puff * 12) % 60
        shade = blend((248, 248, 248), back, rise / 60)
        canvas.disc(x + 5 * math.sin(rise / 8 + puff), y - rise, 4 + rise / 9, shade)


def _person(
    canvas: Canvas, x: float, y: float, size: float, *, skin: Colour, coat: Colour, nod: float
) -> None:
    """A figure from the waist up; (x, y) is the chin, `size` the head's radius."""
    canvas.rounded(
        x - size * 1.7, y + size * 0.5, x + size * 1.7, y + size * 6, radius=size * 0.9, fill=coat
    )
    canvas.box(x - size * 0.4, y - size * 0.4, x + size * 0.4, y + size * 0.8, skin)
    head = y - size * 0.9 + nod
    canvas.disc(x, head - size * 0.25, size * 1.08, HAIR)
    canvas.oval(x - size * 0.9, head - size * 0.85, x + size * 0.9, head + size * 1.05, skin)
    for side in (-1, 1):
        canvas.disc(x + side * size * 0.36, head, size * 0.1, HAIR)


def _mouth(canvas: Canvas, x: float, y: float, size: float, t: float) -> None:
    opening = size * (0.06 + 0.14 * abs(math.sin(t * 9)))
    canvas.oval(x - size * 0.28, y - opening, x + size * 0.28, y + opening, (120, 40, 40))


def stall(t: float) -> Canvas:
    """Two people at a tea stall on a platform, the kettle steaming."""
    canvas = Canvas(DAY, HAZE)
    canvas.box(0, 270, WIDTH, HEIGHT, STONE)
    canvas.box(0, 270, WIDTH, 276, CREAM)
    _person(canvas, 150, 190, 24, skin=SKIN_A, coat=TEAL, nod=2 * math.sin(t * 3))
    _person(canvas, 500, 190, 24, skin=SKIN_B, coat=MAROON, nod=2 * math.sin(t * 3 + 2))
    canvas.box(222, 110, 230, 300, WOOD)
    canvas.box(410, 110, 418, 300, WOOD)
    canvas.box(206, 214, 434, 320, WOOD)
    for stripe in range(8):
        left = 200 + stripe * 30
        colour = MUSTARD if stripe % 2 else CREAM
        canvas.polygon([(left, 130), (left + 30, 130), (left + 26, 88), (left + 4, 88)], colour)
    canvas.rounded(290, 176, 350, 214, radius=12, fill=(186, 190, 198))
    canvas.line([(350, 188), (374, 176)], 6, (186, 190, 198))
    _steam(canvas, 376, 170, t, HAZE)
    canvas.text(320, 250, "CHAI", 28, CREAM)
    return canvas


def face_a(t: float) -> Canvas:
    """The first speaker, close."""
    canvas = Canvas((196, 210, 206), (232, 214, 180))
    canvas.box(430, 0, 446, HEIGHT, BRICK)
    canvas.box(520, 0, 536, HEIGHT, BRICK)
    sway, nod = 4 * math.sin(t), 4 * math.sin(t * 2.6)
    _person(canvas, 250 + sway, 220, 70, skin=SKIN_A, coat=TEAL, nod=nod)
    _mouth(canvas, 250 + sway, 194 + nod, 70, t)
    return canvas


def face_b(t: float) -> Canvas:
    """The second speaker, close, seen from the other side."""
    canvas = Canvas((210, 176, 140), (150, 104, 86))
    canvas.rounded(40, 60, 190, 210, radius=8, fill=CREAM)
    canvas.line([(115, 70), (115, 200)], 4, WOOD)
    canvas.line([(50, 135), (180, 135)], 4, WOOD)
    sway, nod = 4 * math.sin(t * 1.3), 4 * math.sin(t * 2.2)
    _person(canvas, 400 + sway, 220, 70, skin=SKIN_B, coat=MAROON, nod=nod)
    _mouth(canvas, 400 + sway, 194 + nod, 70, t + 0.3)
    return canvas


def kettle(t: float) -> Canvas:
    """Tea is poured into a glass."""
    canvas = Canvas((92, 62, 50), (46, 30, 28))
    canvas.box(0, 290, WIDTH, HEIGHT, WOOD)
    canvas.rounded(330, 70, 520, 180, radius=40, fill=(190, 194, 202))
    canvas.polygon([(345, 100), (262, 66), (256, 82), (340, 140)], (190, 194, 202))
    level = min(t * 0.45, 1.0)
    if t * 0.45 < 1.1:
        canvas.line([(259, 76), (240, 120), (234, 280)], 5, (196, 128, 66))
    canvas.polygon([(190, 180), (278, 180), (266, 296), (202, 296)], (226, 230, 232))
    top = 290 - 96 * level
    canvas.polygon([(198, top), (270, top), (262, 292), (206, 292)], (186, 116, 58))
    _steam(canvas, 234, 176, t, (80, 54, 46))
    return canvas


def train(t: float) -> Canvas:
    """A train passes the platform from right to left."""
    canvas = Canvas(DAY, HAZE)
    for hill in range(4):
        canvas.disc(60 + hill * 190, 300, 110, (140, 172, 128))
    front = 560 - t * 120
    for coach in range(9):
        left = front + coach * 190
        paint = (40, 84, 150) if coach else MAROON
        canvas.rounded(left, 120, left + 182, 250, radius=8, fill=paint)
        canvas.box(left, 214, left + 182, 222, MUSTARD)
        for window in range(4):
            x = left + 14 + window * 42
            canvas.rounded(x, 144, x + 30, 184, radius=4, fill=(206, 226, 236))
        for wheel in (34, 148):
            canvas.disc(left + wheel, 254, 13, HAIR)
    canvas.box(0, 266, WIDTH, 272, (90, 84, 80))
    canvas.box(0, 290, WIDTH, HEIGHT, STONE)
    canvas.box(0, 290, WIDTH, 296, MUSTARD)
    return canvas


def book(t: float) -> Canvas:
    """A red book on a bench, its cover catching the light."""
    canvas = Canvas((206, 214, 220), (176, 170, 160))
    for plank in range(4):
        canvas.box(0, 210 + plank * 40, WIDTH, 244 + plank * 40, blend(WOOD, HAIR, plank * 0.12))
    slide = 3 * math.sin(t)
    pages = [(210 + slide, 250), (400 + slide, 230), (440 + slide, 300), (240 + slide, 326)]
    cover = [(206 + slide, 236), (398 + slide, 216), (438 + slide, 286), (236 + slide, 312)]
    canvas.polygon(pages, CREAM)
    canvas.polygon(cover, (200, 36, 44))
    gleam = 230 + (t * 60) % 160
    canvas.line([(gleam, 250), (gleam + 20, 290)], 4, (232, 92, 92))
    return canvas


def road(t: float) -> Canvas:
    """A winding road towards hills; trees come closer and pass."""
    canvas = Canvas((250, 180, 130), (252, 222, 170))
    canvas.disc(450, 130, 46, GOLD)
    for hill in range(5):
        canvas.disc(hill * 170 - 20, 250, 100, blend((120, 110, 130), (170, 130, 120), hill / 5))
    canvas.box(0, 190, WIDTH, HEIGHT, (134, 156, 92))
    canvas.polygon([(316, 190), (324, 190), (560, 360), (80, 360)], (98, 92, 96))
    for mark in range(7):
        near = ((mark + t * 1.6) % 7 / 7) ** 2
        y = 192 + 168 * near
        canvas.box(320 - 1 - 5 * near, y, 320 + 1 + 5 * near, y + 3 + 16 * near, CREAM)
    for tree in range(6):
        near = ((tree + t * 0.8) % 6 / 6) ** 2
        x = 320 + (-1 if tree % 2 else 1) * (30 + 360 * near)
        y, size = 196 + 150 * near, 6 + 60 * near
        canvas.box(x - size / 8, y - size, x + size / 8, y, WOOD)
        canvas.disc(x, y - size * 1.3, size * 0.7, (66, 112, 66))
    return canvas


def dawn(t: float) -> Canvas:
    """The sun comes up over water."""
    share = min(t / 4.5, 1.0)
    canvas = Canvas(blend(NIGHT, DAY, share), blend((96, 60, 96), HAZE, share))
    canvas.disc(320, 250 - 90 * share, 48, blend((230, 96, 70), GOLD, share))
    canvas.box(0, 230, WIDTH, HEIGHT, blend((40, 40, 80), (90, 140, 170), share))
    for ripple in range(9):
        y = 240 + ripple * 13
        half = 30 + 14 * ripple + 10 * math.sin(t * 3 + ripple)
        canvas.box(320 - half, y, 320 + half, y + 3, blend((160, 90, 90), GOLD, share))
    for bird in range(3):
        x, y = 120 + bird * 60 + t * 30, 90 + bird * 18
        flap = 8 * math.sin(t * 8 + bird)
        canvas.line([(x - 12, y - flap), (x, y), (x + 12, y - flap)], 2, HAIR)
    return canvas


def kites(t: float) -> Canvas:
    """Paper kites over roofs."""
    canvas = Canvas((96, 164, 214), (214, 232, 240))
    for roof in range(5):
        canvas.box(roof * 140 - 10, 270 + (roof * 37) % 40, roof * 140 + 110, HEIGHT, BRICK)
    for index, colour in enumerate((MAROON, MUSTARD, TEAL, (226, 84, 60), (110, 70, 150))):
        x = 90 + index * 115 + 24 * math.sin(t * 1.4 + index * 2)
        y = 110 + (index % 3) * 36 + 16 * math.sin(t * 1.9 + index)
        canvas.line([(x, y), (x + 30, y + 90), (320, 330)], 0.8, CREAM)
        canvas.polygon([(x, y - 30), (x + 24, y), (x, y + 30), (x - 24, y)], colour)
        canvas.line([(x, y - 30), (x, y + 30)], 1, CREAM)
    return canvas


def dusk(t: float) -> Canvas:
    """Two small figures part under the lamps; the film's end."""
    canvas = Canvas(NIGHT, (190, 92, 84))
    for lamp in (120, 320, 520):
        canvas.line([(lamp, 300), (lamp, 130)], 4, HAIR)
        canvas.disc(lamp, 126, 20, blend(NIGHT, GOLD, 0.4 + 0.05 * math.sin(t * 4 + lamp)))
        canvas.disc(lamp, 126, 9, GOLD)
    canvas.box(0, 300, WIDTH, HEIGHT, (40, 34, 50))
    _person(canvas, 290 - t * 22, 252, 11, skin=SKIN_A, coat=TEAL, nod=0)
    _person(canvas, 350 + t * 22, 252, 11, skin=SKIN_B, coat=MAROON, nod=0)
    canvas.box(0, 318, WIDTH, HEIGHT, (40, 34, 50))
    return canvas


SHOTS = {
    shot.__name__: shot
    for shot in (stall, face_a, face_b, kettle, train, book, road, dawn, kites, dusk)
}
