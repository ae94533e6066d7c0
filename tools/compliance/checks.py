"""All rules, and running them over a project or over single files."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tools.compliance.code_rules import CODE_RULES
from tools.compliance.parameter_rules import PARAMETER_RULES
from tools.compliance.project import Check, Project, ProjectRule
from tools.compliance.prose_rules import PROSE_RULES
from tools.compliance.sources import FileRule, SourceFile, Violation
from tools.compliance.table_rules import TABLE_RULES

SYNTAX = "syntax"
FILE_RULES: tuple[FileRule, ...] = CODE_RULES + PROSE_RULES
PROJECT_RULES: tuple[ProjectRule, ...] = TABLE_RULES + PARAMETER_RULES
PURPOSES: dict[str, str] = {SYNTAX: "Every file can be parsed"} | {
    rule.name: rule.purpose for rule in FILE_RULES + PROJECT_RULES
}


def check_source(source: SourceFile | Violation, project: Project) -> Iterator[Check]:
    """Runs every file rule that applies to a file."""
    if isinstance(source, Violation):
        stages = project.stages_of(PurePosixPath(source.path))
        yield Check(SYNTAX, source.path, (source,), stages)
        return
    path, stages = str(source.path), project.stages_of(source.path)
    yield Check(SYNTAX, path, (), stages)
    for rule in FILE_RULES:
        if rule.applies(source):
            found = tuple(Violation(path, line, text) for line, text in rule.find(source))
            yield Check(rule.name, path, found, stages)


def check_project(project: Project, stage: str | None = None) -> list[Check]:
    """Runs every rule.

    Args:
        project: What to check.
        stage: Keep only what belongs to this stage.
    """
    checks = [check for source in project.sources for check in check_source(source, project)]
    checks += [check for rule in PROJECT_RULES for check in rule.check(project)]
    return [check for check in checks if stage is None or stage in check.stages]


def score_of(checks: Iterable[Check]) -> float:
    """Returns the share of checks that passed, from 0 to 100."""
    outcomes = [check.passed for check in checks]
    return 100.0 * sum(outcomes) / len(outcomes) if outcomes else 100.0
