"""What can be measured of one segment: speech under it, its rate, its confidence, its text."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from cp_whisperx.hallucination.phrases import PhraseKind, known_phrase
from cp_whisperx.hallucination.repetition import compression_ratio
from cp_whisperx.hallucination.text import count_letters, normalise
from shared.artifacts import Segment, SpeechRegion
from shared.languages import LANGUAGES
from shared.unicode_scripts import share_in_script

# Nobody says more letters in a second; fast film dialogue stays under 25.
_FASTEST_RATE = 40.0
# A lone word that is stretched over seconds was not heard there.
_SLOWEST_RATE = 1.0
_SLOW_FROM_SECONDS = 6.0
_FAST_FROM_LETTERS = 12
_LOW_CONFIDENCE = 0.45
# Text of speech shrinks by zlib to no less than about 1/2.4 (the limit recognisers use, too).
_LOOPING_RATIO = 2.4
_OWN_SCRIPT_SHARE = 0.5
_BARE_SPEECH = 0.05
_HALF_SPEECH = 0.5
_FEW_WORDS = 3
_BROKEN = "broken_text"


@dataclass(frozen=True)
class Evidence:
    """One segment's measurements.

    Attributes:
        speech_share: Share of its time in which somebody speaks.
        letters_per_second: Its rate.
        confidence: The recogniser's, if it says one.
        compression: How much its text shrinks.
        repeats_itself: Whether that, or its few different words, show repetition.
        phrase: The kind of known phrase it is, if it is one.
        foreign_script: Whether most letters are of a script the language does not use, or broken.
    """

    speech_share: float
    letters_per_second: float
    confidence: float | None
    compression: float
    repeats_itself: bool
    phrase: PhraseKind | None
    foreign_script: bool
    seconds: float
    letters: int

    @property
    def silent(self) -> bool:
        """Whether nobody speaks there."""
        return self.speech_share < _BARE_SPEECH

    def acoustic_suspicions(self) -> dict[str, int]:
        """Returns what the sound says against the segment, with how much it weighs."""
        return _present(
            {
                "no speech under it": 2 * self.silent,
                "little speech under it": not self.silent and self.speech_share < _HALF_SPEECH,
                "low confidence": self.confidence is not None and self.confidence < _LOW_CONFIDENCE,
                "said impossibly fast": self._too_fast(),
                "stretched over a long time": self._too_slow(),
            }
        )

    def textual_suspicions(self) -> dict[str, int]:
        """Returns what the text says against the segment, with how much it weighs."""
        return _present(
            {
                "known credit line or label": 2 * (self.phrase == "credits"),
                "known filler phrase": self.phrase == "polite",
                "no letters in it": 2 * (self.letters == 0),
                "text repeats itself": self.repeats_itself,
                "foreign script or broken letters": self.foreign_script,
            }
        )

    def weight(self) -> int:
        """Returns how much speaks against the segment in all."""
        acoustic, textual = self.acoustic_suspicions(), self.textual_suspicions()
        return sum(acoustic.values()) + sum(textual.values())

    def figures(self) -> dict[str, float]:
        """Returns the measurements for the segment's `evidence`."""
        return {
            "speech_share": round(self.speech_share, 3),
            "letters_per_second": round(self.letters_per_second, 2),
            "compression": round(self.compression, 2),
        }

    def _too_fast(self) -> bool:
        return self.letters >= _FAST_FROM_LETTERS and self.letters_per_second > _FASTEST_RATE

    def _too_slow(self) -> bool:
        return self.seconds > _SLOW_FROM_SECONDS and self.letters_per_second < _SLOWEST_RATE


def gather(segment: Segment, regions: Sequence[SpeechRegion], language: str) -> Evidence:
    """Measures a segment.

    Args:
        segment: The segment.
        regions: Where somebody speaks, in order.
        language: The transcript's language.
    """
    seconds = max(segment.end - segment.start, 1e-3)
    letters = count_letters(segment.text)
    compression = compression_ratio(segment.text)
    return Evidence(
        speech_share=speech_share(segment.start, segment.end, regions),
        letters_per_second=letters / seconds,
        confidence=_confidence(segment),
        compression=compression,
        repeats_itself=compression > _LOOPING_RATIO or _says_one_thing(segment.text),
        phrase=known_phrase(segment.text, segment.language or language),
        foreign_script=_BROKEN in segment.flags or _is_foreign(segment.text, language),
        seconds=seconds,
        letters=letters,
    )


def speech_share(start: float, end: float, regions: Sequence[SpeechRegion]) -> float:
    """Returns the share of a stretch of time in which somebody speaks.

    Args:
        start: In seconds.
        end: In seconds.
        regions: In order of their starts; those of different speakers may overlap.
    """
    covered, reached = 0.0, start
    for region in regions[: bisect_left(regions, end, key=lambda region: region.start)]:
        covered += max(0.0, min(end, region.end) - max(reached, region.start))
        reached = max(reached, min(end, region.end))
    return min(1.0, covered / max(end - start, 1e-3))


def _confidence(segment: Segment) -> float | None:
    if segment.confidence is not None:
        return segment.confidence
    known = [word.confidence for word in segment.words if word.confidence is not None]
    return fmean(known) if known else None


def _present(weights: dict[str, int]) -> dict[str, int]:
    return {name: int(weight) for name, weight in weights.items() if weight}


def _says_one_thing(text: str) -> bool:
    words = normalise(text).split()
    return len(words) >= _FEW_WORDS and len(set(words)) * _FEW_WORDS <= len(words)


def _is_foreign(text: str, language: str) -> bool:
    """Whether a text is in neither its language's script nor Latin, which mixes with all."""
    row = LANGUAGES.get(language)
    if row is None:
        return False
    own = max(share_in_script(text, row.script), share_in_script(text, "Latn"))
    return own < _OWN_SCRIPT_SHARE
