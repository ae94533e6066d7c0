"""Whisper on CTranslate2 through faster-whisper: batched, with word times and confidences.

Windows that the batch got wrong (too repetitive, too unsure, or with speech at the end that no
text covers) are decoded again alone, without hotwords, at the configured temperatures. Where each
window is told the text of the one before, windows are decoded one by one: a batch cannot know it.
"""

import zlib
from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.batching import BatchSize
from cp_whisperx.asr.ct2_model import checked_folder, load_errors
from cp_whisperx.asr.measured_batch import (
    LARGEST,
    UNMEASURED,
    known_size,
    measured_size,
    measurement_key,
    spread,
)
from cp_whisperx.asr.script_tokens import pinned_hotwords, suppressed_tokens
from cp_whisperx.asr.whisper_device import Placement, place
from cp_whisperx.asr.whisper_prompt import PROMPT_TOKENS, build_prompt
from cp_whisperx.asr.whisper_segments import WhisperSegment, is_poor, leaves_speech, to_segment
from cp_whisperx.asr.windowed import Batch, WindowEngine, identity_of, recognise_windows
from cp_whisperx.asr.windows import Window, windows_of
from shared.artifacts import Segment, Transcript
from shared.config import Config
from shared.errors import InvalidInputError
from shared.languages import AUTO, LANGUAGES, get_language
from shared.model_store import locate
from shared.wav import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLOT_SECONDS = 30
# What a window is not told when it is decoded again.
_UNTOLD = {"hotwords": None, "initial_prompt": None}


