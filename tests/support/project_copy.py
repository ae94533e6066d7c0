"""A copy of the project whose code, settings and secrets a test may change; environments shared."""

import shutil
import subprocess
from pathlib import Path

from shared.paths import PROJECT_ROOT
from tests.support.commands import environment, need_environments

_PARTS = ("shared", "cp_whisperx", "scripts", "config", "glossary", "requirements")


class ProjectCopy:
    """The project in another folder.

    Args:
        root: Folder to copy it to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        skipped = shutil.ignore_patterns("__pycache__", "secrets.json")
        for part in _PARTS:
            shutil.copytree(PROJECT_ROOT / part, root / part, ignore=skipped)
        (root / "venv").symlink_to(PROJECT_ROOT / "venv")
        self._python = need_environments()

    def append(self, file: str, text: str) -> None:
        """Adds text to a file of the copy."""
        path = self.root / file
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    def start(self, script: str, *arguments: object, **variables: str) -> subprocess.Popen[str]:
        """Starts one of the copy's scripts."""
        command = [self._python, self.root / "scripts" / f"{script}.py", *arguments]
        return subprocess.Popen(
            [str(part) for part in command], cwd=self.root, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=environment(PYTHONPATH=str(self.root), **variables),
        )  # fmt: skip

    def run(self, script: str, *arguments: object, **variables: str) -> tuple[int, str]:
        """Runs one of the copy's scripts; returns its exit code and what it said."""
        process = self.start(script, *arguments, **variables)
        said, _ = process.communicate(timeout=300)
        return process.returncode, said
