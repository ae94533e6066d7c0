"""Loops: a decoder that falls into repeating itself, which the source line does not do."""

import re

MIN_REPEATS = 4
# A unit of up to forty characters that follows upon itself; drawn-out vowels are left alone.
_REPEATED = re.compile(r"(\S.{1,39}?)\1+")


def most_repeats(text: str) -> int:
    """Returns how often the most repeated stretch of a text follows upon itself; 1 for none."""
    return max((_repeats(match) for match in _REPEATED.finditer(f"{text} ")), default=1)


def _repeats(match: re.Match[str]) -> int:
    """Counts a stretch's repeats; dots are no speech, and one long sound is no loop."""
    has_letters = any(char.isalnum() for char in match[1])
    counts = has_letters and len(set(match[1])) > 1
    return len(match[0]) // len(match[1]) if counts else 1


def is_loop(source: str, translation: str) -> bool:
    """Tells whether a translation repeats itself far more than its source does."""
    repeats = most_repeats(translation)
    return repeats >= MIN_REPEATS and repeats > most_repeats(source) + 1


def collapse(text: str) -> str:
    """Writes every stretch that repeats at least `MIN_REPEATS` times once."""

    def once(match: re.Match[str]) -> str:
        return match[1] if _repeats(match) >= MIN_REPEATS else match[0]

    return _REPEATED.sub(once, f"{text} ").strip()
