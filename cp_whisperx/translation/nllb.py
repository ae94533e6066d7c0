"""Engine `nllb`: Meta's NLLB-200 on CTranslate2.

Input is `[source code] pieces </s>`, output begins with the target's code, as the model was
trained (NLLB Team, 2022; codes of FLORES-200).
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cp_whisperx.translation.ctranslate import Decoder, damaged, without_loops
from cp_whisperx.translation.sentences import (
    cut_at,
    has_letters,
    join_sentences,
    split_sentences,
)
from shared.config import Config
from shared.errors import InvalidInputError, ModelMissingError
from shared.languages import Language, get_language
from shared.model_store import locate

KIND, PIECES_FILE = "NLLB", "sentencepiece.bpe.model"
_EOS = "</s>"
_CODE = re.compile(r"[a-z]{3}_[A-Z][a-z]{3}")
# Simplified and traditional characters are one script to Unicode.
_HAN = ("Hans", "Hant")
# The model has 1,024 positions; far shorter inputs already lose their end.
_MOST_PIECES, _MOST_CHARACTERS = 200, 400


class NllbTranslator:
    """Translates between any two languages of the table.

    Raises:
        ModelMissingError: If the model is not on this machine and cannot be fetched.
        ResourceUnavailableError: If the model or the device cannot be used.
    """

    def __init__(self, config: Config) -> None:
        self._folder = locate(config.nllb_model, config)
        self._pieces = _load_pieces(self._folder)
        self._decoder = Decoder(self._folder, config, KIND)
        self._known = _vocabulary(self._folder)

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translates each line; lines without letters come back as they are.

        Raises:
            InvalidInputError: If the model does not know one of the languages.
            OutOfMemoryError: If not even a single line fits into memory.
        """
        codes = self._code(get_language(source)), self._code(get_language(target))
        rows = [self._parts(text) for text in texts]
        parts = [part for row in rows for part in row]
        done = iter(self._translate_parts(parts, *codes))
        joined = [join_sentences([next(done) for _ in row], target) for row in rows]
        return [new if row else text for text, row, new in zip(texts, rows, joined, strict=True)]

    def close(self) -> None:
        """Frees the model's memory."""
        self._decoder.close()

    def _code(self, language: Language) -> str:
        """Returns the model's code; the model knows each language in one script only."""
        script = language.nllb[-4:]
        if ("Hani" if script in _HAN else script) != language.script:
            raise InvalidInputError(
                f"NLLB knows {language.name} only as {language.nllb}.",
                "Choose that form of the language, or another engine.",
            )
        if language.nllb not in self._known:
            raise InvalidInputError(
                f"The model in {self._folder} does not know {language.name} ({language.nllb}).",
                "Set NLLB_MODEL to a model that does.",
            )
        return language.nllb

    def _parts(self, text: str) -> list[str]:
        """Cuts a line into what the model takes at once; nothing for a line without letters."""
        parts: list[str] = []
        for sentence in split_sentences(text) if has_letters(text) else []:
            too_long = len(self._encode(sentence)) > _MOST_PIECES
            parts += cut_at(sentence, _MOST_CHARACTERS) if too_long else [sentence]
        return parts

    def _encode(self, text: str) -> list[str]:
        pieces: list[str] = self._pieces.encode(text, out_type=str)
        return pieces

    def _translate_parts(self, parts: list[str], source: str, target: str) -> list[str]:
        def decode(texts: list[str], guards: dict[str, float]) -> list[str]:
            rows = [[source, *self._encode(text), _EOS] for text in texts]
            return [self._text(tokens) for tokens in self._decoder.decode(rows, [target], guards)]

        return without_loops(parts, decode)

    def _text(self, tokens: list[str]) -> str:
        text: str = self._pieces.decode([t for t in tokens if not _CODE.fullmatch(t)])
        return text.strip()


def _load_pieces(folder: Path) -> Any:
    import sentencepiece

    path = folder / PIECES_FILE
    if not path.is_file():
        raise ModelMissingError(
            f"The NLLB model in {folder} has no {PIECES_FILE}.",
            "Copy it there from the model's original publication.",
        )
    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except RuntimeError as error:
        raise damaged(KIND, folder, error) from error


def _vocabulary(folder: Path) -> frozenset[str]:
    """Reads the model's tokens; an unknown language code would silently become `<unk>`."""
    import json

    path = folder / "shared_vocabulary.json"
    if path.is_file():
        return frozenset(json.loads(path.read_text(encoding="utf-8")))
    lines = folder / "shared_vocabulary.txt"
    if lines.is_file():
        return frozenset(lines.read_text(encoding="utf-8").split("\n"))
    raise ModelMissingError(
        f"The NLLB model in {folder} has no shared_vocabulary.json.",
        "Fetch the model again with ./bootstrap.sh --models.",
    )
