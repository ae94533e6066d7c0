"""Kills a command of the project at each of its points and says what is left behind."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.atomic import UNFINISHED, sha256_of
from shared.environment_manager import EnvironmentManager
from shared.fingerprint import stage_environment
from shared.job import load_job
from shared.paths import PROJECT_ROOT, SCRIPTS_DIR
from shared.stage_manifest import MANIFEST_NAME
from shared.stage_order import get_stage, get_stage_dir
from tests.support.commands import environment

KILL_SITE = PROJECT_ROOT / "tests" / "support" / "kill_site"
KILLED = -signal.SIGKILL
_NOT_RESULTS = {MANIFEST_NAME, "stage.log"}


@dataclass(frozen=True)
class Killer:
    """Runs a command that dies at a point.

    Attributes:
        command: The command line.
        who: A word of the command line of the process that is to die; the command's own, or that
            of a process it starts.
        under: Folder whose files count as points.
    """

    command: Sequence[str | Path]
    who: str
    under: Path

    def run(self, point: int) -> tuple[int, list[str]]:
        """Returns the exit status and the points that were reached; point 0 kills nothing."""
        log = self.under.parent / f"{self.under.name}-points"
        log.unlink(missing_ok=True)
        variables = {
            "PYTHONPATH": str(KILL_SITE),
            "CPW_KILL_WHO": self.who,
            "CPW_KILL_UNDER": str(self.under),
            "CPW_KILL_AT": str(point),
            "CPW_KILL_LOG": str(log),
        }
        code = subprocess.run(
            [str(part) for part in self.command], env=environment(**variables), cwd=PROJECT_ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False,
        ).returncode  # fmt: skip
        return code, log.read_text("utf-8").splitlines() if log.exists() else []


def stage_command(job_dir: Path, stage: str) -> list[str | Path]:
    """The command line that runs one stage alone, in the environment it has in a run."""
    python = EnvironmentManager().python(stage_environment(get_stage(stage), load_job(job_dir)))
    return [python, SCRIPTS_DIR / f"{get_stage_dir(stage)}.py", "--job-dir", job_dir]


def copied(job_dir: Path, target: Path) -> Path:
    """Copies a job; jobs do not know where they lie."""
    return Path(shutil.copytree(job_dir, target))


def results(folder: Path) -> dict[str, str]:
    """Hashes of the results in a job's or a stage's folder; logs, manifests, journals are none."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in files
        if path.name not in (*_NOT_RESULTS, ".lock")
        and not {"logs", UNFINISHED} & set(path.relative_to(folder).parts[:-1])
    }


def leftovers(folder: Path) -> list[str]:
    """Temporary files and folders that nobody needs any more."""
    return [str(path) for path in folder.rglob(".tmp-*")]


def manifests(job_dir: Path, but: str) -> dict[str, bytes]:
    """The manifests of all stages but one, as they lie on the disk."""
    return {
        path.parent.name: path.read_bytes()
        for path in job_dir.glob(f"*/{MANIFEST_NAME}")
        if path.parent.name != get_stage_dir(but)
    }


def status(job_dir: Path, stage: str) -> str:
    """What a stage's manifest says, `none` where there is none; it is never half a file."""
    path = job_dir / get_stage_dir(stage) / MANIFEST_NAME
    return str(json.loads(path.read_text("utf-8"))["status"]) if path.exists() else "none"


def processes_with(word: str) -> Iterator[int]:
    """Ids of the living processes whose command line has a word."""
    import psutil

    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE or process.info["pid"] == os.getpid():
            continue
        if any(word in part for part in process.info["cmdline"] or []):
            yield process.info["pid"]


def spread(count: int, wanted: int) -> list[int]:
    """Chooses points from 1 to `count`, evenly spread, the first and the last among them."""
    if count <= wanted:
        return list(range(1, count + 1))
    return sorted({1 + round(at * (count - 1) / (wanted - 1)) for at in range(wanted)})