class FasterWhisper:
    """Whisper, in the environment `whisperx`."""

    NAME = "faster_whisper"
    # What the batch that is being decoded samples from, and whether it began to.
    _seed = 0
    _is_seeded = False

    def __init__(self, config: Config) -> None:
        self._config = config
        self._folder = locate(config.whisper_model, config)
        self._placement = place(config)
        self._key = measurement_key(self.NAME, config.whisper_model, self._placement)
        self._set_batch_size(config.batch_size or known_size(self._key) or UNMEASURED)
        self._load()

    def _load(self) -> None:
        from faster_whisper import BatchedInferencePipeline

        self._model = _load(self._folder, self._placement)
        self._pipeline = BatchedInferencePipeline(self._model)
        self._sampled = False

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        """Recognises speech: see `cp_whisperx.asr.base`."""
        if request.language != AUTO:
            self._check_spoken(request.language)
        windows = windows_of(request, self._config.asr_window_seconds)
        if not request.halvings:
            self._measure_batch_size(request, windows)
        self._batch_size.begin_smaller(request.halvings)
        return recognise_windows(self._as_window_engine(), request, windows, report)

    def _as_window_engine(self) -> WindowEngine:
        return WindowEngine(
            name=self.NAME,
            model=self._config.whisper_model,
            decode=self._decode,
            batch_size=self._windows_at_once,
            detect=self._detect,
            conditions=self._config.whisper_condition_on_previous,
            state=identity_of(self._folder),
        )

    def _set_batch_size(self, size: int) -> None:
        self._windows_at_once = size
        self._batch_size = BatchSize(size, self._config.whisper_model)

    def _measure_batch_size(self, request: RecognitionRequest, windows: Sequence[Window]) -> None:
        """Measures how many windows to decode at once, where that is to be and can be measured."""
        one_by_one = request.careful or self._config.whisper_condition_on_previous
        known = self._config.batch_size or known_size(self._key)
        if known or one_by_one or request.alone or len(windows) < LARGEST:
            return
        language = request.language
        if language == AUTO:
            language, _ = self._detect(Batch(request, tuple(windows[:1]), AUTO).clips()[0])
        batch = Batch(request, spread(windows, LARGEST), language)
        # Random numbers that are drawn here would be missed by what is sampled later.
        options = self._options(batch) | {"temperature": 0.0}
        self._set_batch_size(
            measured_size(self._key, batch.clips(), lambda part: self._run_batch(part, options))
        )

    def close(self) -> None:
        """Frees the model."""
        self._pipeline = None
        self._model = None

    # Languages

    def _detect(self, clip: "NDArray[np.float32]") -> tuple[str, float]:
        code, probability, _ = self._model.detect_language(clip)
        return str(code), float(probability)

    def _known_languages(self) -> Sequence[str]:
        languages: Sequence[str] = self._model.supported_languages
        return languages

    def _check_spoken(self, language: str) -> None:
        known = self._known_languages()
        if _whisper_code(language) not in known:
            raise InvalidInputError(
                f"The model {self._config.whisper_model} does not understand "
                f"{get_language(language).name}.",
                f"It understands: {', '.join(sorted(set(known) & set(LANGUAGES)))}.",
            )

    # Decoding

    def _decode(self, batch: Batch) -> list[list[Segment]]:
        clips, options = batch.clips(), self._options(batch)
        self._seed, self._is_seeded = _seed_of(clips), False
        if options["temperature"] > 0:
            self._seed_sampling()
        if batch.request.careful:
            # Greedy decoding would find the same loop again.
            found = [self._sample(clip, options) for clip in clips]
        else:
            found = [
                self._improved(clip, window, rows, options)
                for clip, window, rows in zip(
                    clips, batch.windows, self._first_try(clips, options), strict=True
                )
            ]
        return [
            [to_segment(item, window) for item in rows if item.says_something]
            for rows, window in zip(found, batch.windows, strict=True)
        ]

    def _first_try(
        self, clips: Sequence["NDArray[np.float32]"], options: dict[str, Any]
    ) -> list[list[WhisperSegment]]:
        """Decodes clips together; a window that is told the one before is alone in its batch."""
        if self._config.whisper_condition_on_previous:
            return [self._alone(clip, options) for clip in clips]
        return self._batch_size.run(clips, lambda part: self._run_batch(part, options))

    def _improved(
        self,
        clip: "NDArray[np.float32]",
        window: Window,
        first: list[WhisperSegment],
        options: dict[str, Any],
    ) -> list[WhisperSegment]:
        """Decodes a window again, alone, if its first text is not good enough.

        Hotwords and the text before are left out: they can lead Whisper astray. It samples only
        where neither text can be believed.
        """
        poor = is_poor(first)
        if not poor and not self._leaves_speech(first, window):
            return first
        again = self._alone(clip, options | _UNTOLD)
        if is_poor(again):
            return self._sample(clip, options) or again if poor else first
        return again if again or poor else first

    def _leaves_speech(self, segments: list[WhisperSegment], window: Window) -> bool:
        return leaves_speech(segments, window)

    def _run_batch(
        self, clips: Sequence["NDArray[np.float32]"], options: dict[str, Any]
    ) -> list[list[WhisperSegment]]:
        """Decodes clips that lie in slots of 30 s, by which results are told apart."""
        import numpy as np

        slots = np.zeros(len(clips) * SLOT_SECONDS * SAMPLE_RATE, dtype=np.float32)
        spans = []
        for index, clip in enumerate(clips):
            first = index * SLOT_SECONDS * SAMPLE_RATE
            slots[first : first + len(clip)] = clip
            seconds = len(clip) / SAMPLE_RATE
            spans.append(
                {"start": float(index * SLOT_SECONDS), "end": index * SLOT_SECONDS + seconds}
            )
        raw, _ = self._pipeline.transcribe(
            slots, clip_timestamps=spans, batch_size=len(clips), vad_filter=False, **options
        )
        found: list[list[WhisperSegment]] = [[] for _ in clips]
        for item in raw:
            slot = int(item.seek // (SLOT_SECONDS * 100))
            row = WhisperSegment.of(item, slot * SLOT_SECONDS, self._first_timestamp)
            found[slot].append(row)
        return found

    def _alone(self, clip: "NDArray[np.float32]", options: dict[str, Any]) -> list[WhisperSegment]:
        raw, _ = self._model.transcribe(clip, vad_filter=False, **options)
        return [WhisperSegment.of(item, 0.0, self._first_timestamp) for item in raw]

    # Sampling

    def _sample(self, clip: "NDArray[np.float32]", options: dict[str, Any]) -> list[WhisperSegment]:
        """Decodes a clip at the temperatures above 0; without any, greedily once more."""
        higher = [temperature for temperature in self._config.whisper_temperature if temperature]
        if higher:
            self._seed_sampling()
        return self._alone(clip, options | _UNTOLD | {"temperature": higher or [0.0]})

    def _seed_sampling(self) -> None:
        """Makes what a batch samples depend on the batch alone, so that a run can be repeated."""
        if not self._is_seeded:
            self._is_seeded = True
            self._begin_sampling(self._seed)

    def _begin_sampling(self, seed: int) -> None:
        """Begins the random numbers anew.

        CTranslate2 seeds a thread's random numbers when they are first used and never again, so
        a model that has sampled is loaded anew; its weights are in the system's file cache.
        """
        import ctranslate2

        ctranslate2.set_random_seed(seed)
        if self._sampled:
            self.close()
            self._load()
        self._sampled = True

    def _options(self, batch: Batch) -> dict[str, Any]:
        script = batch.request.script
        hotwords = pinned_hotwords(batch.request.hotwords, script)
        return {
            "language": _whisper_code(batch.language),
            "task": "transcribe",
            "beam_size": self._config.whisper_beam_size,
            "temperature": self._config.whisper_temperature[0],
            "hotwords": build_prompt(hotwords, self._count_tokens),
            "initial_prompt": self._last_tokens(batch.previous) or None,
            "condition_on_previous_text": False,
            "without_timestamps": False,
            "word_timestamps": True,
            "suppress_tokens": self._suppressed(script),
        }

    def _suppressed(self, script: str | None) -> list[int]:
        """Returns the tokens that must not come where a script is pinned."""
        return list(suppressed_tokens(self._model.hf_tokenizer, script))

    @property
    def _first_timestamp(self) -> int:
        """Id of the token `<|0.00|>`."""
        return int(self._model.hf_tokenizer.token_to_id("<|0.00|>"))

    def _tokens(self, text: str) -> list[int]:
        return list(self._model.hf_tokenizer.encode(" " + text, add_special_tokens=False).ids)

    def _count_tokens(self, text: str) -> int:
        return len(self._tokens(text))

    def _last_tokens(self, text: str) -> list[int]:
        """Returns the end of the text before, as much as leaves room for hotwords and speech."""
        return self._tokens(text)[-PROMPT_TOKENS:] if text else []


def _seed_of(clips: Sequence["NDArray[np.float32]"]) -> int:
    return reduce(lambda seed, clip: zlib.crc32(clip.tobytes(), seed), clips, 0)


def _load(folder: Path, placement: Placement) -> Any:
    from faster_whisper import WhisperModel

    with load_errors(checked_folder(folder)):
        return WhisperModel(
            str(folder),
            device=placement.device,
            compute_type=placement.compute_type,
            cpu_threads=placement.threads,
            local_files_only=True,
        )


def _whisper_code(language: str) -> str:
    """Returns Whisper's code: it has no regional or script variants."""
    return language.split("-", maxsplit=1)[0]
