"""Rules on what code may do: print, read the environment, change the path, load objects."""

import ast
import re
from collections.abc import Iterator

from shared.stage_order import STAGE_ORDER
from tools.compliance.sources import FileRule, Finding, SourceFile

_VARIABLES_MODULE = "shared/variables.py"
_PRINTING = {"shared/doctor.py", "shared/model_command.py"}
_ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}
_UNSAFE_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
_UNSAFE_CALLS = {"eval", "exec"}
_PATH_EDITS = {"append", "extend", "insert", "remove", "pop", "clear", "reverse", "sort"}
_STAGE_FOLDER = re.compile(rf"(?<![\w-])\d\d_(?:{'|'.join(STAGE_ORDER)})(?![a-z])")


def talks_to_users(source: SourceFile) -> bool:
    """Whether a file is a command, whose own output goes to the terminal."""
    command = source.folder == "scripts" and not source.path.name[0].isdigit()
    return command or source.folder in ("tools", "tests") or str(source.path) in _PRINTING


def find_prints(source: SourceFile) -> Iterator[Finding]:
    """Finds calls of `print`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _dotted(node.func) in ("print", "pprint.pprint"):
            yield node.lineno, "calls print: log through io.logger, or let a command say it"


def find_environment(source: SourceFile) -> Iterator[Finding]:
    """Finds access to environment variables."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and _dotted(node) in {f"os.{n}" for n in _ENVIRONMENT}:
            yield node.lineno, f"uses {_dotted(node)}: shared.variables alone reads the environment"
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            for name in sorted({alias.name for alias in node.names} & _ENVIRONMENT):
                yield node.lineno, f"imports os.{name}: shared.variables alone reads it"


def find_path_edits(source: SourceFile) -> Iterator[Finding]:
    """Finds changes of `sys.path`."""
    for node in ast.walk(source.tree):
        if _edits_path(node):
            line = getattr(node, "lineno", 0)
            yield line, "changes sys.path: every environment has the project's root on it"


def _edits_path(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        owner, _, method = _dotted(node.func).rpartition(".")
        return (owner == "sys.path" and method in _PATH_EDITS) or method == "addsitedir"
    if isinstance(node, ast.Assign | ast.Delete):
        return any(_is_path(target) for target in node.targets)
    return isinstance(node, ast.AugAssign | ast.AnnAssign) and _is_path(node.target)


def _is_path(node: ast.expr) -> bool:
    place = node.value if isinstance(node, ast.Subscript) else node
    return _dotted(place) == "sys.path"


def find_unsafe_loading(source: SourceFile) -> Iterator[Finding]:
    """Finds what runs code that comes as data: pickles, `eval`, `exec`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in sorted(_imported(node) & _UNSAFE_MODULES):
                yield node.lineno, f"imports {name}: it can run code that comes with the data"
        elif isinstance(node, ast.Call):
            yield from _unsafe_call(node)


def _unsafe_call(node: ast.Call) -> Iterator[Finding]:
    name = _dotted(node.func)
    if name in _UNSAFE_CALLS or (name == "torch.load" and not _numbers_only(node)):
        yield node.lineno, f"calls {name}: it can run code that comes with the data"
    for keyword in node.keywords:
        if keyword.arg == "allow_pickle" and getattr(keyword.value, "value", True) is not False:
            yield node.lineno, "allows pickles in arrays: they can run code"


def _numbers_only(node: ast.Call) -> bool:
    """Whether `torch.load` is told to make nothing but numbers and classes that are allowed."""
    given = {keyword.arg: getattr(keyword.value, "value", None) for keyword in node.keywords}
    return given.get("weights_only") is True


def find_stage_folders(source: SourceFile) -> Iterator[Finding]:
    """Finds stage folders and numbers that should come from the stage table."""
    prose = {id(n.value) for n in ast.walk(source.tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            found = _STAGE_FOLDER.search(node.value)
            if found:
                yield node.lineno, f"names {found[0]}: use shared.stage_order.get_stage_dir"
        elif isinstance(node, ast.keyword) and _numbers_stage(node):
            yield node.value.lineno, "numbers a stage: use shared.stage_order.get_stage_number"


def _numbers_stage(node: ast.keyword) -> bool:
    return node.arg == "stage_number" and isinstance(node.value, ast.Constant)


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return {alias.name.partition(".")[0] for alias in node.names}


def _dotted(node: ast.AST) -> str:
    """Returns `a.b.c` of an expression made of names, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


CODE_RULES: tuple[FileRule, ...] = (
    FileRule(
        "output", "Only commands print", find_prints, lambda source: not talks_to_users(source)
    ),
    FileRule(
        "environment", "Only shared/variables.py reads environment variables", find_environment,
        lambda source: source.folder != "tests" and str(source.path) != _VARIABLES_MODULE,
    ),
    FileRule("import path", "Nothing edits sys.path", find_path_edits),
    FileRule(
        "safe loading", "Nothing unpickles or evaluates data", find_unsafe_loading,
        lambda source: source.folder != "tests",
    ),
    FileRule(
        "stage folders", "Folders and numbers of stages come from the table", find_stage_folders,
        lambda source: source.folder != "tests",
    ),
)  # fmt: skip
