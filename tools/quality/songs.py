"""How well sung passages are found, and how seldom talk over music is taken for one."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.lyrics.clues import of_voices
from cp_whisperx.lyrics.detector import load_detector
from cp_whisperx.lyrics.listening import listen
from cp_whisperx.lyrics.passages import Rules, find_passages, judge
from cp_whisperx.vad.silero import SileroVad
from shared.artifacts import SongPassage
from shared.config import load_config
from tools.song_material.scenes import SCORE_DB, Part, Scene, Third, make_scene, shelf
from tools.sound_files import write_sound

TITLE = "Songs"
SCENES = 4
_PROCESSES = 2
# Each third has a seed of its own.
SEEDS: dict[Third, int] = {"tune": 2, "test": 3}
_STEP = 0.1
_SUNG = ("song", "a cappella")
# Sung stretches that lie closer together are one passage of the truth.
_TOGETHER = 4.0
_MATERIAL = """\
The singing here is synthetic: no recording of a singer is at hand. Real speakers' syllables are
held on the notes of a melody (fast and slow, with runs over several notes, alone and as a
choir, with vibrato, glides and imprecise pitch) and laid over music at 9 to -3 dB; half of the
talk went through the same vocoder. Music is real instrumental recordings and synthesised
instruments; noise is rain, engines and crowds, which also lie under some of the talk. The
operating point was chosen on tuning scenes; those held out were heard twice, and after the
first time it was made more cautious with music, by the figures of the tuning scenes. Neither
has a speaker, an instrument or a stretch of a recording in common with the other or with
training. Talk held out is in Hindi, English, German, Spanish, Japanese, Catalan and French.
Passages are found from the sound and from the speech regions of Silero, without text; Silero
hears hardly any of this singing, so the figures are mostly those of the sound alone. What a
real film's songs give is not known from them."""


@dataclass
class Tally:
    """What was found in all scenes.

    Attributes:
        heard: Seconds of each kind of part, and of each kind at each level.
        tagged: Of these, seconds in a passage.
        errors: Seconds between each true border and the one found.
        passages: True passages.
        missed: True passages of which nothing was found.
        found_seconds: Seconds in passages.
        clock: Seconds of computing.
    """

    heard: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    tagged: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    errors: list[float] = field(default_factory=list)
    passages: int = 0
    missed: int = 0
    found_seconds: float = 0.0
    clock: float = 0.0

    def add(self, scene: Scene, found: Sequence[SongPassage]) -> None:
        """Compares a scene's passages with the truth."""
        grid = np.arange(0, scene.parts[-1].end, _STEP)
        marked = _inside(grid, [(passage.start, passage.end) for passage in found])
        self.found_seconds += float(marked.sum()) * _STEP
        for part in scene.parts:
            inside = _inside(grid, [(part.start, part.end)])
            names = [part.kind] if part.level_db is None else [part.kind, _level(part)]
            for name in names:
                self.heard[name] += float(inside.sum()) * _STEP
                self.tagged[name] += float((inside & marked).sum()) * _STEP
        for start, end in _sung(scene.parts):
            met = [p for p in found if p.end > start and p.start < end]
            self.passages += 1
            self.missed += not met
            if met:
                self.errors += [abs(met[0].start - start), abs(met[-1].end - end)]

    def share(self, name: str) -> float:
        """Returns the share of a kind's seconds that lie in passages."""
        return self.tagged[name] / max(self.heard[name], 1e-9)

    @property
    def recall(self) -> float:
        """Share of sung seconds that lie in passages."""
        tagged, heard = (sum(table[name] for name in _SUNG) for table in (self.tagged, self.heard))
        return tagged / max(heard, 1e-9)

    @property
    def precision(self) -> float:
        """Share of the passages' seconds that are sung."""
        return sum(self.tagged[name] for name in _SUNG) / max(self.found_seconds, 1e-9)


def _level(part: Part) -> str:
    return f"{part.kind}, voice {part.level_db:+d} dB"


