"""Every broken or odd media file of the data folder gives a result or a clear error, in time."""

import time
from pathlib import Path

import pytest

from shared.errors import EXIT_INVALID, EXIT_OK
from tests.support.jobs import load_stage, make_job, manifest_of
from tests.support.memory import children_peak_kb

_SECONDS = 30
_MEMORY_KB = 512_000


@pytest.mark.slow
def test_each_gives_a_result_or_a_clear_error(shared_data: Path, tmp_path: Path) -> None:
    files = sorted(path for path in (shared_data / "media_robust").rglob("*") if path.is_file())
    assert len(files) > 50
    codes, peak = children_peak_kb(_demux_all, files, tmp_path)
    assert peak < _MEMORY_KB
    results = codes.count(EXIT_OK)
    print(f"\n{len(files)} files: {results} results, {len(files) - results} clear errors")
    assert results > len(files) // 2


def _demux_all(files: list[Path], root: Path) -> list[int]:
    """Demuxes each file and returns the exit codes."""
    run_stage = load_stage("demux")
    codes = []
    for number, film in enumerate(files):
        job = make_job(root / str(number), film)
        began = time.monotonic()
        codes.append(run_stage(job))
        assert time.monotonic() - began < _SECONDS, film.name
        _check_end(job, codes[-1])
    return codes


def _check_end(job: Path, code: int) -> None:
    """Success has its audio; failure has one sentence, a hint, and leaves nothing."""
    manifest = manifest_of(job, "demux")
    audio = job / "01_demux/audio.wav"
    assert code in (EXIT_OK, EXIT_INVALID), manifest.errors
    assert audio.is_file() == (code == EXIT_OK)
    if code == EXIT_INVALID:
        assert len(manifest.errors) == 1
        assert "Unexpected" not in manifest.errors[0]
        assert manifest.figures["hint"]
