"""Whisper through the WhisperX package: batched, on the pipeline's own windows.

WhisperX decodes without timestamp tokens and gives one text for each window, so words get their
times from the model's cross-attention, and segments are cut at pauses and ends of sentences. A
window that it got wrong is decoded again as `faster_whisper`, on which it builds, does it.
"""

import contextlib
import dataclasses
import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cp_whisperx.asr.ct2_model import checked_folder, load_errors
from cp_whisperx.asr.faster_whisper import FasterWhisper
from cp_whisperx.asr.untimed_text import TimedWord, into_sentences, longest_gap
from cp_whisperx.asr.whisper_device import Placement
from cp_whisperx.asr.whisper_segments import WhisperSegment
from cp_whisperx.asr.windows import Span, Window
from shared.wav import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FRAMES_PER_SECOND = 100
_UNCOVERED = 1.0
_PREPENDED = "\"'“¿([{-"
_APPENDED = "\"'.。,，!！?？:：”)]}、।"


class WhisperX(FasterWhisper):
    """WhisperX, in the environment `whisperx`."""

    NAME = "whisperx"

    def _load(self) -> None:
        self._pipeline = _load(self._folder, self._placement)
        self._model = self._pipeline.model
        self._sampled = False

    def _improved(
        self,
        clip: "NDArray[np.float32]",
        window: Window,
        first: list[WhisperSegment],
        options: dict[str, Any],
    ) -> list[WhisperSegment]:
        """Cuts a window's text into segments, or decodes the window again if it is not good."""
        said = [row for row in first if row.says_something]
        cut = [piece for row in said for piece in into_sentences(row, _speech_in(window))]
        return super()._improved(clip, window, cut, options)

    def _leaves_speech(self, segments: list[WhisperSegment], window: Window) -> bool:
        """Without timestamps a sentence in the middle can be left out as well as the last one."""
        return longest_gap(segments, _speech_in(window)) > _UNCOVERED

    def _run_batch(
        self, clips: Sequence["NDArray[np.float32]"], options: dict[str, Any]
    ) -> list[list[WhisperSegment]]:
        """Decodes clips together; each gives one segment."""
        import numpy as np

        self._pipeline.options = dataclasses.replace(
            self._pipeline.options,
            beam_size=options["beam_size"],
            hotwords=options["hotwords"],
            initial_prompt=options["initial_prompt"],
            suppress_tokens=options["suppress_tokens"],
        )
        self._pipeline.vad_model.spans = _spans_of(clips)
        with _encodings(self._model) as encoded:
            found = self._pipeline.transcribe(
                np.concatenate(clips),
                batch_size=len(clips),
                language=options["language"],
                task=options["task"],
            )["segments"]
        texts = [str(row["text"]).strip() for row in found]
        times = self._times(texts, clips, encoded[-1], options)
        sure = [float(row["avg_logprob"]) for row in found]
        return [[_segment(*row)] for row in zip(texts, times, sure, clips, strict=True)]

    def _times(
        self,
        texts: Sequence[str],
        clips: Sequence["NDArray[np.float32]"],
        encoded: Any,
        options: dict[str, Any],
    ) -> list[tuple[TimedWord, ...]]:
        """Finds the words of each clip by the cross-attention between its text and its sound."""
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import merge_punctuations

        tokenizer = Tokenizer(
            self._model.hf_tokenizer, True, task=options["task"], language=options["language"]
        )
        tokens = [tokenizer.encode(f" {text}") if text else [] for text in texts]
        frames = [len(clip) * _FRAMES_PER_SECOND // SAMPLE_RATE for clip in clips]
        found = self._model.find_alignment(tokenizer, tokens, encoded, frames)
        for words in found:
            merge_punctuations(words, _PREPENDED, _APPENDED)
        return [tuple(_timed(word) for word in words if word["word"].strip()) for words in found]


def _load(folder: Path, placement: Placement) -> Any:
    import whisperx

    with load_errors(checked_folder(folder)), _quiet():
        return whisperx.load_model(
            str(folder),
            placement.device,
            compute_type=placement.compute_type,
            threads=placement.threads,
            vad_model=_given_windows(),
            local_files_only=True,
        )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Drops that it was given windows, and that files cannot be read in a way that is not used."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\s*torchcodec is not installed")
        yield


def _given_windows() -> Any:
    """Makes what stands in for WhisperX's own voice activity detection: it finds what is set."""
    from whisperx.vads import Vad

    class GivenWindows(Vad):  # type: ignore[misc]
        spans: Sequence[dict[str, Any]] = ()

        def __call__(self, _audio: object) -> Sequence[dict[str, Any]]:
            return self.spans

        @staticmethod
        def preprocess_audio(audio: object) -> object:
            return audio

        @staticmethod
        def merge_chunks(
            spans: Sequence[dict[str, Any]], *_limits: object, **_thresholds: object
        ) -> Sequence[dict[str, Any]]:
            return spans

    # The threshold that the class asks for decides nothing here.
    return GivenWindows(0.5)


@contextlib.contextmanager
def _encodings(model: Any) -> Iterator[list[Any]]:
    """Keeps what the model's encoder makes while the block runs, so as not to make it twice."""
    made: list[Any] = []
    encode = model.encode

    def keep(features: Any) -> Any:
        made.append(encode(features))
        return made[-1]

    model.encode = keep
    try:
        yield made
    finally:
        del model.encode


def _speech_in(window: Window) -> list[Span]:
    """Returns a window's speech with times from where the window begins."""
    return [(start - window.start, end - window.start) for start, end in window.speech]


def _spans_of(clips: Sequence["NDArray[np.float32]"]) -> list[dict[str, Any]]:
    """Says where each clip lies when they are joined."""
    spans, at = [], 0
    for clip in clips:
        spans.append({"start": at / SAMPLE_RATE, "end": (at + len(clip)) / SAMPLE_RATE})
        at += len(clip)
    return spans


def _timed(word: dict[str, Any]) -> TimedWord:
    return (
        str(word["word"]).strip(), float(word["start"]), float(word["end"]),
        float(word["probability"]),
    )  # fmt: skip


def _segment(
    text: str, words: tuple[TimedWord, ...], sure: float, clip: "NDArray[np.float32]"
) -> WhisperSegment:
    from faster_whisper.transcribe import get_compression_ratio

    return WhisperSegment(
        text=text,
        start=0.0,
        end=len(clip) / SAMPLE_RATE,
        words=words,
        log_probability=sure,
        no_speech=None,
        compression=float(get_compression_ratio(text)) if text else 0.0,
        temperature=0.0,
    )