def _inside(
    grid: NDArray[np.float64], stretches: Iterable[tuple[float, float]]
) -> NDArray[np.bool_]:
    inside = np.zeros(len(grid), dtype=bool)
    for start, end in stretches:
        inside |= (grid >= start) & (grid < end)
    return inside


def _sung(parts: Iterable[Part]) -> list[tuple[float, float]]:
    stretches: list[tuple[float, float]] = []
    for part in parts:
        if part.kind in _SUNG:
            if stretches and part.start - stretches[-1][1] < _TOGETHER:
                stretches[-1] = (stretches[-1][0], part.end)
            else:
                stretches.append((part.start, part.end))
    return stretches


def measure(data: Path) -> str:
    """Measures on scenes from recordings that the detector was not trained on."""
    return _report({third: _tally(data, third) for third in SEEDS})


def _tally(data: Path, third: Third) -> Tally:
    tally = Tally()
    with ProcessPoolExecutor(_PROCESSES) as pool:
        jobs = pool.map(_hear, [data] * SCENES, [third] * SCENES, range(SCENES))
        for scene, found, seconds in jobs:
            tally.add(scene, found)
            tally.clock += seconds
    return tally


def _hear(data: Path, third: Third, number: int) -> tuple[Scene, list[SongPassage], float]:
    """Makes a scene; returns it without its sound, its passages, seconds of computing."""
    scene, config = make_scene(shelf(data, third), SEEDS[third], number), load_config()
    rules = Rules(config.lyrics_threshold, config.lyrics_min_seconds, config.lyrics_bridge_seconds)
    with tempfile.TemporaryDirectory() as folder:
        audio = write_sound(Path(folder) / "scene.wav", scene.samples)
        regions = SileroVad(config).detect(audio, lambda _: None).regions
        began = time.process_time()
        heard = listen(audio, lambda _: None)
        judgement = judge(heard, load_detector(), of_voices(heard.centres, regions))
        found = find_passages(judgement, rules)
        seconds = time.process_time() - began
    nothing = np.zeros(0, np.float32)
    return Scene(nothing, nothing, scene.parts), found, seconds


def _report(tallies: Mapping[Third, Tally]) -> str:
    columns = [_column(tally) for tally in tallies.values()]
    rows = [f"| {name} | {' | '.join(column[name] for column in columns)} |" for name in columns[0]]
    head = ["| figure | tuning scenes | scenes held out |", "| --- | --- | --- |"]
    return "\n".join([_MATERIAL, "", *head, *rows])


def _column(tally: Tally) -> dict[str, str]:
    """Returns each figure with what it is of."""
    over, sung = "talk over music", sum(tally.heard[name] for name in _SUNG)
    total = sum(value for name, value in tally.heard.items() if "," not in name)
    return {
        "precision, in seconds": f"{tally.precision:.1%} of {tally.found_seconds:.0f} s found",
        "recall, in seconds": f"{tally.recall:.1%} of {sung:.0f} s sung",
        "passages missed as a whole": f"{tally.missed} of {tally.passages}",
        "error of a border, median": f"{np.median(tally.errors):.2f} s",
        "error of a border, 90th percentile": f"{np.percentile(tally.errors, 90):.2f} s",
        f"**{over} taken for song**": f"**{tally.share(over):.1%}** of {tally.heard[over]:.0f} s",
        **{f"{over}, voice {db:+d} dB": _of(tally, f"{over}, voice {db:+d} dB") for db in SCORE_DB},
        "talk without music taken for song": _of(tally, "talk"),
        "music without a voice taken for song": _of(tally, "music"),
        "rain, engines and crowds taken for song": _of(tally, "noise"),
        "speed, on one core": f"{total / tally.clock:.0f} x real time",
    }


def _of(tally: Tally, kind: str) -> str:
    return f"{tally.share(kind):.1%} of {tally.heard[kind]:.0f} s"
