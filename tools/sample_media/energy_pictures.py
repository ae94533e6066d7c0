"""The pictures of the film about energy, one function a shot; `t` is seconds into the shot."""

from __future__ import annotations

import math
from itertools import pairwise

from tools.sample_media.canvas import HEIGHT, WIDTH, Canvas, blend

NIGHT, DEEP = (10, 18, 40), (22, 44, 82)
SKY, HAZE = (120, 178, 220), (226, 238, 244)
GRASS, STEEL, DARK = (86, 140, 84), (96, 110, 130), (28, 34, 46)
GOLD, GREEN, RED, WHITE = (248, 196, 72), (92, 214, 134), (232, 92, 78), (244, 246, 250)


def title(t: float) -> Canvas:
    """The name of the film over a pulsing ring of points."""
    canvas = Canvas(NIGHT, DEEP)
    for index in range(36):
        angle = index * 2 * math.pi / 36 + t * 0.25
        x, y = WIDTH / 2 + 250 * math.cos(angle), HEIGHT / 2 + 130 * math.sin(angle)
        pulse = 0.5 + 0.5 * math.sin(t * 3 + index)
        canvas.line([(WIDTH / 2, HEIGHT / 2), (x, y)], 0.6, blend(NIGHT, DEEP, 0.9))
        canvas.disc(x, y, 3 + 3 * pulse, blend(STEEL, GOLD, pulse))
    canvas.rounded(150, 118, 490, 242, radius=16, fill=NIGHT)
    canvas.text(WIDTH / 2, 158, "Energy Demand", 38, WHITE)
    canvas.text(WIDTH / 2, 206, "in AI", 38, GOLD)
    return canvas


