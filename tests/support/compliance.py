"""Small projects to plant violations in."""

from pathlib import Path, PurePosixPath

from tools.compliance.sources import FileRule, SourceFile, parse_source


def source_of(code: str, path: str = "shared/sample.py") -> SourceFile:
    """Parses code as the content of a file of the project."""
    source = parse_source(PurePosixPath(path), code.encode())
    assert isinstance(source, SourceFile)
    return source


def found(rules: tuple[FileRule, ...], name: str, code: str, path: str) -> list[str]:
    """Returns what one rule finds in a file, as `LINE text`; nothing where it does not apply."""
    rule = next(rule for rule in rules if rule.name == name)
    source = source_of(code, path)
    applies = rule.applies(source)
    return [f"{line} {text}" for line, text in rule.find(source)] if applies else []


def plant(root: Path, path: str, text: str = "") -> Path:
    """Writes a file of a project."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target
