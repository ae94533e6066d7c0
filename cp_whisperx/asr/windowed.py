"""The loop over windows that recognition engines share.

An engine says how it decodes a batch of windows; this module does the rest: languages, batches,
the journal, progress, order and bounds. What it gives does not depend on whether an earlier run
was killed: batches are the same, and each is kept whole or not at all.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.doubt import is_doubtful
from cp_whisperx.asr.hotwords import scene_hotwords
from cp_whisperx.asr.journal import Journal
from cp_whisperx.asr.spoken import Detect, spoken_languages
from cp_whisperx.asr.tidying import tidy
from cp_whisperx.asr.windows import Window
from shared.artifacts import Segment, Transcript
from shared.languages import AUTO
from shared.wav import duration_of, read_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Report = Callable[[float], None]

_DETECTION_SHARE = 0.2


@dataclass(frozen=True)
class Batch:
    """Windows to decode together.

    Attributes:
        request: What the whole work is: audio, hotwords, script, whether to be careful.
        windows: One or more.
        language: Language of all of them.
        previous: Text of the window before, where an engine asked for it and it can be trusted.
    """

    request: RecognitionRequest
    windows: tuple[Window, ...]
    language: str
    previous: str = ""

    def clips(self) -> list["NDArray[np.float32]"]:
        """Reads the samples of each window, of shape (n,), from -1 to 1, at 16 kHz."""
        return [read_samples(self.request.audio, w.start, w.end) for w in self.windows]


@dataclass(frozen=True)
class WindowEngine:
    """An engine, as the loop sees it.

    Attributes:
        name: The engine's name.
        model: The model's name.
        decode: Gives a row of segments for each window of a batch, with times from the start of
            the audio; what it gives must depend on the batch alone, not on those before.
        batch_size: Most windows that are decoded together.
        detect: How a language is detected, if the engine can.
        conditions: Whether each window is told the text of the one before; they are decoded one
            by one then.
        state: What else the output depends on, such as `identity_of` the model's folder.
    """

    name: str
    model: str
    decode: Callable[[Batch], Sequence[Sequence[Segment]]]
    batch_size: int = 1
    detect: Detect | None = None
    conditions: bool = False
    state: str = ""


def recognise_windows(
    engine: WindowEngine,
    request: RecognitionRequest,
    windows: Sequence[Window],
    report: Report,
) -> Transcript:
    """Recognises speech window by window; a killed run's windows are not decoded again.

    Args:
        engine: How it is done.
        request: What to recognise.
        windows: From `cp_whisperx.asr.windows.windows_of`.
        report: Takes the share done, 0 to 1.
    """
    detecting = _DETECTION_SHARE if request.language == AUTO else 0.0
    with _journal(engine, request, windows) as journal:
        language, spoken = spoken_languages(
            request, windows, engine.detect, journal, lambda share: report(detecting * share)
        )
        found: list[Segment] = []
        for share, segments in _decoded(engine, request, windows, spoken, journal):
            found += segments
            report(detecting + (1.0 - detecting) * share)
    report(1.0)
    duration = duration_of(request.audio)
    kept, removed = tidy(found, request.regions.regions, duration)
    return Transcript(
        language=language,
        duration=duration,
        engine=engine.name,
        model=engine.model,
        segments=kept,
        removed=removed,
    )


def identity_of(folder: Path) -> str:
    """Names a model folder's files as they are now, so that an exchanged one is noticed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    stats = [(path.relative_to(folder).as_posix(), path.stat()) for path in files]
    return ";".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in stats)


def _journal(
    engine: WindowEngine, request: RecognitionRequest, windows: Sequence[Window]
) -> Journal:
    if request.journals is None:
        return Journal()
    return request.journals.open(
        {
            "engine": engine.name,
            "model": engine.model,
            "state": engine.state,
            "conditions": engine.conditions,
            "audio": f"{request.audio.parent.name}/{request.audio.name}",
            "windows": [[w.start, w.end, [list(span) for span in w.speech]] for w in windows],
            "language": request.language,
            "hotwords": list(request.hotwords),
            "careful": request.careful,
            "script": request.script,
        }
    )


def _decoded(
    engine: WindowEngine,
    request: RecognitionRequest,
    windows: Sequence[Window],
    spoken: Sequence[str],
    journal: Journal,
) -> Iterator[tuple[float, list[Segment]]]:
    """Gives the share done and the segments, batch by batch, in order."""
    total = sum(window.duration for window in windows)
    done = 0.0
    last: tuple[str, list[Segment]] = ("", [])
    for turn, (numbers, language) in enumerate(_batches(engine, spoken)):
        chosen = {number: windows[number] for number in numbers}
        previous = _trusted_text(last, language) if engine.conditions else ""
        recent = " ".join(segment.text for segment in last[1])
        likely = scene_hotwords(request.hotwords, recent, turn)
        told = replace(request, hotwords=likely)
        rows = _known_or_decoded(engine, told, chosen, language, previous, journal)
        segments = [segment for row in rows for segment in row]
        last = (language, segments)
        done += sum(window.duration for window in chosen.values())
        yield done / total, segments


def _batches(engine: WindowEngine, spoken: Sequence[str]) -> Iterator[tuple[list[int], str]]:
    """Gives the numbers of the windows of each batch, all of one language, in order."""
    size = 1 if engine.conditions else engine.batch_size
    for language, group in itertools.groupby(range(len(spoken)), key=lambda number: spoken[number]):
        numbers = list(group)
        for first in range(0, len(numbers), size):
            yield numbers[first : first + size], language


def _known_or_decoded(
    engine: WindowEngine,
    request: RecognitionRequest,
    windows: dict[int, Window],
    language: str,
    previous: str,
    journal: Journal,
) -> list[list[Segment]]:
    """Takes windows from the journal, and decodes and keeps those that it lacks."""
    rows = {number: journal.get(f"window {number}") for number in windows}
    lacking = [number for number, row in rows.items() if row is None]
    if lacking:
        batch = Batch(request, tuple(windows[n] for n in lacking), language, previous)
        decoded = zip(lacking, engine.decode(batch), strict=True)
        fresh = {
            number: [_to_json(segment, language) for segment in row] for number, row in decoded
        }
        journal.put({f"window {number}": row for number, row in fresh.items()})
        rows |= fresh
    return [[Segment.model_validate(value) for value in row] for row in rows.values()]


def _to_json(segment: Segment, language: str) -> dict[str, Any]:
    return segment.model_copy(update={"language": language}).model_dump(mode="json")


def _trusted_text(last: tuple[str, list[Segment]], language: str) -> str:
    """Returns the last window's text, unless it may be made up: a loop would be told on and on."""
    spoken, segments = last
    if spoken != language or is_doubtful(segments):
        return ""
    return " ".join(segment.text for segment in segments)
