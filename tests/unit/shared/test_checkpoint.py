"""Checkpoints are what the manifests say."""

from pathlib import Path

import pytest

from shared.artifacts import AUDIO
from shared.checkpoint import CheckpointManager
from shared.errors import InvalidInputError
from shared.stage_runner import SkipStageError, build_stage
from shared.stage_utils import StageIO
from tests.support.jobs import make_job, put


def test_how_far_a_job_is(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    checkpoints = CheckpointManager(job_dir)
    assert checkpoints.get_last_completed_stage() is None
    assert checkpoints.load_checkpoint("demux") is None
    put(job_dir, AUDIO, b"x")

    def skip(_io: StageIO) -> None:
        raise SkipStageError("no key")

    build_stage("tmdb", skip)(job_dir)
    StageIO("glossary_load", job_dir).begin()
    assert checkpoints.completed_stages() == ["demux", "tmdb"]
    assert checkpoints.get_last_completed_stage() == "tmdb"


def test_figures_are_added_to_what_succeeded_alone(tmp_path: Path) -> None:
    job_dir = make_job(tmp_path)
    put(job_dir, AUDIO, b"x")
    checkpoints = CheckpointManager(job_dir)
    checkpoints.save_checkpoint("demux", {"seconds": 3})
    assert checkpoints.load_checkpoint("demux") == {"seconds": 3}
    with pytest.raises(InvalidInputError, match="has not succeeded"):
        checkpoints.save_checkpoint("asr", {})
