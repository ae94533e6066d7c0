"""A script without times finds its places in joined clips with shuffled pauses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.alignment.ctc import CtcAligner
from cp_whisperx.alignment.placing import NOT_HEARD, ROUGH, place_lines
from shared.artifacts import Segment, SpeechRegion, SpeechRegions, Transcript
from shared.config import load_config
from shared.wav import SAMPLE_RATE, read_samples
from tests.support.contracts.alignment import assert_orderly, silent
from tests.support.ctc_model import CTC_MICRO, Spoken
from tests.support.wav import write_wav

OpenClip = Callable[[str], Spoken]


@dataclass(frozen=True)
class Film:
    """Sentences joined with pauses: where each is, and the words' true starts."""

    audio: Path
    regions: SpeechRegions
    starts: tuple[tuple[float, ...], ...]
    texts: tuple[str, ...]


def join(folder: Path, clips: Sequence[Spoken], order: Sequence[int], seed: int) -> Film:
    random = np.random.default_rng(seed)
    said = [(clip, words) for clip in clips for words in clip.truth]
    parts, regions, starts, texts = [np.zeros(SAMPLE_RATE, np.float32)], [], [], []
    now = 1.0
    for index in order:
        clip, words = said[index]
        begin, end = words[0][1] - 0.05, words[-1][2] + 0.05
        samples = read_samples(clip.audio, begin, end)
        starts.append(tuple(start - begin + now for _, start, _ in words))
        texts.append(" ".join(word for word, _, _ in words))
        regions.append(SpeechRegion(start=now, end=now + len(samples) / SAMPLE_RATE))
        pause = float(random.choice([0.4, 1.0, 3.0, 12.0]))
        noise = random.normal(0, 1e-3, int(pause * SAMPLE_RATE)).astype(np.float32)
        parts += [samples, noise]
        now += (len(samples) + len(noise)) / SAMPLE_RATE
    audio = write_wav(folder / "film.wav", np.concatenate(parts))
    speech = SpeechRegions(engine="test", duration=now, regions=tuple(regions))
    return Film(audio, speech, tuple(starts), tuple(texts))


def script(lines: Sequence[str], duration: float, flags: tuple[str, ...] = (ROUGH,)) -> Transcript:
    segments = tuple(
        Segment(id=n, start=0.0, end=duration, text=text, flags=flags)
        for n, text in enumerate(lines)
    )
    return Transcript(language="hi", duration=duration, engine="script", segments=segments)


def engine() -> CtcAligner:
    values = {"ALIGNMENT_MODEL": str(CTC_MICRO), "NUM_THREADS": "1", "MODEL_VERIFY": "false"}
    return CtcAligner(load_config(overrides=values))


# Each sentence several times over, never twice in a row.
ORDER = [0, 3, 1, 4, 2, 5, 3, 0, 4, 1, 5, 2, 0, 4, 2, 3, 1, 5, 0, 2]


@pytest.fixture
def film(tmp_path: Path, clip: OpenClip) -> Film:
    return join(tmp_path, [clip("english"), clip("hindi")], ORDER, seed=3)


def test_twenty_lines_find_their_places(film: Film) -> None:
    transcript = script(film.texts, film.regions.duration)
    aligned = engine().align(film.audio, transcript, film.regions, silent)
    assert_orderly(aligned)
    assert [segment.id for segment in aligned.segments] == list(range(len(ORDER)))
    assert all(segment.flags == () for segment in aligned.segments)
    found = [word.start for segment in aligned.segments for word in segment.words]
    errors = np.abs(np.subtract(found, [start for starts in film.starts for start in starts]))
    assert np.median(errors) < 0.015
    assert (errors < 0.1).mean() > 0.98


def test_lines_that_nobody_says_are_set_aside_and_the_rest_stays(film: Film) -> None:
    lines = list(film.texts)
    lines[9:9] = ["The dragon sleeps under the mountain tonight.", "राजा ने घोड़े को पानी पिलाया।"]
    lines += ["And so the long story ended at last."]
    aligned = engine().align(film.audio, script(lines, film.regions.duration), film.regions, silent)
    assert [row.segment.id for row in aligned.removed] == [9, 10, len(lines) - 1]
    assert {row.reasons for row in aligned.removed} == {(NOT_HEARD,)}
    assert [segment.text for segment in aligned.segments] == list(film.texts)
    starts = [segment.start for segment in aligned.segments]
    assert starts == pytest.approx([starts[0] for starts in film.starts], abs=0.1)


def test_speech_that_no_line_says_moves_nothing(film: Film) -> None:
    kept = [n for n in range(len(ORDER)) if n not in (4, 5, 12)]
    transcript = script([film.texts[n] for n in kept], film.regions.duration)
    aligned = engine().align(film.audio, transcript, film.regions, silent)
    starts = [segment.start for segment in aligned.segments]
    assert starts == pytest.approx([film.starts[n][0] for n in kept], abs=0.1)


def test_a_script_of_another_film_is_set_aside_whole(film: Film) -> None:
    lines = ["Quick zebras jump over wizards.", "Five boxing monks vexed Jack."] * 8
    aligned = engine().align(film.audio, script(lines, film.regions.duration), film.regions, silent)
    assert aligned.segments == ()
    assert len(aligned.removed) == len(lines)


def test_lines_with_times_are_left_alone(film: Film) -> None:
    timed = script(film.texts, film.regions.duration, flags=())
    assert place_lines(film.audio, timed, film.regions, engine()) is timed
