"""Checks single files against the house rules, such as those that are about to be committed."""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from shared.errors import (
    EXIT_FAILURE,
    EXIT_OK,
    DependencyFailedError,
    InvalidInputError,
    PipelineError,
)
from shared.paths import PROJECT_ROOT
from tools.compliance.checks import check_source
from tools.compliance.project import Project
from tools.compliance.sources import FOLDERS, SourceFile, Violation, parse_source

EXAMPLES = """\
examples:
  python scripts/validate-compliance.py scripts/*.py shared/*.py
  python scripts/validate-compliance.py --staged --strict       before a commit
"""


def build_parser() -> argparse.ArgumentParser:
    """Makes the command line."""
    parser = argparse.ArgumentParser(
        prog="validate-compliance",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="Python files")
    parser.add_argument("--staged", action="store_true", help="check what is staged in git")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a rule is broken")
    return parser


def given_sources(files: Sequence[Path]) -> Iterator[SourceFile | Violation]:
    """Reads the files that are named.

    Raises:
        InvalidInputError: If one is not there or lies outside the project.
    """
    for file in files:
        path = file.resolve()
        if not path.is_file():
            raise InvalidInputError(f"There is no file {file}.", "Check its path.")
        if not path.is_relative_to(PROJECT_ROOT):
            raise InvalidInputError(f"{file} lies outside the project in {PROJECT_ROOT}.")
        yield parse_source(_from_root(path.relative_to(PROJECT_ROOT)), path.read_bytes())


def staged_sources() -> Iterator[SourceFile | Violation]:
    """Reads the staged Python files as they are staged, whatever the working tree has.

    Raises:
        DependencyFailedError: If git cannot tell.
    """
    listed = _git("diff", "--cached", "--name-only", "--diff-filter=ACMR", "-z")
    for name in listed.decode().split("\0"):
        if name.endswith(".py") and name.partition("/")[0] in FOLDERS:
            yield parse_source(PurePosixPath(name), _git("show", f":{name}"))


def _from_root(path: Path) -> PurePosixPath:
    return PurePosixPath(path.as_posix())


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=PROJECT_ROOT, capture_output=True, check=False
        )
    except OSError as error:
        raise DependencyFailedError(f"git cannot be started: {error}.", "Install git.") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise DependencyFailedError(f"git {arguments[0]} failed: {said}")
    return done.stdout


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parser = build_parser()
    parsed = parser.parse_args(arguments)
    if not parsed.files and not parsed.staged:
        parser.error("name the files to check, or give --staged")
    try:
        sources = list(given_sources(parsed.files))
        sources += list(staged_sources()) if parsed.staged else []
    except PipelineError as error:
        sys.stderr.write(f"Error: {error}\n")
        return error.exit_code
    project = Project()
    violations = [v for s in sources for c in check_source(s, project) for v in c.violations]
    for violation in violations:
        print(violation)
    print(f"{len(sources)} files checked, {len(violations)} places break a rule.")
    return EXIT_FAILURE if violations and parsed.strict else EXIT_OK


if __name__ == "__main__":
    raise SystemExit(main())
