"""The letters a CTC model knows, and how a word becomes columns of its output."""

import json
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.respelling import respell
from shared.errors import InvalidInputError
from shared.unicode_scripts import script_of

# A model that names its blank has the padding beside it, in a column of its own.
_BLANKS = ("<blank>", "<blk>", "<pad>", "[PAD]")
_DELIMITERS = ("|", " ", "<space>")
_SPOKEN = ("L", "N", "Sc")
_SPOKEN_SIGNS = "%&@+="
# What the wildcard loses on a frame of silence: it holds sounds, and leaves silence to the blank.
_SILENCE_LOSS = np.float32(0.7)


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
        """The column that `with_wildcard` adds, which stands for any sounds."""
        return max(self.columns.values()) + 1

    @cached_property
    def scripts(self) -> frozenset[str]:
        """The scripts of the letters, as ISO 15924 codes."""
        found = {script_of(letter) for letter in self.columns if len(letter) == 1}
        return frozenset(script for script in found if script)

    def tokens(self, word: str) -> list[int]:
        """Returns a word's columns.

        Punctuation has none. Letters of a script that the model lacks are respelt by their
        sound; digits and what is still unknown share one wildcard for each run of them.
        """
        spelt = respell(unicodedata.normalize("NFC", word), self.scripts)
        found = [column for char in spelt if (column := self._column(char)) is not None]
        return [
            column
            for column, before in zip(found, [None, *found], strict=False)
            if column != self.wildcard or before != self.wildcard
        ]

    def _column(self, char: str) -> int | None:
        plain = unicodedata.normalize("NFD", char)[0]
        for form in (char, char.lower(), char.upper(), plain.lower(), plain.upper()):
            if form in self.columns and self.columns[form] not in (self.blank, self.delimiter):
                return self.columns[form]
        spoken = unicodedata.category(char).startswith(_SPOKEN) or char in _SPOKEN_SIGNS
        return self.wildcard if spoken else None

    def with_wildcard(self, log_probs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Adds the wildcard's column: in each frame the likeliest letter's log probability.

        Sounds are short peaks between which a model hears its blank, so the wildcard may stay
        on a blank frame too, at a loss.

        Args:
            log_probs: Shape (frames, columns); gets shape (frames, columns + 1).
        """
        letters = [column for letter, column in self.columns.items() if self._is_letter(letter)]
        sounds = letters if self.delimiter is None else [*letters, self.delimiter]
        best = log_probs[:, sounds].max(axis=1)
        best = np.maximum(best, log_probs[:, self.blank] - _SILENCE_LOSS)
        return np.concatenate([log_probs[:, : self.wildcard], best[:, np.newaxis]], axis=1)

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