def city(t: float) -> Canvas:
    """A town at night, its windows going on one after another, beside a windowless hall."""
    canvas = Canvas(NIGHT, (60, 62, 104))
    for house in range(11):
        left, height = 14 + house * 34, 70 + (house * 47) % 110
        canvas.box(left, 300 - height, left + 28, 300, DARK)
        for cell in range(int(height // 16)):
            for column in range(2):
                lit = (house * 7 + cell * 3 + column * 5) % 12 < 3 + t * 3
                colour = GOLD if lit else (40, 48, 66)
                x, y = left + 5 + column * 11, 300 - height + 6 + cell * 16
                canvas.box(x, y, x + 6, y + 8, colour)
    canvas.rounded(410, 176, 616, 300, radius=6, fill=STEEL)
    for stripe in range(9):
        glow = 0.5 + 0.5 * math.sin(t * 6 - stripe * 0.7)
        canvas.box(422, 188 + stripe * 12, 604, 192 + stripe * 12, blend(DARK, GREEN, glow))
    canvas.box(0, 300, WIDTH, HEIGHT, (18, 22, 32))
    return canvas


def racks(t: float) -> Canvas:
    """An aisle of servers; the camera moves along it, lamps blink."""
    canvas = Canvas((12, 16, 26), (30, 38, 56))
    for rack in range(9):
        left = rack * 96 - (t * 34) % 96
        canvas.rounded(left, 40, left + 84, 320, radius=5, fill=(20, 24, 34))
        number = rack + int(t * 34 // 96)
        for unit in range(12):
            top = 50 + unit * 22
            canvas.box(left + 6, top, left + 78, top + 17, (44, 52, 70))
            for lamp in range(4):
                on = math.sin(t * (4 + (number + lamp) % 5) + unit * 1.7 + lamp * 2.1) > 0
                colour = (GREEN if lamp < 3 else GOLD) if on else (34, 40, 54)
                canvas.disc(left + 14 + lamp * 9, top + 8, 2.4, colour)
    canvas.box(0, 324, WIDTH, HEIGHT, (8, 10, 16))
    return canvas


def cooling(t: float) -> Canvas:
    """Fans turning over a pipe with moving water."""
    canvas = Canvas((70, 92, 118), (150, 176, 196))
    for fan in range(3):
        x = 120.0 + fan * 200
        canvas.disc(x, 140, 84, DARK)
        canvas.disc(x, 140, 76, (52, 62, 80))
        canvas.blades(x, 140, 72, t * 7 + fan, fill=(190, 204, 218))
        canvas.blades(x, 140, 72, t * 7 + fan + math.pi / 3, fill=(160, 176, 194))
    canvas.rounded(-20, 264, 660, 316, radius=24, fill=STEEL)
    canvas.rounded(-20, 272, 660, 308, radius=18, fill=(48, 128, 200))
    for drop in range(12):
        left = (drop * 60 + t * 120) % 720 - 40
        canvas.rounded(left, 284, left + 26, 292, radius=4, fill=(138, 198, 240))
    return canvas


def chart(t: float) -> Canvas:
    """Bars that grow year by year, each higher than the last."""
    canvas = Canvas(WHITE, (214, 224, 236))
    for line in range(5):
        canvas.box(70, 80 + line * 50, 590, 81 + line * 50, (190, 200, 212))
    for bar in range(8):
        full = 26 * 1.32**bar
        height = full * min(max(t * 2.6 - bar * 0.9, 0.0), 1.0)
        left = 88 + bar * 62
        canvas.box(left, 300 - height, left + 42, 300, blend(GREEN, RED, bar / 7))
    canvas.box(66, 300, 594, 303, DARK)
    canvas.text(WIDTH / 2, 42, "Demand for electric power", 24, DARK)
    return canvas


def pylons(t: float) -> Canvas:
    """A power line over a field, sparks of light running along the wires."""
    canvas = Canvas(SKY, HAZE)
    canvas.box(0, 270, WIDTH, HEIGHT, GRASS)
    feet = [60.0, 260.0, 460.0, 660.0]
    for left, right in zip([-140.0, *feet], feet, strict=False):
        for arm in (104.0, 132.0):
            sag = [(left + (right - left) * k / 12, arm + 7 * k * (12 - k) / 12) for k in range(13)]
            canvas.line(sag, 1.2, DARK)
            spark = sag[int(t * 9 + arm) % 13]
            canvas.disc(*spark, 4, GOLD)
    for x in feet:
        canvas.line([(x - 24, 300), (x, 84), (x + 24, 300)], 3, STEEL)
        for arm, half in ((104, 30), (132, 38)):
            canvas.line([(x - half, arm), (x + half, arm)], 3, STEEL)
        for rung in range(4):
            upper, lower = (x - 8 - rung * 4, 170 + rung * 34), (x + 12 + rung * 4, 204 + rung * 34)
            canvas.line([upper, lower], 1.6, STEEL)
    return canvas


def chip(t: float) -> Canvas:
    """A processor; signals run from its core along the traces."""
    canvas = Canvas((14, 60, 52), (8, 40, 36))
    for side in range(2):
        for trace in range(10):
            y = 66 + trace * 25
            bend = 60 + (trace % 5) * 16
            points = [(200.0, y), (200.0 - bend, y), (160.0 - bend, y - 20), (0.0, y - 20)]
            if side:
                points = [(WIDTH - x, y) for x, y in points]
            canvas.line(points, 2, (60, 150, 120))
            share = (t * 0.8 + trace * 0.17) % 1.0
            x = 200 - 200 * share
            signal_y = y if x > 200 - bend else y - 20
            canvas.disc(WIDTH - x if side else x, signal_y, 4, GOLD)
    canvas.rounded(200, 50, 440, 310, radius=10, fill=DARK)
    canvas.rounded(240, 92, 400, 268, radius=8, fill=(62, 72, 92))
    for row in range(4):
        for column in range(4):
            glow = 0.5 + 0.5 * math.sin(t * 5 + row * 1.9 + column * 2.7)
            left, top = 252 + column * 36, 104 + row * 40
            canvas.box(left, top, left + 28, top + 32, blend((44, 52, 70), GREEN, glow))
    return canvas


def wind(t: float) -> Canvas:
    """Wind wheels before a sinking sun, solar panels below."""
    canvas = Canvas(blend(SKY, (70, 60, 110), t / 9), blend(HAZE, (244, 150, 90), t / 6))
    canvas.disc(470, 150 + t * 26, 38, GOLD)
    canvas.box(0, 262, WIDTH, HEIGHT, blend(GRASS, (40, 60, 56), t / 6))
    for index, (x, size) in enumerate(((110, 84), (300, 66), (560, 74))):
        hub = 270 - size * 1.7
        canvas.polygon([(x - 5, 280), (x - 2, hub), (x + 2, hub), (x + 5, 280)], WHITE)
        canvas.blades(x, hub, size, t * 2.4 + index, fill=WHITE)
    for panel in range(6):
        left = 24 + panel * 104
        corners = [(left, 340.0), (left + 18, 300.0), (left + 92, 300.0), (left + 74, 340.0)]
        canvas.polygon(corners, (34, 62, 120))
        canvas.line([(left + 46, 340), (left + 55, 300)], 1, (130, 160, 206))
    return canvas


def battery(t: float) -> Canvas:
    """A row of batteries filling under the stars."""
    canvas = Canvas((8, 12, 32), (30, 36, 70))
    for star in range(50):
        light = 0.4 + 0.6 * abs(math.sin(t + star))
        canvas.disc((star * 131) % 640, (star * 71) % 160, 1.2, blend(NIGHT, WHITE, light))
    for cell in range(4):
        left = 70 + cell * 130
        canvas.box(left + 34, 120, left + 66, 134, STEEL)
        canvas.rounded(left, 132, left + 100, 316, radius=10, fill=STEEL)
        canvas.rounded(left + 8, 140, left + 92, 308, radius=6, fill=DARK)
        level = min(max(t * 0.5 - cell * 0.22, 0.0), 1.0)
        canvas.box(left + 14, 302 - 156 * level, left + 86, 302, blend(RED, GREEN, level))
    return canvas


def nuclear(t: float) -> Canvas:
    """Two cooling towers, steam rising, a small round reactor hall between them."""
    canvas = Canvas((164, 196, 222), HAZE)
    for tower in (170.0, 470.0):
        for puff in range(6):
            rise = (t * 22 + puff * 26) % 156
            shade = blend(WHITE, (164, 196, 222), rise / 156)
            canvas.disc(tower + 14 * math.sin(rise / 18 + puff), 116 - rise, 22 + rise / 7, shade)
        outline = [(tower - 74, 300), (tower - 40, 180), (tower - 46, 110)]
        mirrored = [(2 * tower - x, y) for x, y in reversed(outline)]
        canvas.polygon([*outline, *mirrored], (196, 200, 206))
    canvas.oval(270, 200, 370, 320, (228, 230, 234))
    canvas.box(0, 290, WIDTH, HEIGHT, GRASS)
    canvas.box(270, 262, 370, 300, (228, 230, 234))
    return canvas


def network(t: float) -> Canvas:
    """A net of points that loses layers: a large model becoming a small one."""
    canvas = Canvas((34, 22, 58), (70, 42, 98))
    shown = max(6 - int(t * 0.8), 3)
    places = [110 + 420 * column / (shown - 1) for column in range(shown)]
    columns = [[(x, 60.0 + 60 * row) for row in range(5)] for x in places]
    for left, right in pairwise(columns):
        for i, start in enumerate(left):
            for j, end in enumerate(right):
                glow = max(math.sin(t * 4 - start[0] / 60 + i * 1.3 - j), 0.0)
                canvas.line([start, end], 1 + glow, blend((82, 60, 116), GOLD, glow * 0.7))
    for column in columns:
        for x, y in column:
            canvas.disc(x, y, 11, WHITE)
            canvas.disc(x, y, 8, (150, 120, 210))
    return canvas


def evening(t: float) -> Canvas:
    """The sun goes down behind hills, the stars come out; the film's end."""
    share = min(t / 8, 1.0)
    canvas = Canvas(blend((92, 84, 150), NIGHT, share), blend((250, 166, 96), (60, 50, 90), share))
    for star in range(40):
        shade = blend((92, 84, 150), WHITE, share * share)
        canvas.disc((star * 97) % 640, (star * 53) % 140, 1.0, shade)
    canvas.disc(320, 190 + t * 16, 44, blend(GOLD, RED, share))
    for hill, colour in enumerate(((54, 44, 74), (34, 28, 52))):
        level = 262 + hill * 36
        points = [(x * 20.0, level + 22 * math.sin(x * 0.33 + hill * 2)) for x in range(33)]
        canvas.polygon([*points, (WIDTH, HEIGHT), (0, HEIGHT)], colour)
    return canvas


SHOTS = {
    shot.__name__: shot
    for shot in (
        *(title, city, racks, cooling, chart, pylons),
        *(chip, wind, battery, nuclear, network, evening),
    )
}
