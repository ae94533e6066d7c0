"""Forced alignment on any CTC model of letters: what the engines `ctc` and `wav2vec2` share.

They differ only in how a model's outputs are computed from samples.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.placing import place_lines
from cp_whisperx.alignment.viterbi import TokenSpan, align_tokens
from cp_whisperx.alignment.vocabulary import Vocabulary
from cp_whisperx.alignment.windows import Reach, align_by_windows
from shared.artifacts import SpeechRegions, Transcript, Word
from shared.errors import InvalidInputError
from shared.wav import SAMPLE_RATE

Floats = NDArray[np.float32]

# Geometric mean probability of a window's known letters below which the text does not fit.
POOR_SCORE = 0.01
# Share of letters that the model must know; the wildcard alone can say nothing of a text.
_KNOWN_SHARE = 0.5
# The model marks a letter where it begins; the last one of a word sounds on for about this long.
_LAST_LETTER = 0.12
# A wildcard takes what the neighbours say, so a line may be looked for beyond its times.
_REACH = Reach(beyond=1.5, longest=120.0)
# Attention takes memory with the square of the length: longer audio is heard in pieces, each
# with a little of what surrounds it.
_PIECE = 20 * SAMPLE_RATE
_CONTEXT = SAMPLE_RATE
_HINT = "ALIGNMENT_MODEL must name a wav2vec2 CTC model with its own vocab.json."


class LetterModel(Protocol):
    """A CTC model of letters that is ready to hear."""

    vocabulary: Vocabulary
    normalise: bool

    def logits(self, samples: Floats) -> Floats:
        """Computes the model's outputs, shape (frames, columns).

        Args:
            samples: Shape (samples,), 16 kHz, normalised where the model wants it.
        """
        ...

    def close(self) -> None:
        """Frees the model."""
        ...


@dataclass(frozen=True)
class Letters:
    """A window's text as columns. `owners` says which word each is of, or -1 for none."""

    columns: list[int]
    owners: list[int]


class LetterAligner(ABC):
    """Finds each word by the letters that a CTC model hears."""

    def __init__(self) -> None:
        self._model: LetterModel | None = None

    @abstractmethod
    def open_model(self, language: str) -> LetterModel:
        """Loads the model for a language; called once, before the first window.

        Raises:
            PipelineError: If there is none or it is damaged.
        """

    def align(
        self,
        audio: Path,
        transcript: Transcript,
        regions: SpeechRegions,
        report: Callable[[float], None],
    ) -> Transcript:
        """Aligns every segment; see `Aligner.align`."""
        if transcript.segments:
            self._model = self._model or self.open_model(transcript.language)
            transcript = place_lines(audio, transcript, regions, self)
        return align_by_windows(audio, transcript, regions, report, self.align_window, _REACH)

    def align_window(self, samples: Floats, words: Sequence[Word]) -> list[Word] | None:
        """Aligns words with the samples they are said in; see `AlignWindow`."""
        letters = _with_surroundings(_letters(words, self.vocabulary), self.vocabulary)
        if not self._knows(letters) or len(samples) < SAMPLE_RATE // 20:
            return None
        log_probs = self.emissions(samples)
        spans = align_tokens(log_probs, letters.columns, self.vocabulary.blank)
        if spans is None or self._score(letters, spans) < POOR_SCORE:
            return None
        return _timed(words, letters, spans, len(samples) / SAMPLE_RATE / len(log_probs))

    @property
    def model(self) -> LetterModel:
        """The model that `align` opened."""
        if self._model is None:
            raise RuntimeError("The model is opened by align() and closed by close().")
        return self._model

    @property
    def vocabulary(self) -> Vocabulary:
        """The model's letters."""
        return self.model.vocabulary

    def emissions(self, samples: Floats) -> Floats:
        """Hears samples, in pieces where they are long.

        Args:
            samples: Shape (samples,), 16 kHz, from -1 to 1.

        Returns:
            Log probabilities, shape (frames, columns + 1): the wildcard comes last.
        """
        model = self.model
        if model.normalise:
            samples = (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)
        logits = _in_pieces(model, samples.astype(np.float32))
        if logits.shape[1] < model.vocabulary.wildcard:
            raise InvalidInputError(
                f"The alignment model gives {logits.shape[1]} columns, but its vocab.json names "
                f"{model.vocabulary.wildcard}.",
                _HINT,
            )
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return model.vocabulary.with_wildcard(log_probs.astype(np.float32))

    def close(self) -> None:
        """Frees the model."""
        if self._model is not None:
            self._model.close()
            self._model = None

    def _knows(self, letters: Letters) -> bool:
        spoken = [c for c, owner in zip(letters.columns, letters.owners, strict=True) if owner >= 0]
        known = sum(column != self.vocabulary.wildcard for column in spoken)
        return bool(spoken) and known / len(spoken) >= _KNOWN_SHARE

    def _score(self, letters: Letters, spans: Sequence[TokenSpan]) -> float:
        known = [
            span.score
            for span, column, owner in zip(spans, letters.columns, letters.owners, strict=True)
            if owner >= 0 and column != self.vocabulary.wildcard
        ]
        return exp(sum(known) / len(known))


