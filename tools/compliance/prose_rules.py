"""Rules on what a reader needs: docstrings and type hints."""

import ast
from collections.abc import Iterator

from tools.compliance.sources import FileRule, Finding, Function, SourceFile

_IMPLICIT = {"self", "cls"}


def find_missing_docstrings(source: SourceFile) -> Iterator[Finding]:
    """Finds public modules, classes, functions and methods without a docstring."""
    if ast.get_docstring(source.tree) is None:
        yield 1, "the module has no docstring"
    for node, name in _public(source.tree, ""):
        if ast.get_docstring(node) is None:
            yield node.lineno, f"{name} has no docstring"


def _public(
    owner: ast.Module | ast.ClassDef, prefix: str
) -> Iterator[tuple[ast.ClassDef | Function, str]]:
    for node in owner.body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        if not _shares_docstring(node):
            yield node, prefix + node.name
        if isinstance(node, ast.ClassDef):
            yield from _public(node, f"{prefix}{node.name}.")


def _shares_docstring(node: ast.ClassDef | Function) -> bool:
    """An overload or a setter is described where its function or property is."""
    names = {getattr(item, "attr", getattr(item, "id", "")) for item in node.decorator_list}
    return bool(names & {"overload", "setter", "deleter"})


def find_missing_hints(source: SourceFile) -> Iterator[Finding]:
    """Finds functions with a parameter or a result that has no type."""
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            bare = [argument.arg for argument in _arguments(node) if argument.annotation is None]
            if bare:
                yield node.lineno, f"{node.name}: no type for {', '.join(bare)}"
            if node.returns is None:
                yield node.lineno, f"{node.name}: no type for the result"


def _arguments(node: Function) -> list[ast.arg]:
    """Returns the parameters that need a type."""
    every = node.args
    named = [*every.posonlyargs, *every.args]
    if named and named[0].arg in _IMPLICIT:
        named = named[1:]
    starred = [argument for argument in (every.vararg, every.kwarg) if argument is not None]
    return [*named, *every.kwonlyargs, *starred]


PROSE_RULES: tuple[FileRule, ...] = (
    FileRule(
        "docstrings", "Modules and public names have docstrings", find_missing_docstrings,
        lambda source: source.folder != "tests",
    ),
    FileRule("type hints", "Every function has types", find_missing_hints),
)  # fmt: skip
