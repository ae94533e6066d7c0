"""A killed recognition goes on where it stopped, and its result equals an undisturbed one.

The stage runs as a process of its own with the small Whisper and is killed from outside
(`tests/support/kill_site`) at points where it touches the disk. By default a spread of the points
is tried; `./run-tests.sh -- -m exhaustive` tries every one.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shared.artifacts import (
    AUDIO,
    AUDIO_INFO,
    SEGMENTS,
    SPEECH,
    AudioInfo,
    SpeechRegion,
    SpeechRegions,
    Transcript,
)
from shared.atomic import UNFINISHED
from shared.paths import SCRIPTS_DIR
from shared.stage_order import get_stage_dir
from shared.wav import read_samples
from tests.support.audio import said_in
from tests.support.jobs import make_job, put
from tests.support.killing import KILLED, Killer, copied, leftovers, results, spread, status
from tests.support.wav import SAMPLE_RATE, silence, write_wav

STAGE = "asr"
FOLDER = get_stage_dir(STAGE)
PAUSE = 6.0


def film(clip: Path, name: str, target: Path) -> tuple[Path, list[SpeechRegion]]:
    """Six sentences apart from each other, and silence that was taken for speech."""
    parts: list[Any] = []
    regions = []
    at = 0.0
    for _ in range(2):
        for said in said_in(name):
            samples = read_samples(clip, said.start, said.end)
            parts += [silence(PAUSE), samples]
            at += PAUSE
            regions.append(SpeechRegion(start=at, end=at + len(samples) / SAMPLE_RATE))
            at = regions[-1].end
    regions.append(SpeechRegion(start=at + PAUSE, end=at + PAUSE + 2.0))
    return write_wav(target, np.concatenate([*parts, silence(PAUSE + 3.0)])), regions


@pytest.fixture(scope="module", params=[("hi", "0.0,1.0"), ("auto", "2.0")])
def job_dir(
    request: pytest.FixtureRequest,
    spoken_hindi: Path,
    whisper_micro: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A job whose film is heard greedily, or in languages to be detected and by sampling."""
    language, temperature = request.param
    root = tmp_path_factory.mktemp("resume")
    audio, regions = film(spoken_hindi, "hindi.opus", root / "film.wav")
    made = make_job(
        root, engines={STAGE: "faster_whisper"}, workflow="subtitle",
        source_language=language, whisperx_model=whisper_micro, cache_dir=root / "cache",
        whisperx_batch_size=1, num_threads=1,
        whisper_temperature=temperature, whisper_beam_size=1,
    )  # fmt: skip
    put(made, AUDIO, audio.read_bytes())
    duration = regions[-1].end + 1.0
    put(made, SPEECH, SpeechRegions(engine="test", duration=duration, regions=tuple(regions)))
    put(made, AUDIO_INFO, AudioInfo(sample_rate=16_000, channels=1, duration=duration))
    return made


def stage_killer(job: Path) -> Killer:
    module = f"{SCRIPTS_DIR.name}.{FOLDER}"
    return Killer([sys.executable, "-m", module, "--job-dir", job], module, job)


def kept_results(points: list[str]) -> int:
    """How many times results of windows were brought to the disk."""
    return sum("fsync" in point and f"{UNFINISHED}/" in point for point in points) - sum(
        "rename to" in point and f"{UNFINISHED}/" in point for point in points
    )


@pytest.fixture(scope="module")
def undisturbed(job_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    done = copied(job_dir, tmp_path_factory.mktemp("undisturbed") / "1")
    code, points = stage_killer(done).run(0)
    assert code == 0
    return done, points


def test_the_film_is_worth_the_test(undisturbed: tuple[Path, list[str]]) -> None:
    done, points = undisturbed
    found = Transcript.model_validate_json((done / FOLDER / SEGMENTS.file).read_bytes())
    assert len(found.segments) >= 4
    assert found.uncovered
    temperatures = {segment.evidence["temperature"] for segment in found.segments}
    assert temperatures in ({0.0}, {2.0})
    assert kept_results(points) >= 5
    assert not (done / FOLDER / UNFINISHED).exists()


def kill_and_resume(job: Path, done: Path, point: int, target: Path) -> tuple[int, int]:
    """Kills at a point and runs again; returns how often results were kept in each run."""
    copied(job, target)
    code, before = stage_killer(target).run(point)
    assert code == KILLED, f"point {point} was not reached"
    code, after = stage_killer(target).run(0)
    assert code == 0, before[-1]
    assert status(target, STAGE) == "success"
    assert results(target / FOLDER) == results(done / FOLDER), before[-1]
    assert leftovers(target) == []
    shutil.rmtree(target)
    lost = "half written" in before[-1] and UNFINISHED in before[-1]
    return (0 if lost else kept_results(before)), kept_results(after)


def kill_at(
    choose: Callable[[list[str]], list[int]], job: Path, undisturbed: tuple[Path, list[str]],
    root: Path,
) -> None:  # fmt: skip
    done, points = undisturbed
    every = kept_results(points)
    repeated = 0
    chosen = choose(points)
    for point in chosen:
        kept, again = kill_and_resume(job, done, point, root / f"at-{point}")
        # The batch that was under way is lost, no other; one may be kept and not yet told.
        if kept:
            assert again <= every - kept + 1
            repeated = max(repeated, again - (every - kept))
    print(
        f"{len(chosen)} of {len(points)} points: equal results; {every} batches in all, "
        f"at most {max(0, repeated)} of them decoded twice"
    )


def test_some_points(job_dir: Path, undisturbed: tuple[Path, list[str]], tmp_path: Path) -> None:
    kill_at(lambda points: spread(len(points), 4), job_dir, undisturbed, tmp_path)


@pytest.mark.slow
@pytest.mark.exhaustive
def test_every_point(job_dir: Path, undisturbed: tuple[Path, list[str]], tmp_path: Path) -> None:
    kill_at(lambda points: spread(len(points), len(points)), job_dir, undisturbed, tmp_path)
