"""Every broken or odd media file of the data folder gives a result or a clear error, in time."""

import resource
import time
from pathlib import Path

import pytest

from shared.errors import EXIT_INVALID, EXIT_OK
from tests.support.jobs import load_stage, make_job, manifest_of

_SECONDS = 30
_MEMORY_KB = 512_000


@pytest.mark.slow
def test_each_gives_a_result_or_a_clear_error(shared_data: Path, tmp_path: Path) -> None:
    run_stage = load_stage("demux")
    files = sorted(path for path in (shared_data / "media_robust").rglob("*") if path.is_file())
    assert len(files) > 50
    codes: dict[str, int] = {}
    slowest = 0.0
    for number, film in enumerate(files):
        job = make_job(tmp_path / str(number), film)
        began = time.monotonic()
        codes[film.name] = run_stage(job)
        slowest = max(slowest, time.monotonic() - began)
        _check_end(job, codes[film.name])
    assert slowest < _SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < _MEMORY_KB
    results = sum(code == EXIT_OK for code in codes.values())
    print(f"\n{len(files)} files: {results} results, {len(files) - results} clear errors, "
          f"slowest {slowest:.1f} s")  # fmt: skip
    assert results > len(files) // 2


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
