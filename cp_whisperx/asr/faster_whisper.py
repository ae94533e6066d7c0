"""Whisper on CTranslate2 through faster-whisper: batched, with word times and confidences.

Windows that the batch got wrong (too repetitive, too unsure, or with speech at the end that no
text covers) are decoded again alone, without hotwords, at the configured temperatures.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cp_whisperx.asr.base import UNDETERMINED, RecognitionRequest
from cp_whisperx.asr.hotwords import scene_hotwords
from cp_whisperx.asr.script_tokens import pinned_hotwords, suppressed_tokens
from cp_whisperx.asr.tidying import tidy
from cp_whisperx.asr.whisper_device import Placement, place
from cp_whisperx.asr.whisper_prompt import build_prompt
from cp_whisperx.asr.whisper_segments import WhisperSegment, is_poor, leaves_speech, to_segment
from cp_whisperx.asr.windows import Window, plan_windows
from shared.artifacts import Segment, Transcript
from shared.config import Config
from shared.errors import InvalidInputError, OutOfMemoryError, ResourceUnavailableError
from shared.languages import AUTO, LANGUAGES, get_language
from shared.model_store import locate
from shared.wav import SAMPLE_RATE, duration_of, read_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Report = Callable[[float], None]

SLOT_SECONDS = 30
_CAREFUL_WINDOW_SECONDS = 10.0
_SEED = 20_260_101
_HALVINGS = 2
_DETECTION_SHARE = 0.2
_OTHER_LANGUAGE = 0.8
_NO_MEMORY = ("out of memory", "bad_alloc", "alloc_failed", "failed to allocate")


class FasterWhisper:
    """Whisper, in the environment `whisperx`."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._batch_size = config.batch_size
        self._script: str | None = None
        self._model = _load(locate(config.whisper_model, config), place(config))
        self._pipeline = _batched(self._model)

    def transcribe(self, request: RecognitionRequest, report: Report) -> Transcript:
        """Recognises speech: see `cp_whisperx.asr.base`."""
        self._script = request.script
        duration = duration_of(request.audio)
        longest = self._config.asr_window_seconds
        if request.careful:
            longest = min(longest, _CAREFUL_WINDOW_SECONDS)
        windows = plan_windows(request.regions.regions, request.audio, duration, longest)
        language, spoken = self._languages(request, windows, report)
        report_decoding = _rest_of(report, _DETECTION_SHARE if request.language == AUTO else 0.0)
        found: list[Segment] = []
        for done, batch, code in self._decoded(request, windows, spoken):
            found += [item.model_copy(update={"language": code}) for item in batch]
            report_decoding(done)
        report(1.0)
        segments, removed = tidy(found, request.regions.regions, duration)
        return Transcript(
            language=language,
            duration=duration,
            engine="faster_whisper",
            model=self._config.whisper_model,
            segments=segments,
            removed=removed,
        )

    def close(self) -> None:
        """Frees the model."""
        self._pipeline = None
        self._model = None

    # Languages

    def _languages(
        self, request: RecognitionRequest, windows: Sequence[Window], report: Report
    ) -> tuple[str, list[str]]:
        """Returns the language of the film and that of each window."""
        if request.language != AUTO:
            self._check_spoken(request.language)
            return request.language, [request.language] * len(windows)
        heard = []
        for index, window in enumerate(windows, 1):
            samples = read_samples(request.audio, window.start, window.end)
            code, probability, _ = self._model.detect_language(samples)
            heard.append((str(code), float(probability)))
            report(_DETECTION_SHARE * index / len(windows))
        language = _vote(heard, windows) if windows else UNDETERMINED
        sure = [p >= _OTHER_LANGUAGE and code in LANGUAGES for code, p in heard]
        return language, [
            code if own else language for (code, _), own in zip(heard, sure, strict=True)
        ]

    def _check_spoken(self, language: str) -> None:
        known = self._model.supported_languages
        if _whisper_code(language) not in known:
            raise InvalidInputError(
                f"The model {self._config.whisper_model} does not understand "
                f"{get_language(language).name}.",
                f"It understands: {', '.join(sorted(set(known) & set(LANGUAGES)))}.",
            )

    # Decoding

    def _decoded(
        self, request: RecognitionRequest, windows: Sequence[Window], spoken: Sequence[str]
    ) -> Iterator[tuple[float, list[Segment], str]]:
        """Gives the share done, the segments and their language, batch by batch, in order."""
        hotwords = pinned_hotwords(request.hotwords, request.script)
        recent, turns = "", itertools.count()
        total = sum(window.duration for window in windows)
        done = 0.0
        pairs = zip(windows, spoken, strict=True)
        for language, group in itertools.groupby(pairs, key=lambda pair: pair[1]):
            waiting = [window for window, _ in group]
            while waiting:
                batch, waiting = waiting[: self._batch_size], waiting[self._batch_size :]
                likely = scene_hotwords(hotwords, recent, next(turns))
                prompt = build_prompt(likely, self._count_tokens)
                decode = self._decode_alone if request.careful else self._decode_batch
                segments = decode(request.audio, batch, language, prompt)
                recent = " ".join(segment.text for segment in segments)
                done += sum(window.duration for window in batch)
                yield done / total, segments, language

    def _decode_batch(
        self, audio: Path, batch: Sequence[Window], language: str, prompt: str | None
    ) -> list[Segment]:
        options = self._options(language, prompt)
        clips = [read_samples(audio, window.start, window.end) for window in batch]
        segments = []
        for window, clip, first in zip(batch, clips, self._first_try(clips, options), strict=True):
            best = self._improved(clip, window, first, options)
            segments += [to_segment(item, window) for item in best if item.says_something]
        return segments

    def _decode_alone(
        self, audio: Path, batch: Sequence[Window], language: str, prompt: str | None
    ) -> list[Segment]:
        """Decodes windows one by one and by sampling: greedy decoding finds the same loop again."""
        options = self._options(language, prompt)
        sampling = [t for t in self._config.whisper_temperature if t > 0]
        options["temperature"] = sampling or options["temperature"]
        return [
            to_segment(item, window)
            for window in batch
            for item in self._second_try(read_samples(audio, window.start, window.end), options)
            if item.says_something
        ]

    def _improved(
        self,
        clip: "NDArray[np.float32]",
        window: Window,
        first: list[WhisperSegment],
        options: dict[str, Any],
    ) -> list[WhisperSegment]:
        """Decodes a window again if its first text is not good enough."""
        poor = is_poor(first)
        if not poor and not leaves_speech(first, window):
            return first
        again = self._second_try(clip, options)
        return again if again or poor else first

    def _first_try(
        self, clips: Sequence["NDArray[np.float32]"], options: dict[str, Any]
    ) -> list[list[WhisperSegment]]:
        """Decodes clips together; where memory runs out, in smaller batches, twice at most."""
        for _ in range(_HALVINGS + 1):
            try:
                return [
                    row
                    for start in range(0, len(clips), self._batch_size)
                    for row in self._run_batch(clips[start : start + self._batch_size], options)
                ]
            except (RuntimeError, MemoryError) as error:
                if not _is_memory(error):
                    raise
                self._batch_size = max(1, self._batch_size // 2)
        raise OutOfMemoryError(
            f"The memory does not suffice for the model {self._config.whisper_model}, even with "
            f"batches of {self._batch_size}.",
            "Choose a smaller WHISPERX_MODEL, or WHISPERX_COMPUTE_TYPE=int8.",
        )

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

    def _second_try(
        self, clip: "NDArray[np.float32]", options: dict[str, Any]
    ) -> list[WhisperSegment]:
        """Decodes a clip alone and without hotwords, which can lead Whisper astray.

        It samples at the configured temperatures where it must.
        """
        import ctranslate2

        # The same job must give the same text when it is run again.
        ctranslate2.set_random_seed(_SEED)
        raw, _ = self._model.transcribe(clip, vad_filter=False, **(options | {"hotwords": None}))
        return [WhisperSegment.of(item, 0.0, self._first_timestamp) for item in raw]

    def _options(self, language: str, prompt: str | None) -> dict[str, Any]:
        return {
            "language": _whisper_code(language),
            "task": "transcribe",
            "beam_size": self._config.whisper_beam_size,
            "temperature": list(self._config.whisper_temperature),
            "hotwords": prompt,
            "condition_on_previous_text": False,
            "without_timestamps": False,
            "word_timestamps": True,
            "suppress_tokens": list(suppressed_tokens(self._model.hf_tokenizer, self._script)),
        }

    @property
    def _first_timestamp(self) -> int:
        """Id of the token `<|0.00|>`."""
        return int(self._model.hf_tokenizer.token_to_id("<|0.00|>"))

    def _count_tokens(self, text: str) -> int:
        return len(self._model.hf_tokenizer.encode(" " + text, add_special_tokens=False).ids)


def _load(folder: Path, placement: Placement) -> Any:
    from faster_whisper import WhisperModel

    lacking = [n for n in ("model.bin", "tokenizer.json") if not (folder / n).is_file()]
    if lacking:
        raise ResourceUnavailableError(
            f"{folder} is no Whisper model for CTranslate2: it lacks {', '.join(lacking)}.",
            "Set WHISPERX_MODEL to a name of config/ai_models.json or to a complete folder.",
        )
    try:
        return WhisperModel(
            str(folder),
            device=placement.device,
            compute_type=placement.compute_type,
            cpu_threads=placement.threads,
            local_files_only=True,
        )
    except (RuntimeError, MemoryError) as error:
        if _is_memory(error):
            raise OutOfMemoryError(
                f"The memory does not suffice to load the model in {folder}.",
                "Choose a smaller WHISPERX_MODEL, or WHISPERX_COMPUTE_TYPE=int8.",
            ) from error
        raise ResourceUnavailableError(
            f"The model in {folder} cannot be loaded: {error}.", "Fetch it again."
        ) from error


def _batched(model: Any) -> Any:
    from faster_whisper import BatchedInferencePipeline

    return BatchedInferencePipeline(model)


def _is_memory(error: BaseException) -> bool:
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(part in text for part in _NO_MEMORY)


def _whisper_code(language: str) -> str:
    """Returns Whisper's code: it has no regional or script variants."""
    return language.split("-", maxsplit=1)[0]


def _vote(heard: Sequence[tuple[str, float]], windows: Sequence[Window]) -> str:
    """Returns the language that most of the speech is in, each window by length and sureness."""
    weights: defaultdict[str, float] = defaultdict(float)
    for (code, probability), window in zip(heard, windows, strict=True):
        weights[code] += probability * window.duration
    winner = max(weights, key=lambda code: weights[code])
    if winner not in LANGUAGES:
        raise InvalidInputError(
            f"The film seems to be in {winner!r}, a language that is not known.",
            "If that is wrong, say the language: --source-language hi.",
        )
    return winner


def _rest_of(report: Report, begun: float) -> Report:
    """Returns a reporter for what is left after a share of the work."""
    return lambda share: report(begun + (1.0 - begun) * share)
