"""What can be measured of one segment: speech under it, its rate, its confidence, its text."""

import math
from dataclasses import dataclass
from statistics import fmean

from cp_whisperx.hallucination.phrases import Phrase, PhraseKind, known_phrase
from cp_whisperx.hallucination.repetition import compression_ratio
from cp_whisperx.hallucination.sound import LoudnessTrack
from cp_whisperx.hallucination.speech_map import SpeechMap
from cp_whisperx.hallucination.syllables import count_syllables
from cp_whisperx.hallucination.text import count_letters, normalise, scripts_of
from shared.artifacts import Segment
from shared.languages import LANGUAGES
from shared.unicode_scripts import accepted_scripts

# A recogniser gives a text more time than it takes to say. So much speech under it is enough.
_EASY_RATE = 6.0
_LEAST_SECONDS = 0.2
# A word alone is as short as detector and recogniser are out in their times.
_SHORT_SECONDS = 1.0
_TOLERANCE = 0.2
# A rate says something of a text that is long enough.
_FAST_FROM_SYLLABLES = 8
_SLOW_FROM_SECONDS = 6.0
_FEW_WORDS = 3
_MANY_SCRIPTS = 3
_BROKEN = "broken_text"
_POORLY_ALIGNED = "aligned_poorly"


@dataclass(frozen=True)
class Evidence:
    """One segment's measurements; None where something is not known.

    Attributes:
        speech_share: Speech under it, as a share of the time it takes to say it (0 to 1).
        distance: Seconds to the nearest speech; infinite if nobody speaks at all.
        certainty: How sure the detector was of the speech under it (0 to 1).
        level: How loud it gets, in dB under full scale.
        above_floor: How far that is above the film's quiet places, in dB.
        confidence: The recogniser's (0 to 1).
        no_speech: The recogniser's probability that nobody speaks there.
        temperature: At which the recogniser chose the text; high means it guessed.
        syllables_per_second: Its rate.
        compression: How much its text shrinks.
        one_thing: Whether it says a word or two over and over.
        was_loop: Whether a loop was cut from it.
        foreign_share: Share of letters in a script that its language does not use.
        scripts: Scripts it mixes.
        broken: Whether half letters were in it.
        poorly_aligned: Whether its words were not found in the sound.
        phrase: The known phrase it is, if it is one.
        seconds: Its duration.
        letters: Letters and digits in it.
        over_song: Whether it lies over singing or music.
        repeats: Segments that say the same over little speech, itself not counted.
    """

    speech_share: float
    distance: float
    certainty: float | None
    level: float | None
    above_floor: float | None
    confidence: float | None
    no_speech: float | None
    temperature: float | None
    syllables_per_second: float
    syllables: float
    compression: float
    one_thing: bool
    was_loop: bool
    foreign_share: float
    scripts: int
    broken: bool
    poorly_aligned: bool
    phrase: Phrase | None
    seconds: float
    letters: int
    over_song: bool
    repeats: int = 0

    def likeness(self, kind: PhraseKind) -> float:
        """Returns how much the text is a known phrase of a kind (0 to 1)."""
        return self.phrase.likeness if self.phrase and self.phrase.kind == kind else 0.0

    @property
    def fast_rate(self) -> float:
        """Syllables a second, or 0 for a text too short to judge by it."""
        return self.syllables_per_second if self.syllables >= _FAST_FROM_SYLLABLES else 0.0

    @property
    def slow_rate(self) -> float:
        """Syllables a second of a segment that is long, else infinite."""
        return self.syllables_per_second if self.seconds > _SLOW_FROM_SECONDS else math.inf

    def figures(self) -> dict[str, float]:
        """Returns the measurements for the segment's `evidence`."""
        figures = {
            "speech_share": self.speech_share,
            "syllables_per_second": self.syllables_per_second,
            "compression": self.compression,
        }
        if self.level is not None:
            figures["level_db"] = self.level
        return {name: round(value, 2) for name, value in figures.items()}


class Witness:
    """Measures a transcript's segments.

    Args:
        speech: Where somebody speaks.
        language: The transcript's language.
        loudness: How loud the film is, if its audio is at hand.
    """

    def __init__(
        self, speech: SpeechMap, language: str, loudness: LoudnessTrack | None = None
    ) -> None:
        self._speech = speech
        self._language = language
        self._loudness = loudness

    def gather(self, segment: Segment, was_loop: bool = False) -> Evidence:
        """Measures a segment; `was_loop` says that a loop was cut from it."""
        text, start, end = segment.text, segment.start, segment.end
        syllables = count_syllables(text)
        seconds = max(end - start, 1e-3)
        level = self._loudness.between(start, end) if self._loudness else None
        scripts = scripts_of(text)
        return Evidence(
            speech_share=self._share(start, end, syllables),
            distance=self._speech.distance(start, end),
            certainty=self._speech.certainty(start, end),
            level=level,
            above_floor=self._above_floor(level),
            confidence=_confidence(segment),
            no_speech=segment.evidence.get("no_speech_prob"),
            temperature=segment.evidence.get("temperature"),
            syllables_per_second=syllables / seconds,
            syllables=syllables,
            compression=compression_ratio(text),
            one_thing=_says_one_thing(text),
            was_loop=was_loop,
            foreign_share=_foreign_share(scripts, self._language),
            scripts=len(scripts),
            broken=_BROKEN in segment.flags,
            poorly_aligned=_POORLY_ALIGNED in segment.flags,
            phrase=known_phrase(text, segment.language or self._language),
            seconds=seconds,
            letters=count_letters(text),
            over_song=segment.kind != "speech",
        )

    def _share(self, start: float, end: float, syllables: float) -> float:
        needed = max(_LEAST_SECONDS, min(end - start, syllables / _EASY_RATE))
        needed = min(needed, max(end - start, 1e-3))
        slack = _TOLERANCE if end - start < _SHORT_SECONDS else 0.0
        return min(1.0, self._speech.seconds(start - slack, end + slack) / needed)

    def _above_floor(self, level: float | None) -> float | None:
        return level - self._loudness.floor if self._loudness and level is not None else None


def _confidence(segment: Segment) -> float | None:
    """The recogniser's own, else from its log probability, else the mean of the words'."""
    if segment.confidence is not None:
        return segment.confidence
    if "avg_logprob" in segment.evidence:
        return math.exp(min(0.0, segment.evidence["avg_logprob"]))
    known = [word.confidence for word in segment.words if word.confidence is not None]
    return fmean(known) if known else None


def _says_one_thing(text: str) -> bool:
    words = normalise(text).split()
    return len(words) >= _FEW_WORDS and len(set(words)) * _FEW_WORDS <= len(words)


def _foreign_share(scripts: dict[str, int], language: str) -> float:
    """The share of letters neither in the language's script nor in Latin, which mixes with all."""
    row = LANGUAGES.get(language)
    total = sum(scripts.values())
    if row is None or not total:
        return 0.0
    own = accepted_scripts(row.script) | {"Latn"}
    return 1 - sum(scripts.get(name, 0) for name in own) / total
