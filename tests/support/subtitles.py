"""Makers of utterances for the tests of subtitle craft."""

from cp_whisperx.subtitles.profiles import visible_length
from cp_whisperx.subtitles.utterances import Utterance
from shared.artifacts import SegmentKind, Word


def say(
    text: str,
    start: float,
    end: float,
    speaker: str | None = None,
    kind: SegmentKind = "speech",
    *,
    words: tuple[Word, ...] = (),
    words_language: str = "en",
) -> Utterance:
    return Utterance(start, end, text, speaker, kind, words, words_language)


def at_natural_rate(
    lines: list[str], language: str, rate: float, pause: float = 0.6
) -> list[Utterance]:
    """Says lines one after the other at `rate` visible characters a second."""
    clock, said = 0.0, []
    for line in lines:
        end = clock + visible_length(line, language) / rate
        said.append(say(line, clock, end, words_language=language))
        clock = end + pause
    return said