def wants_normalising(path: Path) -> bool:
    """Models are trained on audio of unit variance unless their configuration says otherwise.

    Args:
        path: The model's `preprocessor_config.json`, which may be missing.

    Raises:
        InvalidInputError: If it is damaged.
    """
    if not path.is_file():
        return True
    try:
        return bool(json.loads(path.read_text(encoding="utf-8")).get("do_normalize", True))
    except (UnicodeDecodeError, json.JSONDecodeError, AttributeError) as error:
        raise InvalidInputError(f"{path} is damaged: {error}.", _HINT) from error


def _in_pieces(model: LetterModel, samples: Floats) -> Floats:
    if len(samples) <= _PIECE:
        return model.logits(samples)
    parts: list[Floats] = []
    stride = 0
    for start in range(0, len(samples), _PIECE):
        first, last = max(0, start - _CONTEXT), min(len(samples), start + _PIECE + _CONTEXT)
        heard = model.logits(samples[first:last])
        # Whole frames come out: their stride is the largest that so many samples allow.
        stride = stride or (last - first) // len(heard)
        skipped = (start - first) // stride
        wanted = -(-(min(len(samples), start + _PIECE) - start) // stride)
        parts.append(heard[skipped : skipped + wanted])
    return np.concatenate(parts)


def _letters(words: Sequence[Word], vocabulary: Vocabulary) -> Letters:
    columns: list[int] = []
    owners: list[int] = []
    for index, word in enumerate(words):
        own = vocabulary.tokens(word.text)
        if own and columns and vocabulary.delimiter is not None:
            columns.append(vocabulary.delimiter)
            owners.append(-1)
        columns += own
        owners += [index] * len(own)
    return Letters(columns, owners)


def _with_surroundings(letters: Letters, vocabulary: Vocabulary) -> Letters:
    """Lets a wildcard at either end take what the neighbours say into the window."""
    edge = vocabulary.wildcard
    return Letters([edge, *letters.columns, edge], [-1, *letters.owners, -1])


def _timed(
    words: Sequence[Word], letters: Letters, spans: Sequence[TokenSpan], frame: float
) -> list[Word]:
    """Turns letters' frames into words' times; a word without letters takes no time."""
    timed: list[Word] = []
    places: dict[int, list[int]] = {}
    for place, owner in enumerate(letters.owners):
        places.setdefault(owner, []).append(place)
    for index, word in enumerate(words):
        own = places.get(index)
        if own:
            start, end = spans[own[0]].start * frame, _word_end(spans, own[-1], frame)
            score = exp(sum(spans[n].score for n in own) / len(own))
            update = {"start": start, "end": end, "confidence": round(min(1.0, score), 4)}
        else:
            start = timed[-1].end if timed else spans[1].start * frame
            update = {"start": start, "end": start}
        timed.append(word.model_copy(update=update))
    return timed


def _word_end(spans: Sequence[TokenSpan], last: int, frame: float) -> float:
    """Lets a word's last letter sound on until the next sign, but not for long."""
    end = spans[last].end * frame
    following = spans[last + 1].start * frame if last + 1 < len(spans) else end + _LAST_LETTER
    return max(end, min(following, end + _LAST_LETTER))
