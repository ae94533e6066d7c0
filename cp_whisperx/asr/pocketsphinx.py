"""Offline English recognition with the model that pocketsphinx's package carries.

It hears lower-case words without punctuation. To be readable, each segment begins with a capital
and ends with a full stop, "i" becomes "I", and hotwords that the dictionary knows keep their own
capitals. It cannot learn words: hotwords that its dictionary lacks are left out.
"""

import re
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Any

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.windowed import Batch, WindowEngine, recognise_windows
from cp_whisperx.asr.windows import Window, windows_of
from shared.artifacts import Segment, Transcript, Word
from shared.config import Config
from shared.errors import InvalidInputError
from shared.packaged_models import published_files
from shared.wav import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANGUAGE = "en"
_MODEL = "pocketsphinx/model/en-us"
_FRAMES_PER_SECOND = 100
_VARIANT = re.compile(r"\(\d+\)$")
_FILLER = re.compile(r"^(<.*>|\[.*\]|\+\+.*\+\+)$")
_FIRST_PERSON = re.compile(r"^i('|$)")


class PocketSphinx:
    """The small English recogniser; one segment for each region of speech.

    Raises:
        ResourceUnavailableError: If its model is not installed, or is damaged.
    """

    def __init__(self, config: Config) -> None:
        from pocketsphinx import Decoder

        published_files("pocketsphinx", _MODEL)
        self._longest = config.asr_window_seconds
        self._decoder: Any = Decoder(samprate=SAMPLE_RATE, loglevel="FATAL")

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        """Recognises speech: see `cp_whisperx.asr.base`.

        Raises:
            InvalidInputError: If the language is not English.
        """
        _check_language(request.language)
        windows = windows_of(request, self._longest, longest_pause=0.0)
        engine = WindowEngine("pocketsphinx", "en-us", self._decode)
        return recognise_windows(engine, request, windows, report)

    def _decode(self, batch: Batch) -> list[list[Segment]]:
        spelling = self._spellings(batch.request.hotwords)
        found = (
            self._recognise(clip, window)
            for clip, window in zip(batch.clips(), batch.windows, strict=True)
        )
        return [[_to_segment(words, spelling)] if words else [] for words in found]

    def close(self) -> None:
        """Frees the model."""
        self._decoder = None

    def _recognise(self, samples: "NDArray[np.float32]", window: Window) -> list[Word]:
        """Recognises one window; times are from the start of the audio."""
        if not samples.any():
            return []  # It hears words in digital silence.
        # What was heard before must not change what is heard now.
        self._decoder.reinit_feat()
        self._decoder.start_utt()
        self._decoder.process_raw(_pcm(samples), full_utt=True)
        self._decoder.end_utt()
        # It is None, not empty, where nothing was understood.
        return [
            Word(
                text=_VARIANT.sub("", found.word),
                start=window.start + found.start_frame / _FRAMES_PER_SECOND,
                end=window.start + (found.end_frame + 1) / _FRAMES_PER_SECOND,
                confidence=round(min(1.0, found.prob), 4),
            )
            for found in self._decoder.seg() or ()
            if not _FILLER.match(found.word)
        ]

    def _spellings(self, hotwords: Sequence[str]) -> dict[str, str]:
        """Returns how the words of hotwords are written, by their lower-case form."""
        words = (word for term in hotwords for word in term.split())
        return {w.lower(): w for w in words if self._decoder.lookup_word(w.lower()) is not None}


def _check_language(language: str) -> None:
    if language.split("-", maxsplit=1)[0] != LANGUAGE:
        raise InvalidInputError(
            f"pocketsphinx understands English alone, not {language!r}.",
            "Set ASR_ENGINE=faster_whisper, or --source-language en.",
        )


def _pcm(samples: "NDArray[np.float32]") -> bytes:
    data: bytes = (samples * 32_767).round().astype("<i2").tobytes()
    return data


def _to_segment(words: list[Word], spelling: dict[str, str]) -> Segment:
    written = [_FIRST_PERSON.sub(r"I\1", spelling.get(word.text, word.text)) for word in words]
    written[0] = written[0][0].upper() + written[0][1:]
    written[-1] += "."
    return Segment(
        id=0,
        start=words[0].start,
        end=words[-1].end,
        text=" ".join(written),
        language=LANGUAGE,
        confidence=round(fmean(word.confidence or 0.0 for word in words), 4),
        words=tuple(
            word.model_copy(update={"text": text, "language": LANGUAGE})
            for word, text in zip(words, written, strict=True)
        ),
    )
