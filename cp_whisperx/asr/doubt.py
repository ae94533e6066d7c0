"""Whether a window's text can be believed, by what the recogniser itself measured."""

from collections.abc import Sequence

from shared.artifacts import Segment

# The thresholds are those of Whisper's own decoding.
MOST_REPETITIVE = 2.4
LEAST_SURE = -1.0
BROKEN_TEXT = "broken_text"
# From this count on, a text that says few different words says one thing over and over.
_MANY_WORDS = 6
_VARIETY = 0.34


def is_doubtful(segments: Sequence[Segment]) -> bool:
    """Whether a window's text is too repetitive, too unsure or too damaged to be believed."""
    words = " ".join(segment.text for segment in segments).casefold().split()
    loops = len(words) >= _MANY_WORDS and len(set(words)) < _VARIETY * len(words)
    return loops or any(_is_poor(segment) for segment in segments)


def _is_poor(segment: Segment) -> bool:
    facts = segment.evidence
    return (
        facts.get("compression_ratio", 0.0) > MOST_REPETITIVE
        or facts.get("avg_logprob", 0.0) < LEAST_SURE
        or BROKEN_TEXT in segment.flags
    )
