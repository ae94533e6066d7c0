"""What the section on word times measures: errors as they are, scripts as they are given."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.asr.script_files import read_script
from shared.wav import duration_of
from tests.support.ctc_model import CTC_MICRO, Spoken
from tools.quality.alignment import Engine, errors_of, joined, row, run, write_script


def test_errors_of_words(clip: Callable[[str], Spoken], tmp_path: Path) -> None:
    spoken = clip("english")
    aligned = run(Engine("ctc", str(CTC_MICRO)), spoken, tmp_path)
    errors = errors_of(aligned, spoken.truth)
    assert len(errors) == 18
    assert errors.max() < 0.05
    lost = aligned.model_copy(update={"segments": aligned.segments[1:]})
    missing = errors_of(lost, spoken.truth)
    assert np.isinf(missing).sum() == len(spoken.truth[0])
    assert "| 18 |" in row("ctc", "clip", missing)


def test_a_row_tells_the_figures() -> None:
    errors = np.array([0.010, 0.020, 0.030, 0.200])
    assert row("ctc", "clip", errors) == "| `ctc` | clip | 4 | 30 ms | 200 ms | 75.0% |"


def test_joined_clips_keep_their_words(clip: Callable[[str], Spoken], tmp_path: Path) -> None:
    parts = [clip("english"), clip("hindi")]
    both = joined(parts, tmp_path / "both.wav")
    assert [len(words) for words in both.truth] == [
        len(words) for part in parts for words in part.truth]  # fmt: skip
    assert both.truth[-1][-1][2] < duration_of(both.audio)
    starts = [words[0][1] for words in both.truth]
    assert starts == sorted(starts)


def test_scripts_are_written_as_the_section_says(
    clip: Callable[[str], Spoken], tmp_path: Path
) -> None:
    truth = clip("hindi").truth
    plain = read_script(write_script(truth, tmp_path / "a.txt"))
    assert len(plain) == len(truth) + 1
    late = read_script(write_script(truth, tmp_path / "a.srt"))
    assert len(late) == len(truth)
    assert late[0].start == pytest.approx(truth[0][0][1] * 24 / 25 + 37.3, abs=2e-3)
