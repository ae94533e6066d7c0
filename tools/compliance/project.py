"""The project as the rules see it: its tables and its files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from shared.engines import ENGINES, Engine
from shared.paths import PROJECT_ROOT
from shared.settings import PARAMETERS, Parameter
from shared.stage_order import STAGES, Stage, get_stage_dir
from tools.compliance.sources import SourceFile, Violation, parse_source, python_files


@dataclass(frozen=True)
class Check:
    """One thing that a rule looked at.

    Attributes:
        rule: The rule's name.
        subject: What it looked at: a file, a stage, a parameter, an engine.
        violations: What is wrong with it; empty if nothing is.
        stages: The stages it belongs to; empty for what belongs to all.
    """

    rule: str
    subject: str
    violations: tuple[Violation, ...] = ()
    stages: frozenset[str] = frozenset()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations


@dataclass(frozen=True)
class Project:
    """A checkout and the tables that describe it.

    Attributes:
        root: Its folder.
        derived: Returns each derived file's path and what should be in it.
    """

    root: Path = PROJECT_ROOT
    stages: tuple[Stage, ...] = STAGES
    engines: tuple[Engine, ...] = ENGINES
    parameters: tuple[Parameter, ...] = PARAMETERS
    derived: Callable[[], Mapping[Path, str]] = field(default=dict)

    @cached_property
    def sources(self) -> list[SourceFile | Violation]:
        """Every Python file, or the reason why it cannot be parsed."""
        return [
            parse_source(PurePosixPath(path.relative_to(self.root).as_posix()), path.read_bytes())
            for path in python_files(self.root)
        ]

    def source(self, path: str) -> SourceFile | None:
        """Returns a file by its path from the root, if it is there and can be parsed."""
        wanted = PurePosixPath(path)
        found = (s for s in self.sources if isinstance(s, SourceFile) and s.path == wanted)
        return next(found, None)

    def stages_of(self, path: PurePosixPath) -> frozenset[str]:
        """Returns the stages whose script, package or test a file is."""
        return frozenset(
            stage.name
            for stage in self.stages
            if get_stage_dir(stage.name) in path.stem
            or (path.parts[0] != "shared" and set(stage.packages) & set(path.parts[1:-1]))
        )


@dataclass(frozen=True)
class ProjectRule:
    """A rule that compares the tables with the files."""

    name: str
    purpose: str
    check: Callable[[Project], Iterable[Check]]


def make_check(
    rule: str,
    subject: str,
    path: str,
    problems: Iterable[str],
    stages: frozenset[str] = frozenset(),
) -> Check:
    """Makes a check whose violations concern one file as a whole."""
    violations = tuple(Violation(path, 0, problem) for problem in problems)
    return Check(rule, subject, violations, stages)
