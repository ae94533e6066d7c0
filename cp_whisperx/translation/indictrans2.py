"""Engine `indictrans2`: AI4Bharat's IndicTrans2 between Indian languages and English.

IndicTransToolkit brings text into the spelling that the models know (one script for all Indian
languages, spaced punctuation, numbers and addresses as placeholders) and back; the models run on
CTranslate2. There is one model for each direction; each is loaded when it is first needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cp_whisperx.translation.ctranslate import Decoder, damaged, without_loops
from cp_whisperx.translation.indictrans_weights import converted
from cp_whisperx.translation.sentences import (
    cut_at,
    has_letters,
    join_sentences,
    split_sentences,
)
from shared.config import Config
from shared.errors import InvalidInputError, ModelMissingError
from shared.languages import get_language, indic_direction
from shared.model_store import is_present, locate, models_dir

KIND = "IndicTrans2"
PIECES_FILE = "model.SRC"
_EOS, _SPACE = "</s>", "▁"
# The models have 256 positions, of which two are the tags' and one the end's.
_MOST_PIECES, _MOST_CHARACTERS = 200, 400


@dataclass
class _Direction:
    """The model of one direction."""

    decoder: Decoder
    pieces: Any


class IndicTransTranslator:
    """Translates between the Indian languages of the table, and them and English.

    Raises:
        DependencyFailedError: If IndicTransToolkit is not whole.
    """

    def __init__(self, config: Config) -> None:
        from IndicTransToolkit.processor import IndicProcessor

        self._config = config
        self._new_processor = IndicProcessor
        self._directions: dict[Path, _Direction] = {}

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translates each line; lines without letters come back as they are.

        Raises:
            InvalidInputError: If the engine does not serve the pair.
            ModelMissingError: If the direction's model is not on this machine.
            ResourceUnavailableError: If it cannot be used.
            OutOfMemoryError: If not even a single line fits into memory.
        """
        model = self._direction(source, target)
        rows = [self._parts(text, model) for text in texts]
        parts = [part for row in rows for part in row]
        codes = get_language(source).nllb, get_language(target).nllb

        def decode(given: list[str], guards: dict[str, float]) -> list[str]:
            return self._decode(given, codes, model, guards)

        done = iter(without_loops(parts, decode))
        joined = [join_sentences([next(done) for _ in row], target) for row in rows]
        return [new if row else text for text, row, new in zip(texts, rows, joined, strict=True)]

    def close(self) -> None:
        """Frees the models' memory."""
        for model in self._directions.values():
            model.decoder.close()

    def _direction(self, source: str, target: str) -> _Direction:
        folder = self._folder(source, target)
        if folder not in self._directions:
            pieces = _load_pieces(folder)
            form = converted(folder, models_dir(self._config))
            self._directions[folder] = _Direction(Decoder(form, self._config, KIND), pieces)
        return self._directions[folder]

    def _folder(self, source: str, target: str) -> Path:
        """Returns where the direction's model lies; this environment does not fetch models."""
        direction = indic_direction(source, target)
        if not direction:
            raise InvalidInputError(
                f"IndicTrans2 does not translate from {source} into {target}.",
                "It serves Indian languages in their own scripts, and English with them.",
            )
        config = self._config
        name = {
            "INDIC_EN": config.indictrans2_indic_en_model,
            "EN_INDIC": config.indictrans2_en_indic_model,
            "INDIC_INDIC": config.indictrans2_indic_indic_model,
        }[direction]
        if not is_present(name, config):
            raise ModelMissingError(
                f"The model {name} (INDICTRANS2_{direction}_MODEL) is not on this machine.",
                f"./bootstrap.sh --models {name} fetches it, and says how to get access to it.",
            )
        return locate(name, config)

    def _parts(self, text: str, model: _Direction) -> list[str]:
        """Cuts a line into what the model takes at once; nothing for a line without letters."""
        parts: list[str] = []
        for sentence in split_sentences(text) if has_letters(text) else []:
            too_long = len(model.pieces.encode(sentence)) > _MOST_PIECES
            parts += cut_at(sentence, _MOST_CHARACTERS) if too_long else [sentence]
        return parts

    def _decode(
        self,
        texts: list[str],
        codes: tuple[str, str],
        model: _Direction,
        guards: dict[str, float],
    ) -> list[str]:
        """Translates texts.

        A processor remembers what it put placeholders for until it puts it back. Each call has its
        own, so that one that fails between leaves nothing to the next.
        """
        processor = self._new_processor(inference=True)
        prepared = processor.preprocess_batch(texts, src_lang=codes[0], tgt_lang=codes[1])
        rows = [source_tokens(line, model.pieces) for line in prepared]
        decoded = model.decoder.decode(rows, [], guards)
        spelt = ["".join(tokens).replace(_SPACE, " ").strip() for tokens in decoded]
        finished: list[str] = processor.postprocess_batch(spelt, lang=codes[1])
        return [text.strip() for text in finished]


def source_tokens(prepared: str, pieces: Any) -> list[str]:
    """Returns what the model reads: the tags of source and target, the pieces, the end."""
    source, target, text = prepared.split(" ", 2)
    return [source, target, *pieces.encode(text, out_type=str), _EOS]


def _load_pieces(folder: Path) -> Any:
    """Loads the source side's SentencePiece; published archives have it beside the model."""
    import sentencepiece

    places = (folder, folder / "vocab", folder.parent / "vocab")
    path = next((place / PIECES_FILE for place in places if (place / PIECES_FILE).is_file()), None)
    if path is None:
        raise ModelMissingError(
            f"The IndicTrans2 model in {folder} has no {PIECES_FILE}.",
            "Copy it there from the model's original publication.",
        )
    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except RuntimeError as error:
        raise damaged(KIND, folder, error) from error
