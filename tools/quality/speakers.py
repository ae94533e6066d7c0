"""Who speaks when: error of diarization and of voice activity detection, by pyannote.metrics.

Real meetings (AMI) with reference turns, and dialogues that are spliced from recordings of
different people. What thresholds were set on is measured apart from what they were not set on.
The engines and the metrics run in the environment pyannote.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.diarization.rttm import read_rttm
from cp_whisperx.vad.silero import SileroVad
from shared.config import load_config
from shared.environment_manager import EnvironmentManager
from shared.wav import SAMPLE_RATE
from tools.sound_files import read_sound, write_sound

TITLE = "Speakers"
_REGIONS = {"tuning": ("Bhopal", "Chandigarh", "Dehradun"),
            "test": ("Gorakhpur", "Itanagar", "Jaipur")}  # fmt: skip
_MEETINGS = {"dev00": "tuning", "trn01": "tuning", "trn02": "tuning", "sample": "test"}
_REFERENCES = {"dev00": "debug.development", "trn01": "debug.train", "trn02": "debug.train",
               "sample": "sample"}  # fmt: skip
_DIALOGUES = 8
_LOUDNESS = 0.06

Samples = NDArray[np.float32]


@dataclass
class Clip:
    """One recording with its true turns.

    Attributes:
        set: `tuning` or `test`.
        kind: `meetings` or `dialogues`.
        turns: Start, end and speaker of each turn.
        silero: Speech regions that Silero finds.
    """

    name: str
    set: str
    kind: str
    audio: str
    duration: float
    turns: list[tuple[float, float, str]]
    silero: list[tuple[float, float]]


def measure(data: Path) -> str:
    """Measures both engines of speech and the one of speakers that needs no gated model."""
    with tempfile.TemporaryDirectory() as folder:
        clips = [*_meetings(data, Path(folder)), *_dialogues(data, Path(folder))]
        results = _elsewhere(clips, Path(folder))
    return _page(results, clips)


def _clip(
    name: str, group: str, kind: str, samples: Samples, turns: list[tuple[float, float, str]],
    folder: Path,
) -> Clip:  # fmt: skip
    path = write_sound(folder / f"{name}.wav", samples)
    engine = SileroVad(load_config())
    regions = engine.detect(path, lambda _share: None).regions
    engine.close()
    silero = [(region.start, region.end) for region in regions]
    return Clip(name, group, kind, str(path), len(samples) / SAMPLE_RATE, turns, silero)


def _meetings(data: Path, folder: Path) -> Iterator[Clip]:
    for name, group in _MEETINGS.items():
        samples = read_sound(data / "diarization" / f"{name}.wav")
        text = (data / "diarization" / f"{_REFERENCES[name]}.rttm").read_text(encoding="utf-8")
        own = folder / f"{name}.rttm"
        lines = (line for line in text.splitlines() if line.split()[1] == name)
        own.write_text("\n".join(lines) + "\n", encoding="utf-8")
        truth = read_rttm(own, len(samples) / SAMPLE_RATE)
        turns = [(turn.start, turn.end, turn.speaker) for turn in truth.turns]
        yield _clip(name, group, "meetings", samples, turns, folder)


def _dialogues(data: Path, folder: Path) -> Iterator[Clip]:
    """Splices readers of different stations; every fourth clip has one person alone."""
    random = np.random.default_rng(5)
    readings = data / "speech_hi_dev" / "indicw2v_train"
    for group, regions in _REGIONS.items():
        files = [sorted(readings.glob(f"Regional-{region}-*.wav")) for region in regions]
        for number in range(_DIALOGUES):
            count = (2, 3, 2, 1)[number % 4]
            people = [read_sound(each[number % len(each)]) for each in files[:count]]
            samples, turns = _splice(people, random)
            yield _clip(f"{group}{number}", group, "dialogues", samples, turns, folder)


def _splice(
    people: list[Samples], random: np.random.Generator
) -> tuple[Samples, list[tuple[float, float, str]]]:
    """Lets people speak in turn, 1.5 to 4 s at a time, with pauses of 0.1 to 0.6 s."""
    left = dict(enumerate(people))
    parts: list[Samples] = []
    turns: list[tuple[float, float, str]] = []
    place, last = 0, -1
    while left:
        choice = [person for person in left if person != last] or list(left)
        last = int(random.choice(choice))
        size = int(random.uniform(1.5, 4.0) * SAMPLE_RATE)
        part, left[last] = left[last][:size], left[last][size:]
        if len(left[last]) < SAMPLE_RATE:
            del left[last]
        pause = int(random.uniform(0.1, 0.6) * SAMPLE_RATE)
        loudness = max(float(np.sqrt(np.square(part).mean())), 1e-6)
        parts += [np.zeros(pause, dtype=np.float32), part * np.float32(_LOUDNESS / loudness)]
        place += pause + len(part)
        turns.append(((place - len(part)) / SAMPLE_RATE, place / SAMPLE_RATE, f"person{last}"))
    return np.concatenate(parts), turns


def _elsewhere(clips: Iterable[Clip], folder: Path) -> list[dict[str, Any]]:
    """Has the engines and the metrics run in their own environment."""
    task, answer = folder / "clips.json", folder / "figures.json"
    task.write_text(json.dumps([asdict(clip) for clip in clips]), encoding="utf-8")
    python = EnvironmentManager().ensure("pyannote")
    subprocess.run(
        [python, "-m", "tools.quality.speakers_elsewhere", task, answer],
        check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    figures: list[dict[str, Any]] = json.loads(answer.read_text(encoding="utf-8"))
    return figures


def _page(results: list[dict[str, Any]], clips: list[Clip]) -> str:
    return "\n".join([
        "AMI meeting clips of 30 s with far microphones, and dialogues spliced from Hindi news",
        "readers of different stations (the same station may have the same reader on other days,",
        "so one is taken from each). Overlaps counted; no collar but in the column that says so.",
        "The thresholds were set on the tuning sets; the way in which they work, likeness within",
        "the recording and voices that are heard apart, was found with the test meeting in view.",
        "The gated pipeline of pyannote was not here to be measured.",
        "",
        "### Diarization by `embeddings`",
        "",
        "| set | material | speech | DER | missed | false alarm | confusion | DER, collar 0.25 s | "
        "clips with the right number of speakers |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_diarization_row(key, rows) for key, rows in _grouped(results, clips)),
        "",
        "### Voice activity",
        "",
        "| set | material | engine | speech | missed | false alarm | detection error |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(
            _detection_row(key, rows, engine)
            for key, rows in _grouped(results, clips)
            for engine in ("silero", "pyannote")
        ),
        "",
        "Speakers found of those there are, clip by clip: "
        + ", ".join(f"{row['name']} {row['found']}/{row['there']}" for row in results)
        + ".",
    ])  # fmt: skip


def _grouped(
    results: list[dict[str, Any]], clips: list[Clip]
) -> Iterator[tuple[tuple[str, str], list[dict[str, Any]]]]:
    by_name = {row["name"]: row for row in results}
    for key in dict.fromkeys((clip.set, clip.kind) for clip in clips):
        yield key, [by_name[clip.name] for clip in clips if (clip.set, clip.kind) == key]


def _diarization_row(key: tuple[str, str], rows: list[dict[str, Any]]) -> str:
    total = sum(row["diarization"]["total"] for row in rows)
    shares = _error_shares([row["diarization"] for row in rows])
    lenient = sum(_error_shares([row["diarization with collar"] for row in rows]))
    right = sum(row["found"] == row["there"] for row in rows)
    cells = [f"{value:.1%}" for value in (sum(shares), *shares, lenient)]
    return f"| {key[0]} | {key[1]} | {total:.0f} s | {' | '.join(cells)} | {right}/{len(rows)} |"


def _error_shares(errors: list[dict[str, float]]) -> list[float]:
    """Returns what is missed, falsely found and confused, as shares of the speech."""
    total = sum(error["total"] for error in errors)
    parts = ("missed detection", "false alarm", "confusion")
    return [sum(error[part] for error in errors) / total for part in parts]


def _detection_row(key: tuple[str, str], rows: list[dict[str, Any]], engine: str) -> str:
    total = sum(row[engine]["total"] for row in rows)
    shares = [sum(row[engine][part] for row in rows) / total for part in ("miss", "false alarm")]
    cells = [f"{value:.1%}" for value in (*shares, sum(shares))]
    return f"| {key[0]} | {key[1]} | {engine} | {total:.0f} s | {' | '.join(cells)} |"
