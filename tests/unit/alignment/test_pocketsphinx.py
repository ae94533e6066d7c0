"""The pocketsphinx aligner: contract, true word times, real recordings."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.alignment.pocketsphinx import PocketSphinxAligner
from cp_whisperx.alignment.windows import POOR
from shared.artifacts import SpeechRegion, SpeechRegions
from shared.config import load_config
from tests.support.audio import decode_to_wav
from tests.support.contracts.alignment import AlignmentContract, silent
from tests.support.ctc_model import Spoken, WordTimes, as_spoken, start_errors


def make() -> PocketSphinxAligner:
    return PocketSphinxAligner(load_config())


class TestContract(AlignmentContract):
    clip_name = "flite_words"

    def make_engine(self) -> PocketSphinxAligner:
        return make()


def report(name: str, errors: np.ndarray) -> None:
    print(
        f"{name}: {len(errors)} words, median {np.median(errors):.3f} s, "
        f"p95 {np.percentile(errors, 95):.3f} s, within 100 ms {(errors <= 0.1).mean():.0%}"
    )


def test_word_starts_are_true(clip: Callable[[str], Spoken]) -> None:
    spoken = clip("flite_words")
    aligned = make().align(spoken.audio, spoken.transcript, spoken.regions, silent)
    assert all(POOR not in segment.flags for segment in aligned.segments)
    errors = start_errors(aligned, spoken.truth)
    report("flite", errors)
    assert np.median(errors) < 0.03
    assert np.percentile(errors, 95) < 0.08


def test_unknown_words_and_digits_find_a_place(clip: Callable[[str], Spoken]) -> None:
    spoken = clip("flite_words")
    segment = spoken.transcript.segments[1]
    odd = segment.model_copy(
        update={"text": "My sistah keeps her redd coat behind the kitchin door."}
    )
    transcript = spoken.transcript.model_copy(update={"segments": (odd,)})
    (found,) = make().align(spoken.audio, transcript, spoken.regions, silent).segments
    assert POOR not in found.flags
    truth = [start for _, start, _ in spoken.truth[1]]
    assert np.median(np.abs(np.subtract([word.start for word in found.words], truth))) < 0.05


@pytest.mark.parametrize("text", ["नमस्ते आप", "?!", "xxxxxxx " * 400])
def test_text_that_cannot_be_aligned_keeps_its_times(
    clip: Callable[[str], Spoken], text: str
) -> None:
    spoken = clip("flite_words")
    segment = spoken.transcript.segments[0].model_copy(update={"text": text})
    transcript = spoken.transcript.model_copy(update={"segments": (segment,)})
    (found,) = make().align(spoken.audio, transcript, spoken.regions, silent).segments
    assert POOR in found.flags
    assert segment.start <= found.start
    assert found.end <= segment.end


def recordings(shared_data: Path) -> list[tuple[Path, WordTimes]]:
    found = []
    for path in sorted((shared_data / "speech_en" / "librivox_ps").glob("sense*.json")):
        words = json.loads(path.read_text(encoding="utf-8"))["w"]
        times = [(w["t"].split("(")[0], w["b"], w["b"] + w["d"]) for w in words]
        found.append((path.with_suffix(".wav"), tuple(t for t in times if t[0][0] != "<")))
    jfk = json.loads((shared_data / "alignments/jfk_pocketsphinx_align.json").read_text("utf-8"))
    times = [(w["word"], w["start"], w["end"]) for w in jfk["words"]]
    return [*found, (shared_data / "speech_en" / "jfk.flac", tuple(times))]


def test_real_recordings(shared_data: Path, tmp_path: Path) -> None:
    """The references are pocketsphinx's own with the exact text: this checks our way to it."""
    engine = make()
    errors = []
    for path, words in recordings(shared_data):
        spoken = as_spoken(decode_to_wav(path, tmp_path / "clip.wav"), (words,), "en")
        duration = spoken.transcript.duration
        everywhere = SpeechRegions(
            engine="test", duration=duration, regions=(SpeechRegion(start=0, end=duration),)
        )
        aligned = engine.align(spoken.audio, spoken.transcript, everywhere, silent)
        errors.append(start_errors(aligned, spoken.truth))
    together = np.concatenate(errors)
    report("real recordings", together)
    assert (together <= 0.1).mean() > 0.9
    assert np.median(together) < 0.05
