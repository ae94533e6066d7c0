"""Lines as films speak them, labelled word by word: `hinglish.tsv`."""

from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("hinglish.tsv")


@dataclass(frozen=True)
class Line:
    """A line.

    Attributes:
        kind: `hi`, `mixed` or `en`.
        words: Its words in Latin letters.
        languages: `hi`, `en` or `name` of each word.
        devanagari: The same with Hindi words and names in Devanagari; empty where there are none.
        seen: Whether its words were looked at when the word lists were written.
    """

    kind: str
    words: tuple[str, ...]
    languages: tuple[str, ...]
    devanagari: str
    seen: bool

    @property
    def text(self) -> str:
        """The line in Latin letters."""
        return " ".join(self.words)


def hinglish_lines() -> list[Line]:
    """Returns the lines in order."""
    rows = _FILE.read_text(encoding="utf-8").splitlines()
    seen = True
    lines = []
    for row in rows:
        if row.startswith("#"):
            seen = seen and "unseen" not in row
            continue
        kind, marked, devanagari = [*row.split("\t"), ""][:3]
        parts = marked.split()
        kinds = tuple({"*": "en", "@": "name"}.get(part[0], "hi") for part in parts)
        words = tuple(part.lstrip("*@") for part in parts)
        lines.append(Line(kind, words, kinds, devanagari, seen))
    return lines
