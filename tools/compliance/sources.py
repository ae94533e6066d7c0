"""Source files as the rules see them, and what a rule finds in one."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

Finding = tuple[int, str]
"""A line, from 1 (0: the file as a whole), and what is wrong there."""

FOLDERS = ("shared", "cp_whisperx", "scripts", "tools", "tests")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class SourceFile:
    """A Python file.

    Attributes:
        path: Where it lies, from the project's root.
        tree: Its syntax tree.
    """

    path: PurePosixPath
    tree: ast.Module

    @property
    def folder(self) -> str:
        """The project's folder that it lies in, such as `shared`."""
        return self.path.parts[0]


@dataclass(frozen=True)
class Violation:
    """A place where a rule is broken."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.text}"


@dataclass(frozen=True)
class FileRule:
    """A rule that looks at one file at a time.

    Attributes:
        name: Short name, for tables.
        purpose: What it asks for, one line.
        find: Yields what is wrong in a file.
        applies: Whether it looks at a file at all.
    """

    name: str
    purpose: str
    find: Callable[[SourceFile], Iterator[Finding]]
    applies: Callable[[SourceFile], bool] = lambda _source: True


def parse_source(path: PurePosixPath, content: bytes) -> SourceFile | Violation:
    """Parses a file, or says why that is impossible."""
    try:
        return SourceFile(path, ast.parse(content))
    except SyntaxError as error:
        return Violation(str(path), error.lineno or 0, f"is no valid Python: {error.msg}")
    except ValueError as error:
        return Violation(str(path), 0, f"is no valid Python: {error}")


def python_files(root: Path) -> list[Path]:
    """Returns the project's Python files in order."""
    found = [path for folder in FOLDERS for path in (root / folder).rglob("*.py")]
    return sorted(path for path in found if "__pycache__" not in path.parts)
