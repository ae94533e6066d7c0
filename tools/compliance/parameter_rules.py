"""Rules on parameters: each is read somewhere, and documented as its row says."""

import ast
from collections.abc import Iterator

from shared.settings import Parameter
from tools.compliance.project import Check, Project, ProjectRule, make_check
from tools.compliance.sources import SourceFile, Violation

_CODE = ("shared", "cp_whisperx", "scripts")
_CONFIG_MODULE = "shared/config.py"


def names_read(project: Project) -> set[str]:
    """Returns the parameters, in lower case, that code reads.

    Reading is an attribute of something called config or settings, `config.get("NAME")`, a string
    with the attribute's name (looked up in a table), or an engine row that names the parameter.
    """
    found = {engine.model.lower() for engine in project.engines if engine.model}
    for source in project.sources:
        if isinstance(source, SourceFile) and _may_read(source):
            for node in ast.walk(source.tree):
                found |= _read_by(node)
    return found | _behind_aliases(project, found)


def _may_read(source: SourceFile) -> bool:
    return source.folder in _CODE and source.path.parts[1] != "settings"


def _read_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Attribute) and _is_config(node.value):
        return {node.attr}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        asks = node.func.attr == "get" and _is_config(node.func.value)
        return {str(a.value).lower() for a in node.args[:1] if asks and isinstance(a, ast.Constant)}
    # One word, such as "device" or "debug", means too many things to count.
    text = node.value if isinstance(node, ast.Constant) else None
    return {text} if isinstance(text, str) and "_" in text else set()


def _is_config(node: ast.expr) -> bool:
    name = getattr(node, "attr", getattr(node, "id", ""))
    return str(name).endswith(("config", "settings"))


def _behind_aliases(project: Project, found: set[str]) -> set[str]:
    """Returns the parameters that `Config` gives a second name, where that name is read."""
    source = project.source(_CONFIG_MODULE)
    functions = (
        [n for n in ast.walk(source.tree) if isinstance(n, ast.FunctionDef)] if source else []
    )
    return {
        node.attr
        for function in functions
        if function.name in found
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
    }


def _declarations(project: Project) -> dict[str, tuple[str, int]]:
    """Returns the file and line of each parameter's row, by its attribute."""
    return {
        node.target.id: (str(source.path), node.lineno)
        for source in project.sources
        if isinstance(source, SourceFile) and source.path.parts[:2] == ("shared", "settings")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _check(
    rule: str, row: Parameter, rows: dict[str, tuple[str, int]], problems: list[str]
) -> Check:
    path, line = rows.get(row.attribute, ("shared/settings", 0))
    found = tuple(Violation(path, line, problem) for problem in problems)
    return Check(rule, row.name, found, frozenset(row.stages))


def check_used(project: Project) -> Iterator[Check]:
    """Every parameter is read."""
    read, rows = names_read(project), _declarations(project)
    for row in project.parameters:
        problems = [] if row.attribute in read else [f"{row.name} is read nowhere"]
        yield _check("parameters used", row, rows, problems)


def check_documented(project: Project) -> Iterator[Check]:
    """Every parameter stands in the configuration file and its page."""
    places = {"config/.env.pipeline": "\n{}=", "docs/CONFIGURATION.md": "| `{}` |"}
    texts, rows = {name: _text(project, name) for name in places}, _declarations(project)
    for row in project.parameters:
        missing = [n for n, form in places.items() if form.format(row.name) not in texts[n]]
        problems = [f"{row.name} is not in {name}" for name in missing]
        yield _check("parameters documented", row, rows, problems)


def _text(project: Project, name: str) -> str:
    path = project.root / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def check_derived(project: Project) -> Iterator[Check]:
    """Every derived file is as the tables make it."""
    for path, text in project.derived().items():
        name = path.relative_to(project.root).as_posix()
        stale = _text(project, name) != text
        problems = ["is out of date: run python tools/generate.py --write"] if stale else []
        yield make_check("derived files", name, name, problems)


PARAMETER_RULES: tuple[ProjectRule, ...] = (
    ProjectRule("parameters used", "Every parameter is read", check_used),
    ProjectRule("parameters documented", "Every parameter is documented", check_documented),
    ProjectRule("derived files", "Derived files are up to date", check_derived),
)
