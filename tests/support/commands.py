"""Runs the project's commands as a user does: real processes in real environments."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from shared.environment_manager import EnvironmentManager
from shared.paths import PROJECT_ROOT, SCRIPTS_DIR

NEEDED = ("common", "whisperx", "nllb")


def environment(**variables: str) -> dict[str, str]:
    """The variables of a command: this process's, without secrets and the test run's path."""
    dropped = {"TMDB_API_KEY", "HF_TOKEN", "PYTHONPATH"}
    return {k: v for k, v in os.environ.items() if k not in dropped} | variables


def need_environments() -> Path:
    """Returns the common environment's Python; skips where the environments are not built."""
    manager = EnvironmentManager()
    missing = [name for name in NEEDED if not manager.is_ready(name)]
    if missing:
        pytest.skip(f"the environments {', '.join(missing)} are not built: ./run-tests.sh does it")
    return manager.python("common")


def command(script: str, *arguments: object) -> list[str]:
    """The command line of one of the scripts."""
    return [str(need_environments()), str(SCRIPTS_DIR / f"{script}.py"), *map(str, arguments)]


def run(script: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a script to its end."""
    return subprocess.run(
        command(script, *arguments), capture_output=True, text=True, cwd=PROJECT_ROOT,
        env=environment(**variables), timeout=300, check=False,
    )  # fmt: skip


def start(script: str, *arguments: object, **variables: str) -> subprocess.Popen[str]:
    """Starts a script in a group of its own."""
    return subprocess.Popen(
        command(script, *arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        cwd=PROJECT_ROOT, env=environment(**variables), start_new_session=True,
    )  # fmt: skip


def kill_group(process: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    """Sends a signal to a started script's own group (its workers have groups of their own)."""
    os.killpg(process.pid, number)


def outputs(job_dir: Path) -> dict[str, str]:
    """Hashes of every result in a job, by path, as its manifests have them."""
    from shared.checkpoint import CheckpointManager
    from shared.stage_order import STAGE_ORDER

    checkpoints = CheckpointManager(job_dir)
    manifests = [checkpoints.manifest(stage) for stage in STAGE_ORDER]
    return {e.path: e.sha256 for m in manifests if m for e in m.outputs if m.status == "success"}
