"""Alignment engine `pocketsphinx`: forced alignment for English, with the model of its package."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.pronunciation import guess_phones, spoken_parts
from cp_whisperx.alignment.windows import align_by_windows
from shared.artifacts import SpeechRegions, Transcript, Word
from shared.config import Config
from shared.wav import SAMPLE_RATE

_FRAMES_PER_SECOND = 100
_FILLERS = ("<", "[", "++")


class PocketSphinxAligner:
    """Finds each word by its phones."""

    def __init__(self, config: Config) -> None:  # noqa: ARG002
        """Loads the package's English acoustic model and dictionary; needs no parameter."""
        from pocketsphinx import Decoder

        self._decoder = Decoder(samprate=SAMPLE_RATE, loglevel="FATAL")

    def align(
        self,
        audio: Path,
        transcript: Transcript,
        regions: SpeechRegions,
        report: Callable[[float], None],
    ) -> Transcript:
        """Aligns every segment; see `Aligner.align`."""
        return align_by_windows(audio, transcript, regions, report, self.align_window)

    def align_window(
        self, samples: NDArray[np.float32], words: Sequence[Word]
    ) -> list[Word] | None:
        """Aligns words with the samples they are said in; see `AlignWindow`."""
        parts = [spoken_parts(word.text) for word in words]
        if not all(parts):
            return None
        for part in {part for own in parts for part in own}:
            self._learn(part)
        spans = self._decode(samples, " ".join(part for own in parts for part in own))
        if len(spans) != sum(len(own) for own in parts):
            return None
        return _timed(words, parts, spans)

    def close(self) -> None:
        """Frees the model."""
        self._decoder = None

    def _learn(self, part: str) -> None:
        """Adds a word to the dictionary: an unknown one would be refused."""
        if self._decoder.lookup_word(part) is None:
            self._decoder.add_word(part, guess_phones(part.replace("'", "")), True)

    def _decode(self, samples: NDArray[np.float32], text: str) -> list[tuple[float, float]]:
        """Returns start and end in seconds of each part; none if the text does not fit."""
        data = (np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2").tobytes()
        self._decoder.set_align_text(text)
        self._decoder.start_utt()
        self._decoder.process_raw(data, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.seg()
        if found is None:
            return []
        return [
            (entry.start_frame / _FRAMES_PER_SECOND, (entry.end_frame + 1) / _FRAMES_PER_SECOND)
            for entry in found
            if not entry.word.startswith(_FILLERS)
        ]


def _timed(
    words: Sequence[Word], parts: Sequence[Sequence[str]], spans: Sequence[tuple[float, float]]
) -> list[Word]:
    timed = []
    first = 0
    for word, own in zip(words, parts, strict=True):
        last = first + len(own) - 1
        update = {"start": spans[first][0], "end": spans[last][1]}
        timed.append(word.model_copy(update=update))
        first = last + 1
    return timed
