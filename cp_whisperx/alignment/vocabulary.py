"""The letters a CTC model knows, and how a word becomes columns of its output."""

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shared.errors import InvalidInputError

_BLANKS = ("<pad>", "[PAD]", "<blank>", "<blk>")
_DELIMITERS = ("|", " ", "<space>")
_SPOKEN = ("L", "N")


@dataclass(frozen=True)
class Vocabulary:
    """A model's columns by letter.

    Attributes:
        columns: Column by letter, special tokens included.
        blank: Column of the CTC blank.
        delimiter: Column of the sign between words, if the model has one.
    """

    columns: dict[str, int]
    blank: int
    delimiter: int | None

    @property
    def wildcard(self) -> int:
        """The column that `with_wildcard` adds, which stands for any letter."""
        return max(self.columns.values()) + 1

    def tokens(self, word: str) -> list[int]:
        """Returns a word's columns; punctuation has none, unknown letters get the wildcard."""
        found = (self._column(char) for char in unicodedata.normalize("NFC", word))
        return [column for column in found if column is not None]

    def _column(self, char: str) -> int | None:
        plain = unicodedata.normalize("NFD", char)[0]
        for form in (char, char.lower(), char.upper(), plain.lower(), plain.upper()):
            if form in self.columns and self.columns[form] not in (self.blank, self.delimiter):
                return self.columns[form]
        return self.wildcard if unicodedata.category(char)[0] in _SPOKEN else None

    def with_wildcard(self, log_probs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Adds the wildcard's column: in each frame the likeliest letter's log probability.

        Args:
            log_probs: Shape (frames, columns); gets shape (frames, columns + 1).
        """
        letters = [column for letter, column in self.columns.items() if self._is_letter(letter)]
        best = log_probs[:, letters].max(axis=1, keepdims=True)
        return np.concatenate([log_probs[:, : self.wildcard], best], axis=1)

    def _is_letter(self, token: str) -> bool:
        special = (self.blank, self.delimiter)
        return len(token) == 1 and self.columns[token] not in special


def load_vocabulary(path: Path) -> Vocabulary:
    """Reads a `vocab.json` as tokenizers for wav2vec2 write it: letter to column.

    Raises:
        InvalidInputError: If it is no such file.
    """
    hint = "ALIGNMENT_MODEL must name a folder with a wav2vec2 CTC model's own vocab.json."
    try:
        columns = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InvalidInputError(f"{path} is not JSON in UTF-8: {error}.", hint) from error
    if not _is_vocabulary(columns):
        raise InvalidInputError(f"{path} does not map letters to columns.", hint)
    blank = next((columns[name] for name in _BLANKS if name in columns), 0)
    delimiter = next((columns[name] for name in _DELIMITERS if name in columns), None)
    return Vocabulary(columns, blank, delimiter)


def _is_vocabulary(columns: object) -> bool:
    return (
        isinstance(columns, dict)
        and any(len(letter) == 1 and letter.isalpha() for letter in columns)
        and all(isinstance(column, int) and column >= 0 for column in columns.values())
    )
