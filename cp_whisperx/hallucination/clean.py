"""Sets aside what nobody said. Nothing is lost: all that goes is kept with its reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cp_whisperx.hallucination.evidence import Evidence, Witness
from cp_whisperx.hallucination.loops import cut_loops
from cp_whisperx.hallucination.neighbours import find_repeated
from cp_whisperx.hallucination.parts import without_made_up_sentences
from cp_whisperx.hallucination.score import Sensitivity, Verdict, judge
from cp_whisperx.hallucination.sound import LoudnessTrack
from cp_whisperx.hallucination.speech_map import SpeechMap
from cp_whisperx.hallucination.text import normalise
from shared.artifacts import RemovedSegment, Segment, SpeechRegions, Transcript

SUSPECT = "suspected_hallucination"
SCORE = "hallucination_score"
LOOP = "a phrase is repeated in a loop"
PART = "a known phrase within it has no speech under it"
_LITTLE_SPEECH = 0.5


def clean_transcript(
    transcript: Transcript,
    regions: SpeechRegions,
    max_repeats: int,
    sensitivity: Sensitivity = "normal",
    loudness: LoudnessTrack | None = None,
) -> Transcript:
    """Removes loops and made-up text until nothing more is to be removed.

    Args:
        transcript: Segments in order.
        regions: Where somebody speaks.
        max_repeats: How often a sentence may come in a row.
        sensitivity: On how much evidence text is removed.
        loudness: How loud the film is over time, if its audio is at hand.

    Returns:
        The transcript without them; `removed` has each segment as it was, the reasons, and what
        was kept of its text. Segments that are only doubtful stay, with a flag. Cleaning the
        result again changes nothing.
    """
    witness = Witness(SpeechMap(regions.regions), transcript.language, loudness)
    cleaner = _Cleaner(witness, max_repeats, sensitivity)
    entries = [cleaner.begin(segment) for segment in transcript.segments]
    while cleaner.clean(entries):
        pass
    kept = tuple(_marked(entry) for entry in entries if not entry.gone)
    removed = tuple(_removed(entry) for entry in entries if entry.reasons)
    return transcript.model_copy(
        update={"segments": kept, "removed": (*transcript.removed, *removed)}
    )


@dataclass
class _Entry:
    """A segment on its way through the cleaning.

    Attributes:
        original: As it came.
        current: What is left of it.
        evidence: On what is left.
        verdict: On what is left.
        changed: Whether it is to be looked at for loops.
        reasons: Why it was shortened or removed, so far.
        gone: Whether it is removed whole.
    """

    original: Segment
    current: Segment
    evidence: Evidence
    verdict: Verdict
    changed: bool = True
    reasons: list[str] = field(default_factory=list)
    gone: bool = False

    def shorten(self, segment: Segment, reason: str) -> None:
        """Puts what is left in place."""
        self.current = segment
        self.changed = True
        self.note(reason)

    def note(self, *reasons: str) -> None:
        """Adds reasons, each once."""
        self.reasons += [reason for reason in reasons if reason not in self.reasons]


class _Cleaner:
    """Goes over all segments; each pass sees what the one before left."""

    def __init__(self, witness: Witness, max_repeats: int, sensitivity: Sensitivity) -> None:
        self._witness = witness
        self._max_repeats = max_repeats
        self._sensitivity = sensitivity

    def begin(self, segment: Segment) -> _Entry:
        """Measures a segment as it came."""
        evidence = self._witness.gather(segment)
        return _Entry(segment, segment, evidence, judge(evidence))

    def clean(self, entries: Sequence[_Entry]) -> bool:
        """Makes one pass over all that is left; returns whether it changed anything."""
        left = [entry for entry in entries if not entry.gone]
        shortened = [self._shorten(entry) for entry in left]
        for entry, evidence in zip(left, self._measure(left), strict=True):
            entry.evidence, entry.verdict = evidence, judge(evidence)
        condemned = [self._condemn(entry) for entry in left]
        left = [entry for entry in left if not entry.gone]
        return any((any(shortened), any(condemned), self._drop_repeated(left)))

    def _shorten(self, entry: _Entry) -> bool:
        """Cuts loops, and made-up sentences; returns whether there were any."""
        if not entry.changed:
            return False
        entry.changed = False
        cut = cut_loops(entry.current, self._max_repeats)
        if cut is not None:
            entry.shorten(cut, LOOP)
        rest = without_made_up_sentences(entry.current, self._made_up)
        if rest is not None:
            entry.shorten(rest, PART)
        if entry.changed or entry.evidence.was_loop:
            entry.evidence = self._witness.gather(entry.current, was_loop=cut is not None)
        return entry.changed

    def _made_up(self, part: Segment) -> bool:
        evidence = self._witness.gather(part)
        known = evidence.phrase is not None and evidence.phrase.likeness >= 1
        return known and judge(evidence).condemned(self._sensitivity)

    def _measure(self, entries: Sequence[_Entry]) -> list[Evidence]:
        """Adds to each segment's evidence how often its text comes over little speech."""
        measured = [entry.evidence for entry in entries]
        plain = [normalise(entry.current.text) for entry in entries]
        over_silence = [evidence.speech_share < _LITTLE_SPEECH for evidence in measured]
        silent = Counter(text for text, bare in zip(plain, over_silence, strict=True) if bare)
        return [
            replace(evidence, repeats=_repeats(index, plain, silent) if bare else 0)
            for index, (evidence, bare) in enumerate(zip(measured, over_silence, strict=True))
        ]

    def _condemn(self, entry: _Entry) -> bool:
        empty = not entry.current.text.strip()
        entry.gone = empty or entry.verdict.condemned(self._sensitivity)
        if entry.gone:
            entry.note(*(("there is no text",) if empty else entry.verdict.reasons))
        return entry.gone

    def _drop_repeated(self, entries: Sequence[_Entry]) -> bool:
        segments = [entry.current for entry in entries]
        repeated = find_repeated(segments, self._max_repeats, lambda at: entries[at].verdict.heard)
        for index, times in repeated.items():
            entries[index].gone = True
            entries[index].note(f"the same text {times} times in a row")
        return bool(repeated)


def _repeats(index: int, plain: Sequence[str], silent: Counter[str]) -> int:
    """How many others say the same over little speech, or right beside it."""
    beside = (*plain[max(0, index - 1) : index], *plain[index + 1 : index + 2])
    return max(silent[plain[index]] - 1, int(plain[index] in beside))


def _removed(entry: _Entry) -> RemovedSegment:
    """Notes what was removed or shortened, with the score of what was judged last."""
    kept = "" if entry.gone else entry.current.text
    segment = entry.original.model_copy(update={"evidence": _figures(entry, entry.original)})
    return RemovedSegment(segment=segment, reasons=tuple(entry.reasons), kept_text=kept)


def _marked(entry: _Entry) -> Segment:
    segment = entry.current
    if not entry.verdict.doubtful:
        return segment
    flags = tuple(dict.fromkeys((*segment.flags, SUSPECT)))
    return segment.model_copy(update={"flags": flags, "evidence": _figures(entry, segment)})


def _figures(entry: _Entry, segment: Segment) -> dict[str, float]:
    return {**segment.evidence, **entry.evidence.figures(), SCORE: entry.verdict.score}
