"""Rules that hold the stage and engine tables, the scripts, the twins and the tests together."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from shared.stage_order import Stage, get_stage_dir
from tools.compliance.project import Check, Project, ProjectRule, make_check
from tools.compliance.sources import Function, SourceFile

_ENTRY_FOLDERS = ("", "scripts", "tools")


def check_stage_scripts(project: Project) -> Iterator[Check]:
    """Every stage has its script, built as all are, and every numbered script its stage."""
    expected = {f"scripts/{get_stage_dir(stage.name)}.py": stage for stage in project.stages}
    for path, stage in expected.items():
        problems = _script_problems(project, path, stage)
        yield make_check("stage scripts", stage.name, path, problems, frozenset({stage.name}))
    for script in sorted((project.root / "scripts").glob("[0-9]*.py")):
        path = f"scripts/{script.name}"
        if path not in expected:
            problem = "has no row in shared/stage_order.py"
            yield make_check("stage scripts", path, path, [problem])


def _script_problems(project: Project, path: str, stage: Stage) -> Iterator[str]:
    source = project.source(path)
    if source is None:
        yield "is missing, or is no valid Python"
        return
    if _built_stage(source) != stage.name:
        yield f"does not say: run_stage = build_stage(NAME, ...) with NAME = {stage.name!r}"
    if not (ast.get_docstring(source.tree) or "").startswith(f"{stage.name}: "):
        yield f"has no module docstring that begins with '{stage.name}: '"


def _built_stage(source: SourceFile) -> str | None:
    """Returns the stage for which a script builds `run_stage`."""
    names: dict[str, object] = {}
    for node in source.tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        target, value = node.targets[0].id, node.value
        if isinstance(value, ast.Constant):
            names[target] = value.value
        elif target == "run_stage" and isinstance(value, ast.Call) and value.args:
            first = value.args[0]
            built = isinstance(value.func, ast.Name) and value.func.id == "build_stage"
            found = names.get(first.id) if built and isinstance(first, ast.Name) else None
            return str(found) if found else None
    return None


def check_engines(project: Project) -> Iterator[Check]:
    """Every engine's class is where its row says, with a test that inherits the role's contract."""
    for engine in project.engines:
        module, _, name = engine.target.partition(":")
        path = module.replace(".", "/") + ".py"
        owners = frozenset(stage.name for stage in project.stages if engine.role == stage.role)
        stages = owners or frozenset({engine.role})
        problems = [*_class_problems(project, path, name), *_contract_problems(project, path)]
        yield make_check("engines", f"{engine.role} {engine.name}", path, problems, stages)


def _class_problems(project: Project, path: str, name: str) -> Iterator[str]:
    source = project.source(path)
    if source is None:
        yield "is missing, or is no valid Python"
    elif not any(isinstance(n, ast.ClassDef) and n.name == name for n in source.tree.body):
        yield f"has no class {name}, which shared/engines.py names"


def _contract_problems(project: Project, path: str) -> Iterator[str]:
    test = mirrored_test(PurePosixPath(path))
    source = project.source(str(test))
    if source is None:
        yield f"has no test {test}"
    elif not any(
        isinstance(node, ast.ClassDef)
        and any("Contract" in ast.unparse(base) for base in node.bases)
        for node in source.tree.body
    ):
        yield f"is not held to its role's contract: {test} has no class that inherits one"


def check_tests(project: Project) -> Iterator[Check]:
    """Every module that does something has its mirrored test file."""
    for source in project.sources:
        if isinstance(source, SourceFile) and _needs_test(source):
            test = mirrored_test(source.path)
            problems = [] if (project.root / test).is_file() else [f"has no test {test}"]
            path, stages = str(source.path), project.stages_of(source.path)
            yield make_check("mirrored tests", path, path, problems, stages)


def _needs_test(source: SourceFile) -> bool:
    tested = source.folder in ("shared", "cp_whisperx")
    stage_script = source.folder == "scripts" and source.path.name[0].isdigit()
    if source.path.name == "__init__.py":
        return False
    return (tested or stage_script) and any(_does_something(n) for n in source.tree.body)


def _does_something(node: ast.stmt) -> bool:
    """Protocols, tables and plain data have nothing to test."""
    if isinstance(node, ast.ClassDef):
        protocol = any("Protocol" in ast.unparse(base) for base in node.bases)
        return not protocol and any(isinstance(item, Function) for item in node.body)
    return isinstance(node, Function)


def mirrored_test(path: PurePosixPath) -> PurePosixPath:
    """Returns where a module's test belongs; domain packages lie directly under `tests/unit`."""
    parts = path.parent.parts
    folders = parts[1:] if parts[0] == "cp_whisperx" else parts
    return PurePosixPath("tests", "unit", *folders, f"test_{path.name}")


def check_twins(project: Project) -> Iterator[Check]:
    """Every shell command has its PowerShell twin, and there are no batch files."""
    for folder in _ENTRY_FOLDERS:
        home = project.root / folder
        stems = {p.stem for pattern in ("*.sh", "*.ps1") for p in home.glob(pattern)}
        for stem in sorted(stems):
            files = [PurePosixPath(folder, f"{stem}{suffix}") for suffix in (".sh", ".ps1")]
            missing = [str(file) for file in files if not (project.root / file).is_file()]
            problems = [f"{name} is missing" for name in missing]
            yield make_check("twins", stem, str(PurePosixPath(folder, stem)), problems)
    for batch in sorted(project.root.glob("*.bat")):
        yield make_check("twins", batch.name, batch.name, ["batch files are not kept"])


TABLE_RULES: tuple[ProjectRule, ...] = (
    ProjectRule("stage scripts", "Stage table and scripts agree", check_stage_scripts),
    ProjectRule("engines", "Engine table, modules and contract tests agree", check_engines),
    ProjectRule("mirrored tests", "Every module has its test file", check_tests),
    ProjectRule("twins", "Commands have PowerShell twins", check_twins),
)
