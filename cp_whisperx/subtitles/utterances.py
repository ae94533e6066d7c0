"""What is said, as the cue builder takes it, and what it makes of it."""

from dataclasses import dataclass

from shared.artifacts import SegmentKind, Transcript, TranslatedTranscript, Word


@dataclass(frozen=True)
class Utterance:
    """What one speaker says in one go, in the language of the track.

    Attributes:
        start: Seconds.
        end: Seconds.
        text: As recognised or translated.
        words: The words heard, with times; of the source language for a translation.
        words_language: BCP-47 code of those words.
        cue: Number of the cue it was given in, whose time stays; None where cues are to be built.
    """

    start: float
    end: float
    text: str
    speaker: str | None
    kind: SegmentKind
    words: tuple[Word, ...]
    words_language: str
    cue: int | None = None


@dataclass(frozen=True)
class Draft:
    """A cue's lines and when they are spoken, before display times are set.

    Attributes:
        second_speaker: Whose the lower line is where two speakers share the cue.
    """

    lines: tuple[str, ...]
    start: float
    end: float
    speaker: str | None = None
    kind: SegmentKind = "speech"
    dialogue: bool = False
    second_speaker: str | None = None

    @property
    def song(self) -> bool:
        """Whether the lines are sung."""
        return self.kind == "song"


def utterances_of(transcript: Transcript) -> list[Utterance]:
    """Returns a transcript's segments as utterances."""
    return [
        Utterance(s.start, s.end, s.text, s.speaker, s.kind, s.words, transcript.language, s.cue)
        for s in transcript.segments
    ]


def translated_utterances(translated: TranslatedTranscript, source: Transcript) -> list[Utterance]:
    """Returns a translation as utterances, with the source's words for their times."""
    words = {segment.id: segment.words for segment in source.segments}
    cues = {segment.id: segment.cue for segment in source.segments}
    return [
        Utterance(
            s.start, s.end, s.text, s.speaker, s.kind, words.get(s.id, ()), source.language,
            cues.get(s.id),
        )
        for s in translated.segments
    ]  # fmt: skip
