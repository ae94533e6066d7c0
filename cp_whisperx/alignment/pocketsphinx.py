"""Alignment engine `pocketsphinx`: forced alignment for English, with the model of its package."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.alignment.anchors import place_by_words
from cp_whisperx.alignment.placing import ROUGH
from cp_whisperx.alignment.pronunciation import guess_phones, spoken_parts
from cp_whisperx.alignment.stretches import Speech, Stretch
from cp_whisperx.alignment.windows import align_by_windows
from shared.artifacts import SpeechRegions, Transcript, Word
from shared.config import Config
from shared.packaged_models import published_files
from shared.wav import SAMPLE_RATE, read_samples

_MODEL = "pocketsphinx/model/en-us"
_FRAMES_PER_SECOND = 100
_FILLERS = ("<", "[", "++")
# Seconds that are recognised at once.
_HEARD_AT_ONCE = 20.0


class PocketSphinxAligner:
    """Finds each word by its phones."""

    def __init__(self, config: Config) -> None:  # noqa: ARG002
        """Loads the package's English acoustic model and dictionary; needs no parameter.

        Raises:
            ResourceUnavailableError: If the model is not installed, or is damaged.
        """
        from pocketsphinx import Decoder

        published_files("pocketsphinx", _MODEL)
        self._decoder = Decoder(samprate=SAMPLE_RATE, loglevel="FATAL")

    def align(
        self,
        audio: Path,
        transcript: Transcript,
        regions: SpeechRegions,
        report: Callable[[float], None],
    ) -> Transcript:
        """Aligns every segment; see `Aligner.align`."""
        if any(ROUGH in segment.flags for segment in transcript.segments):
            speech = Speech((region.start, region.end) for region in regions.regions)
            heard = self._recognise(audio, speech.stretch(0.0, transcript.duration))
            transcript = place_by_words(transcript, heard, speech)
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

    def _recognise(self, audio: Path, stretch: Stretch) -> list[Word]:
        """Hears words where somebody speaks, with the package's language model."""
        self._decoder.activate_search()
        heard: list[Word] = []
        for first, last in stretch.spans:
            start = first
            while start < last:
                end = min(last, start + _HEARD_AT_ONCE)
                heard += self._words(read_samples(audio, start, end), start)
                start = end
        return heard

    def _words(self, samples: NDArray[np.float32], offset: float) -> list[Word]:
        return [
            Word(text=text.partition("(")[0], start=offset + start, end=offset + end)
            for text, start, end in self._listen(samples)
        ]

    def _learn(self, part: str) -> None:
        """Adds a word to the dictionary: an unknown one would be refused."""
        if self._decoder.lookup_word(part) is None:
            self._decoder.add_word(part, guess_phones(part.replace("'", "")), True)

    def _decode(self, samples: NDArray[np.float32], text: str) -> list[tuple[float, float]]:
        """Returns start and end in seconds of each part; none if the text does not fit."""
        self._decoder.set_align_text(text)
        return [(start, end) for _, start, end in self._listen(samples)]

    def _listen(self, samples: NDArray[np.float32]) -> list[tuple[str, float, float]]:
        """Returns each word with its start and end in seconds; none if nothing was understood."""
        data = (np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2").tobytes()
        self._decoder.start_utt()
        self._decoder.process_raw(data, full_utt=True)
        self._decoder.end_utt()
        return [
            (
                entry.word,
                entry.start_frame / _FRAMES_PER_SECOND,
                (entry.end_frame + 1) / _FRAMES_PER_SECOND,
            )
            for entry in self._decoder.seg() or ()
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
