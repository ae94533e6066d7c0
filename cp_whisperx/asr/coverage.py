"""The coverage audit: no speech stays without words before every way of hearing it was tried.

Speech that no word covers is heard again, in one way after another. What comes is taken only if
it can be speech that was missed: it must stand more tests than what was heard at first, because a
recogniser that is made to say something will.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cp_whisperx.asr.gaps import insert, seconds_of, uncovered_speech, words_within
from cp_whisperx.asr.plausibility import is_plausible
from shared.artifacts import Repair, Segment, SpeechRegions, TimeSpan, Transcript

UNCOVERED = "uncovered"
_SHOWN = 5
# Where the second judge hears less than this, nothing is tried, or taken.
_WORTH_A_TRY = 0.2
_SPOKEN = 0.5


@dataclass(frozen=True)
class Attempt:
    """A way of hearing spans again.

    Attributes:
        method: Its name in repairs, such as `decoded_alone`.
        hear: Hears spans, in order; gives segments with times from the start of the audio.
    """

    method: str
    hear: Callable[[Sequence[TimeSpan]], Transcript]


@dataclass(frozen=True)
class AuditRules:
    """What the audit goes by.

    Attributes:
        least_seconds: Shortest stretch of speech without words that is heard again; 0: none is.
        most_share: Most speech that is heard again, as a share of all, every attempt counted.
        is_known_phrase: Whether recognisers are known to make a text of a language up.
        voiced_share: Share of a stretch in which a second judge hears somebody speak; None where
            there is no such judge.
    """

    least_seconds: float
    most_share: float
    is_known_phrase: Callable[[str, str], bool]
    voiced_share: Callable[[TimeSpan], float | None] = lambda _span: None


def audit_coverage(
    transcript: Transcript,
    regions: SpeechRegions,
    attempts: Iterable[Attempt],
    rules: AuditRules,
) -> Transcript:
    """Hears again what has no words.

    Args:
        transcript: What was understood at first.
        regions: Where somebody speaks.
        attempts: Ways of hearing, the most promising first; each hears what those before left.
        rules: What to go by.

    Returns:
        The transcript with what was found, a repair for each segment that came in, and in
        `uncovered` the speech that still has no words.
    """
    if not rules.least_seconds:
        return transcript
    left = rules.most_share * seconds_of(_speech(regions))
    for attempt in attempts:
        spoken = (gap for gap in _gaps(transcript, regions, rules) if _is_voiced(gap, rules))
        gaps = _affordable(spoken, left)
        if not gaps:
            break
        left -= seconds_of(gaps)
        found = _found(attempt.hear(gaps), gaps, transcript, rules)
        transcript = _merged(transcript, found, attempt.method)
    return transcript.model_copy(update={"uncovered": _gaps(transcript, regions, rules)})


def describe_uncovered(spans: Sequence[TimeSpan]) -> str:
    """Says in a sentence which speech has no words: how much, and the longest with their times."""
    longest = sorted(spans, key=lambda span: span.start - span.end)[:_SHOWN]
    shown = ", ".join(
        f"{_clock(span.start)} ({span.end - span.start:.1f} s)"
        for span in sorted(longest, key=lambda span: span.start)
    )
    which = "at" if len(spans) <= _SHOWN else "the longest at"
    return f"{seconds_of(spans):.1f} s of speech stay without words, {which} {shown}."


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _speech(regions: SpeechRegions) -> tuple[TimeSpan, ...]:
    return uncovered_speech(regions.regions, (), 0.0)


def _gaps(
    transcript: Transcript, regions: SpeechRegions, rules: AuditRules
) -> tuple[TimeSpan, ...]:
    return uncovered_speech(regions.regions, transcript.segments, rules.least_seconds)


def _is_voiced(span: TimeSpan, rules: AuditRules, least: float = _WORTH_A_TRY) -> bool:
    share = rules.voiced_share(span)
    return share is None or share >= least


def _affordable(gaps: Iterable[TimeSpan], seconds: float) -> list[TimeSpan]:
    """Chooses the longest gaps that fit into the time there is, in order of time."""
    chosen: list[TimeSpan] = []
    for gap in sorted(gaps, key=lambda span: span.start - span.end):
        if seconds_of([*chosen, gap]) <= seconds:
            chosen.append(gap)
    return sorted(chosen, key=lambda span: span.start)


def _found(
    heard: Transcript, gaps: Sequence[TimeSpan], transcript: Transcript, rules: AuditRules
) -> list[Segment]:
    """Gives what was heard within the gaps and can be believed."""
    cut = (words_within(segment, gap) for gap in gaps for segment in heard.segments)
    return [
        segment
        for segment in cut
        if segment is not None
        and is_plausible(segment, transcript)
        and not rules.is_known_phrase(segment.text, segment.language or transcript.language)
        and _is_voiced(TimeSpan(start=segment.start, end=segment.end), rules, _SPOKEN)
    ]


def _merged(transcript: Transcript, found: Sequence[Segment], method: str) -> Transcript:
    merged, ids = insert(transcript, found)
    repairs = [
        Repair(segment=number, kind=UNCOVERED, method=method, before="", after=segment.text)
        for number, segment in zip(ids, found, strict=True)
    ]
    ordered = sorted([*merged.repairs, *repairs], key=lambda repair: repair.segment)
    return merged.model_copy(update={"repairs": tuple(ordered)})
