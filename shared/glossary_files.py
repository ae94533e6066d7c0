"""Reads glossary files: TSV with a header line, or JSON. Nothing else is ever parsed.

TSV columns: `term`, and any of `script`, `kind`, `aliases` (separated by `|`), `note` and
language codes. Lines that start with `#` are comments. JSON: a list of objects as
`shared.artifacts.GlossaryTerm`, or an object with such a list as `terms`.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from shared.artifacts import GlossaryTerm, TermKind
from shared.errors import InvalidInputError
from shared.languages import LANGUAGES

MAX_FILE_BYTES = 10_000_000
MAX_TERM_LENGTH = 200
_MOST_PROBLEMS_SHOWN = 30
_KINDS: tuple[str, ...] = get_args(TermKind)
_OTHER_COLUMNS = ("term", "script", "kind", "aliases", "note")
# Only zero-width joiners among the control and format characters spell anything.
_JOINERS = "\u200c\u200d"

Problems = list[str]


def read_glossary_file(path: Path, source: str = "job") -> tuple[GlossaryTerm, ...]:
    """Reads the terms of a glossary file.

    Args:
        path: A `.tsv` or `.json` file in UTF-8.
        source: What the terms are marked with: master, tmdb or job.

    Raises:
        InvalidInputError: With every problem of the file, each with its line or entry.
    """
    parse = _PARSERS.get(path.suffix.lower())
    if parse is None:
        raise InvalidInputError(
            f"The glossary {path} is neither a .tsv nor a .json file.",
            "Save it as tab-separated text with a header line, in UTF-8.",
        )
    problems: Problems = []
    terms = [
        term.model_copy(update={"source": source}) for term in parse(_text_of(path), path, problems)
    ]
    if problems:
        _refuse(path, problems)
    return tuple(terms)


def _refuse(path: Path, problems: Problems) -> None:
    shown = problems[:_MOST_PROBLEMS_SHOWN]
    if len(problems) > len(shown):
        shown.append(f"and {len(problems) - len(shown)} more")
    raise InvalidInputError(
        f"The glossary {path} cannot be used:\n  " + "\n  ".join(shown),
        "Correct these places, then run the same command again.",
    )


def _text_of(path: Path) -> str:
    if not path.is_file():
        raise InvalidInputError(f"The glossary {path} is not a file.", "Check its path.")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise InvalidInputError(
            f"The glossary {path} is larger than {MAX_FILE_BYTES // 1_000_000} MB.",
            "A glossary is a list of terms; check whether this is the right file.",
        )
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"The glossary {path} is not UTF-8 text: byte {error.start} does not fit.",
            "Save it again with the encoding UTF-8.",
        ) from error


# TSV


def _parse_tsv(text: str, path: Path, problems: Problems) -> Iterator[GlossaryTerm]:
    rows = list(_rows(text))
    if not rows:
        problems.append(f"{path.name}: it has no header line; the first column is `term`")
        return
    number, header = rows[0]
    columns = [name.strip() for name in header]
    problems += [f"{path.name}:{number}: {text}" for text in _header_problems(columns)]
    if problems:
        return
    for number, cells in rows[1:]:
        place = f"{path.name}:{number}"
        if len(cells) > len(columns):
            problems.append(f"{place}: {len(cells)} cells for {len(columns)} columns")
            continue
        yield from _checked(_term_of_row(dict(zip(columns, cells, strict=False))), place, problems)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            cells = [_unquoted(cell.strip()) for cell in line.rstrip("\t").split("\t")]
            yield number, cells


def _unquoted(cell: str) -> str:
    """Takes off the quotation marks that spreadsheets put round a cell."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"').strip()
    return cell


def _header_problems(columns: list[str]) -> Iterator[str]:
    if "term" not in columns:
        yield f"the header has no column `term`, only {', '.join(columns)}"
    for name in columns:
        if name not in _OTHER_COLUMNS and name not in LANGUAGES:
            yield f"the column {name!r} is neither a language code nor one of {_OTHER_COLUMNS}"
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        yield f"the column {name!r} stands twice"


def _term_of_row(row: Mapping[str, str]) -> dict[str, Any]:
    """Turns a row into a term's fields; empty cells are left out, so that nothing is claimed."""
    fields: dict[str, Any] = {name: row[name] for name in ("kind", "note") if row.get(name)}
    aliases = [alias.strip() for alias in row.get("aliases", "").split("|")]
    translations = {code: row[code] for code in row if code in LANGUAGES and row[code]}
    fields["term"] = row.get("term", "")
    if any(aliases):
        fields["aliases"] = tuple(alias for alias in aliases if alias)
    if translations:
        fields["translations"] = translations
    return fields


# JSON

_ENTRIES: TypeAdapter[list[dict[str, Any]]] = TypeAdapter(list[dict[str, Any]])
_WRAPPED: TypeAdapter[dict[str, list[dict[str, Any]]]] = TypeAdapter(
    dict[str, list[dict[str, Any]]]
)


def _parse_json(text: str, path: Path, problems: Problems) -> Iterator[GlossaryTerm]:
    try:
        if text.lstrip().startswith("{"):
            wrapped = _WRAPPED.validate_json(text)
            problems += [
                f"{path.name}: the field {n!r} is unknown" for n in wrapped if n != "terms"
            ]
            entries = wrapped.get("terms", [])
        else:
            entries = _ENTRIES.validate_json(text)
    except ValidationError as error:
        problems += _messages(error, path.name)
        return
    for number, entry in enumerate(entries, 1):
        yield from _checked(entry, f"{path.name}, entry {number}", problems)


def _messages(error: ValidationError, place: str) -> Iterable[str]:
    for item in error.errors(include_url=False):
        where = ".".join(str(part) for part in item["loc"])
        yield f"{place}{': ' + where if where else ''}: {item['msg']}"


# Both


def _checked(fields: dict[str, Any], place: str, problems: Problems) -> Iterator[GlossaryTerm]:
    kind = fields.get("kind", _KINDS[0])
    found = []
    if kind not in _KINDS:
        found.append(f"{place}: the kind {kind!r} is none of {', '.join(_KINDS)}")
    else:
        try:
            term = GlossaryTerm.model_validate(fields)
        except ValidationError as error:
            found += _messages(error, place)
        else:
            found += [f"{place}: {text}" for text in _term_problems(term)]
            if not found:
                yield term
    problems += found


def _term_problems(term: GlossaryTerm) -> Iterator[str]:
    if not term.term.strip():
        yield "there is no term"
    for code in term.translations:
        if code not in LANGUAGES:
            yield f"the language {code!r} is not known"
    for text in (term.term, *term.aliases, *term.translations.values(), term.note):
        if len(text) > MAX_TERM_LENGTH:
            yield f"{text[:20]!r}... is longer than {MAX_TERM_LENGTH} characters"
        if any(unicodedata.category(c)[0] == "C" and c not in _JOINERS for c in text):
            yield f"{text[:40]!r} holds control characters"


_PARSERS: dict[str, Callable[[str, Path, Problems], Iterator[GlossaryTerm]]] = {
    ".tsv": _parse_tsv,
    ".txt": _parse_tsv,
    ".json": _parse_json,
}
