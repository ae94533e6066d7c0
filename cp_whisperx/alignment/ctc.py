"""Alignment engine `ctc`: forced alignment on a wav2vec2 CTC model in ONNX.

The model's folder holds `model.onnx`, `vocab.json` and, where the audio must be normalised or
must not, `preprocessor_config.json`, as their makers publish them.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.viterbi import TokenSpan, align_tokens
from cp_whisperx.alignment.vocabulary import Vocabulary, load_vocabulary
from cp_whisperx.alignment.windows import align_by_windows
from shared.artifacts import SpeechRegions, Transcript, Word
from shared.config import Config
from shared.errors import ConfigurationError, InvalidInputError, ModelMissingError
from shared.wav import SAMPLE_RATE

Floats = NDArray[np.float32]

# Geometric mean probability of a window's known letters below which the text does not fit.
POOR_SCORE = 0.01
# Share of letters that the model must know; the wildcard alone can say nothing of a text.
_KNOWN_SHARE = 0.5
# The model marks a letter where it begins; the last one of a word sounds on for about this long.
_LAST_LETTER = 0.12
_HINT = "ALIGNMENT_MODEL must name a folder with a wav2vec2 CTC model's model.onnx and vocab.json."


@dataclass(frozen=True)
class _Letters:
    """A window's text as columns. `owners` says which word each is of, or -1 between words."""

    columns: list[int]
    owners: list[int]


class CtcAligner:
    """Finds each word by the letters that a CTC model hears.

    Args:
        config: Uses `alignment_model`, `num_threads`.

    Raises:
        ConfigurationError: If no model is configured.
        ModelMissingError: If its folder or files are not there.
        InvalidInputError: If its files are damaged.
    """

    def __init__(self, config: Config) -> None:
        if config.alignment_model is None:
            raise ConfigurationError(
                "The engine ctc has no model: ALIGNMENT_MODEL is empty.", _HINT
            )
        folder = config.alignment_model
        for name in ("model.onnx", "vocab.json"):
            if not (folder / name).is_file():
                raise ModelMissingError(f"The alignment model {folder} has no {name}.", _HINT)
        self._vocabulary = load_vocabulary(folder / "vocab.json")
        self._normalise = _wants_normalising(folder / "preprocessor_config.json")
        self._session = _open_model(folder / "model.onnx", config.num_threads)

    def align(
        self,
        audio: Path,
        transcript: Transcript,
        regions: SpeechRegions,
        report: Callable[[float], None],
    ) -> Transcript:
        """Aligns every segment; see `Aligner.align`."""
        return align_by_windows(audio, transcript, regions, report, self.align_window)

    def align_window(self, samples: Floats, words: Sequence[Word]) -> list[Word] | None:
        """Aligns words with the samples they are said in; see `AlignWindow`."""
        letters = _letters(words, self._vocabulary)
        if not self._knows(letters) or len(samples) < SAMPLE_RATE // 20:
            return None
        log_probs = self.emissions(samples)
        spans = align_tokens(log_probs, letters.columns, self._vocabulary.blank)
        if spans is None or self._score(letters, spans) < POOR_SCORE:
            return None
        return _timed(words, letters, spans, len(samples) / SAMPLE_RATE / len(log_probs))

    def emissions(self, samples: Floats) -> Floats:
        """Runs the model.

        Args:
            samples: Shape (samples,), 16 kHz, from -1 to 1.

        Returns:
            Log probabilities, shape (frames, columns + 1): the wildcard comes last.
        """
        if self._normalise:
            samples = (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)
        feed = {entry.name: np.ones((1, len(samples)), np.int64) for entry in self._inputs()[1:]}
        feed[self._inputs()[0].name] = samples[np.newaxis].astype(np.float32)
        logits = self._session.run(None, feed)[0][0]
        if logits.shape[1] < self._vocabulary.wildcard:
            raise InvalidInputError(
                f"The alignment model gives {logits.shape[1]} columns, but its vocab.json names "
                f"{self._vocabulary.wildcard}.",
                _HINT,
            )
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return self._vocabulary.with_wildcard(log_probs.astype(np.float32))

    def close(self) -> None:
        """Frees the model."""
        self._session = None

    def _inputs(self) -> list[Any]:
        inputs: list[Any] = self._session.get_inputs()
        return inputs

    def _knows(self, letters: _Letters) -> bool:
        spoken = [
            column
            for column, owner in zip(letters.columns, letters.owners, strict=True)
            if owner >= 0
        ]
        known = sum(column != self._vocabulary.wildcard for column in spoken)
        return bool(spoken) and known / len(spoken) >= _KNOWN_SHARE

    def _score(self, letters: _Letters, spans: Sequence[TokenSpan]) -> float:
        known = [
            span.score
            for span, column, owner in zip(spans, letters.columns, letters.owners, strict=True)
            if owner >= 0 and column != self._vocabulary.wildcard
        ]
        return exp(sum(known) / len(known))


def _letters(words: Sequence[Word], vocabulary: Vocabulary) -> _Letters:
    columns: list[int] = []
    owners: list[int] = []
    for index, word in enumerate(words):
        own = vocabulary.tokens(word.text)
        if own and columns and vocabulary.delimiter is not None:
            columns.append(vocabulary.delimiter)
            owners.append(-1)
        columns += own
        owners += [index] * len(own)
    return _Letters(columns, owners)


def _timed(
    words: Sequence[Word], letters: _Letters, spans: Sequence[TokenSpan], frame: float
) -> list[Word]:
    """Turns letters' frames into words' times; a word without letters takes no time."""
    timed: list[Word] = []
    for index, word in enumerate(words):
        own = [n for n, owner in enumerate(letters.owners) if owner == index]
        if own:
            start, end = spans[own[0]].start * frame, _word_end(spans, own[-1], frame)
            score = exp(sum(spans[n].score for n in own) / len(own))
            update = {"start": start, "end": end, "confidence": round(min(1.0, score), 4)}
        else:
            start = timed[-1].end if timed else spans[0].start * frame
            update = {"start": start, "end": start}
        timed.append(word.model_copy(update=update))
    return timed


def _word_end(spans: Sequence[TokenSpan], last: int, frame: float) -> float:
    """Lets a word's last letter sound on until the next sign, but not for long."""
    end = spans[last].end * frame
    following = spans[last + 1].start * frame if last + 1 < len(spans) else end + _LAST_LETTER
    return max(end, min(following, end + _LAST_LETTER))


def _wants_normalising(path: Path) -> bool:
    """Models are trained on audio of unit variance unless their configuration says otherwise."""
    if not path.is_file():
        return True
    try:
        return bool(json.loads(path.read_text(encoding="utf-8")).get("do_normalize", True))
    except (UnicodeDecodeError, json.JSONDecodeError, AttributeError) as error:
        raise InvalidInputError(f"{path} is damaged: {error}.", _HINT) from error


def _open_model(path: Path, threads: int) -> Any:
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    damaged = (state.InvalidProtobuf, state.InvalidGraph, state.InvalidArgument, state.Fail)
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except damaged as error:
        raise InvalidInputError(f"{path} is no ONNX model: {error}.", _HINT) from error
