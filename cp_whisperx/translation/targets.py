"""Translates into all targets: those of different engines side by side where memory allows."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import psutil

from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.film import Done, TargetResult, translate_target
from cp_whisperx.translation.pool import EnginePool
from cp_whisperx.translation.route import Route, Target
from cp_whisperx.translation.style import Style
from shared.artifacts import GlossaryTerm, Segment
from shared.errors import CancelledByUserError, PipelineError

Outcome = TargetResult | PipelineError
Progress = Callable[[float, float, str], None]
Need = Callable[[str, Sequence[str]], int]
"""Tells of an engine and its target languages how many bytes of memory it will take."""

NotesOf = Callable[[str], Sequence[LineNotes]]
"""Gives for a target language what is known of each segment beside its text."""


class _Counter:
    """Counts finished lines over all targets, and ends the work when asked to stop."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._progress = total, progress
        self._done = 0
        self._lock = threading.Lock()
        self.stop = threading.Event()

    def add(self, target: str) -> Done:
        def done(lines: int) -> None:
            if self.stop.is_set():
                raise CancelledByUserError("The translation was stopped.")
            with self._lock:
                self._done += lines
                self._progress(self._done, self._total, target)

        return done


def translate_all(
    pool: EnginePool,
    source: str,
    targets: Sequence[Target],
    segments: Sequence[Segment],
    *,
    terms: Sequence[GlossaryTerm],
    batch: int,
    progress: Progress,
    need: Need,
    notes: NotesOf | None = None,
    style: Style | None = None,
) -> dict[str, Outcome]:
    """Translates segments into every target.

    Args:
        pool: The engines.
        source: BCP-47 code of the segments.
        targets: Languages with their engines.
        segments: In order.
        terms: The glossary.
        batch: Lines a call.
        progress: Takes lines done, lines in all, and the target.
        need: Tells how much memory an engine will take.
        notes: Gives for a target what is known of each segment beside its text.
        style: How numbers and songs come out.

    Returns:
        For each target its result, or the error of a target that no engine could make.
    """
    counter = _Counter(len(segments) * len(targets), progress)

    def translate(target: Target) -> Outcome:
        route = Route(pool, source, target, terms, style or Style())
        known = notes(target.language) if notes else None
        try:
            return translate_target(route, segments, batch, counter.add(target.language), known)
        except CancelledByUserError:
            raise
        except PipelineError as error:
            return error

    groups = _by_first_engine(targets)
    made = _side_by_side(groups, translate, counter.stop, _how_many(groups, need))
    return {target.language: made[target.language] for target in targets}


def _by_first_engine(targets: Iterable[Target]) -> list[list[Target]]:
    """Groups targets, since an engine serves one at a time."""
    groups: dict[str, list[Target]] = {}
    for target in targets:
        groups.setdefault(target.chain[0], []).append(target)
    return list(groups.values())


def _side_by_side(
    groups: list[list[Target]],
    translate: Callable[[Target], Outcome],
    stop: threading.Event,
    workers: int,
) -> dict[str, Outcome]:
    def run(group: list[Target]) -> dict[str, Outcome]:
        return {target.language: translate(target) for target in group}

    if workers <= 1:
        return {name: made for group in groups for name, made in run(group).items()}
    with ThreadPoolExecutor(max_workers=workers) as threads:
        try:
            results = list(threads.map(run, groups))
        finally:
            # Also on an interrupt, so that no thread works on for nobody.
            stop.set()
    return {name: made for result in results for name, made in result.items()}


def _how_many(groups: list[list[Target]], need: Need) -> int:
    """Returns how many groups may run at once: as many as free memory bears, at least one."""
    free = psutil.virtual_memory().available
    count = 0
    for group in groups:
        free -= need(group[0].chain[0], [target.language for target in group])
        count += free > 0
    return max(1, count) if groups else 0
