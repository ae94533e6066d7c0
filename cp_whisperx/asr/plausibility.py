"""Whether text that was heard only at a second try can have been said."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice
from statistics import fmean

from cp_whisperx.asr.doubt import is_doubtful
from shared.artifacts import Segment, Transcript, Word
from shared.languages import LANGUAGES
from shared.unicode_scripts import share_in_script

# Fast film dialogue stays under 25 letters a second; a word rarely takes longer than a second.
_FASTEST = 30.0
_SLOWEST_WORD = 2.0
_LEAST_CONFIDENCE = 0.5
_LIKELY_SILENCE = 0.6
_OWN_SCRIPT = 0.8
# Times are rounded: words that meet may overlap by this much, in seconds.
_NEARLY = 1e-3


def is_plausible(segment: Segment, transcript: Transcript) -> bool:
    """Judges a segment that came into a gap.

    It must have letters of the language's script or Latin ones, be said at a possible rate, be
    sure enough, be no loop, and not say again what stands beside it.

    Args:
        segment: What was heard in the gap, cut to it.
        transcript: What stands round the gap.
    """
    letters = sum(char.isalnum() for char in segment.text)
    return (
        letters > 0
        and _is_written_rightly(segment, transcript)
        and _has_possible_rate(segment, letters)
        and _is_sure(segment)
        and not is_doubtful([segment])
        and not _repeats_a_neighbour(segment, transcript)
    )


def _is_written_rightly(segment: Segment, transcript: Transcript) -> bool:
    row = LANGUAGES.get(segment.language or transcript.language)
    if row is None:
        return True
    known = {row.script, "Latn"}
    return sum(share_in_script(segment.text, script) for script in known) >= _OWN_SCRIPT


def _has_possible_rate(segment: Segment, letters: int) -> bool:
    seconds = segment.end - segment.start
    return letters / _FASTEST <= seconds <= _SLOWEST_WORD * max(1, len(segment.words))


def _is_sure(segment: Segment) -> bool:
    known = [word.confidence for word in segment.words if word.confidence is not None]
    sure = fmean(known) if known else segment.confidence
    silence = segment.evidence.get("no_speech_prob", 0.0)
    return silence < _LIKELY_SILENCE and (sure is None or sure >= _LEAST_CONFIDENCE)


def _repeats_a_neighbour(segment: Segment, transcript: Transcript) -> bool:
    """Whether the words before or after it are the same: a window's edge is easily heard twice."""
    words = _plain(segment.text)
    at = bisect_right(transcript.segments, segment.start, key=lambda item: item.start)
    # The last segment that begins before the gap may go on after it.
    earlier, later = transcript.segments[:at], transcript.segments[max(0, at - 1) :]
    before = (
        word
        for item in reversed(earlier)
        for word in reversed(item.words)
        if word.end <= segment.start + _NEARLY
    )
    after = (word for item in later for word in item.words if word.start >= segment.end - _NEARLY)
    return words in (_nearest(before, len(words))[::-1], _nearest(after, len(words)))


def _nearest(words: Iterable[Word], count: int) -> list[str]:
    """Takes the plain forms of the first words that have one."""
    return list(islice((part for word in words for part in _plain(word.text)), count))


def _plain(text: str) -> list[str]:
    kept = (char for char in text.casefold() if unicodedata.category(char)[0] in "LMNZ")
    return "".join(kept).split()
