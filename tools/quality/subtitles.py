"""How near our subtitles come to published ones: SubER, and when cues begin and end."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean

import numpy as np
import pysubs2
from numpy.typing import NDArray

from cp_whisperx.subtitles.mending import mend_text
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.sheet import Sheet
from cp_whisperx.subtitles.text import clean_text
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.tracks import build_track
from cp_whisperx.subtitles.writer import render
from shared.config import load_config
from tools.quality.cues import ask_peers, read_srt
from tools.quality.subtitle_material import Material, films

TITLE = "Subtitles against published ones"

INTRODUCTION = """\
The words of published film subtitles, joined into sentences as a recogniser gives them, made into
subtitles anew and compared with what was published. SubER counts edits, shifts and breaks in per
cent of the reference's words (under 20 is very good). The words are the same, and dots, signs and
direction marks were set alike first, so that what is left is where lines and cues part and when
they are shown. Japanese is left out, which SubER cannot part into words here. Other tools are not
compared: most sentences are one published cue, so that who writes segments as they are repeats it.
"""
TIMES = """\
Starts and ends of the published cues against the nearest of ours. The published files follow no
rule for gaps and reading speed, so that ends differ by what ours stay longer to be read.
"""
_NEAR = 0.2
_HEAD = "| material | language | cues | SubER |"
_RULE = "| --- | --- | ---: | ---: |"


def measure(data: Path) -> str:
    """Compares every film subtitle set."""
    material = [one for one in films(data) if one.language != "ja"]
    ours = [_subtitles(one) for one in material]
    compared = [replace(one, published=set_alike(one.published, one.language)) for one in material]
    alike = [set_alike(text, one.language) for text, one in zip(ours, material, strict=True)]
    rows, scores = [], []
    for one, row in zip(material, ask_peers(compared, alike), strict=True):
        scores.append(float(row["suber"]["ours"]))
        cues = len(read_srt(one.published))
        rows.append(f"| {one.name} | {one.language} | {cues} | {scores[-1]:.1f} |")
    rows.append(f"| mean | | | {mean(scores):.1f} |")
    return "\n".join([INTRODUCTION, _HEAD, _RULE, *rows, "", TIMES, *_times(material, ours)])


def set_alike(text: str, language: str) -> str:
    """Returns an SRT text with dots, doubled signs and invisible marks as ours has them."""
    profile = get_profile(language)
    subtitles = pysubs2.SSAFile.from_string(text, "srt")
    for event in subtitles:
        lines = (clean_text(mend_text(line), profile) for line in event.plaintext.split("\n"))
        event.plaintext = "\n".join(filter(None, lines))
    return subtitles.to_string("srt")


def _subtitles(one: Material) -> str:
    track = build_track(one.segments, one.language, load_config())
    return render(track.cues, Sheet(track.profile), "srt")


def _times(material: Sequence[Material], ours: Sequence[str]) -> list[str]:
    errors: dict[str, list[NDArray[np.float64]]] = {"start": [], "end": []}
    for one, text in zip(material, ours, strict=True):
        published, made = read_srt(one.published), read_srt(text)
        for edge, values in errors.items():
            values.append(nearest(_edges(published, edge), _edges(made, edge)))
    lines = ["| edge | cues | median | 95th percentile | within 200 ms |",
             "| --- | ---: | ---: | ---: | ---: |"]  # fmt: skip
    for edge, values in errors.items():
        all_of_them = np.concatenate(values)
        middle, high = np.percentile(all_of_them, [50, 95])
        share = (all_of_them <= _NEAR).mean()
        lines.append(
            f"| {edge} | {len(all_of_them)} | {1000 * middle:.0f} ms | {1000 * high:.0f} ms | "
            f"{share:.1%} |"
        )
    return lines


def _edges(cues: Sequence[Cue], edge: str) -> NDArray[np.float64]:
    return np.array([cue.start if edge == "start" else cue.end for cue in cues])


def nearest(wanted: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns how far each wanted time is from the nearest that is there."""
    distances: NDArray[np.float64] = np.abs(wanted[:, None] - there[None, :]).min(axis=1)
    return distances
