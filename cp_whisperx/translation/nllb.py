"""Engine `nllb`: Meta's NLLB-200 on CTranslate2.

Input is `[source code] pieces </s>`, output begins with the target's code, as the model was
trained (NLLB Team, 2022; codes of FLORES-200).
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from cp_whisperx.translation.repetition import collapse, is_loop
from cp_whisperx.translation.sentences import (
    cut_at,
    has_letters,
    join_sentences,
    split_sentences,
)
from shared.config import Config
from shared.cuda_libraries import load_cublas
from shared.errors import (
    InvalidInputError,
    ModelMissingError,
    OutOfMemoryError,
    PipelineError,
    ResourceUnavailableError,
)
from shared.languages import Language, get_language
from shared.model_store import locate

PIECES_FILE = "sentencepiece.bpe.model"
_EOS = "</s>"
_CODE = re.compile(r"[a-z]{3}_[A-Z][a-z]{3}")
# The model has 1,024 positions; far shorter inputs already lose their end.
_MOST_PIECES, _MOST_CHARACTERS = 200, 400
# For lines that loop at the first try: no three pieces twice, and repetition costs.
_AGAINST_LOOPS = {"no_repeat_ngram_size": 3, "repetition_penalty": 1.3}


class NllbTranslator:
    """Translates between any two languages of the table.

    Raises:
        ModelMissingError: If the model is not on this machine and cannot be fetched.
        ResourceUnavailableError: If the model or the device cannot be used.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._folder = locate(config.nllb_model, config)
        self._pieces = _load_pieces(self._folder)
        self._model = _load_model(self._folder, config)
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
        self._model.unload_model()

    def _code(self, language: Language) -> str:
        """Returns the model's code; the model knows each language in one script only."""
        if not language.nllb[-4:].replace("Hans", "Hani") == language.script:
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
        results = self._decode(parts, source, target)
        loops = [i for i, part in enumerate(parts) if is_loop(part, results[i])]
        again = self._decode([parts[i] for i in loops], source, target, **_AGAINST_LOOPS)
        for i, text in zip(loops, again, strict=True):
            results[i] = collapse(text) if is_loop(parts[i], text) else text
        return results

    def _decode(self, parts: list[str], source: str, target: str, **guards: float) -> list[str]:
        """Decodes in batches of similar length and puts the results back in order."""
        rows = [[source, *self._encode(part), _EOS] for part in parts]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        results = [""] * len(rows)
        size = self._config.translation_batch_size
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            for i, text in zip(batch, self._run([rows[i] for i in batch], target, guards),
                               strict=True):  # fmt: skip
                results[i] = text
        return results

    def _run(self, rows: list[list[str]], target: str, guards: dict[str, float]) -> list[str]:
        """Runs one batch; where the memory does not suffice, its halves."""
        try:
            with _clear_errors():
                results = self._model.translate_batch(
                    rows,
                    target_prefix=[[target]] * len(rows),
                    beam_size=self._config.translation_beam_size,
                    max_decoding_length=2 * len(rows[-1]) + 20,
                    disable_unk=True,
                    **guards,
                )
        except OutOfMemoryError:
            if len(rows) == 1:
                raise
            half = len(rows) // 2
            return self._run(rows[:half], target, guards) + self._run(rows[half:], target, guards)
        return [self._text(result.hypotheses[0]) for result in results]

    def _text(self, tokens: list[str]) -> str:
        text: str = self._pieces.decode([t for t in tokens if not _CODE.fullmatch(t)])
        return text.strip()


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turns CTranslate2's RuntimeErrors into ours."""
    try:
        yield
    except RuntimeError as error:
        if "out of memory" in str(error).lower():
            raise OutOfMemoryError(
                "The memory did not suffice for translation.",
                "Lower TRANSLATION_BATCH_SIZE or set TRANSLATION_DEVICE=cpu.",
            ) from error
        raise ResourceUnavailableError(
            f"CTranslate2 failed: {error}.",
            "Set TRANSLATION_DEVICE=cpu, or fetch the model again with ./bootstrap.sh --models.",
        ) from error


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
        raise _damaged(folder, error) from error


def _load_model(folder: Path, config: Config) -> Any:
    import ctranslate2

    device = _device(config, ctranslate2.get_cuda_device_count() > 0)
    if device == "cuda":
        load_cublas()
    threads = config.num_threads or psutil.cpu_count(logical=False) or 1
    try:
        return ctranslate2.Translator(
            str(folder),
            device=device,
            compute_type="float16" if device == "cuda" else "int8",
            inter_threads=1,
            intra_threads=threads,
        )
    except (RuntimeError, ValueError) as error:
        raise _damaged(folder, error) from error


def _device(config: Config, has_cuda: bool) -> str:
    wanted = config.translation_device
    if wanted == "auto":
        wanted = "cpu" if config.device in ("cpu", "mps") or not has_cuda else "cuda"
    if wanted == "cuda" and not has_cuda:
        raise ResourceUnavailableError(
            "TRANSLATION_DEVICE is cuda, and CTranslate2 finds no CUDA device.",
            "Set TRANSLATION_DEVICE to auto or cpu.",
        )
    return wanted


def _damaged(folder: Path, error: Exception) -> PipelineError:
    return ResourceUnavailableError(
        f"The NLLB model in {folder} cannot be loaded: {error}.",
        "Remove the folder and fetch the model again with ./bootstrap.sh --models.",
    )


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
