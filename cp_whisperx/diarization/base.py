"""What a diarization engine does. To add one: a module like this package's others, and a row.

Arguments and results are JSON values, so that an engine can live in another environment than the
stage. A film is heard in portions: progress can be told, and a run can be stopped, between them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from shared.artifacts import SpeakerTurn, SpeakerTurns, SpeechRegions

PORTION_SECONDS = 900.0


class Diarizer(Protocol):
    """Tells who speaks when. Engines are made with the job's configuration: `Engine(config)`."""

    def hear(self, audio: str, start: float, end: float) -> None:
        """Hears the next portion.

        Args:
            audio: Path of a 16 kHz mono 16-bit WAV of any length; memory stays bounded.
            start: Where the portion begins, in seconds: where the one before ended.
            end: Where it ends.
        """
        ...

    def turns(self) -> dict[str, Any]:
        """Tells who spoke in all that was heard.

        Returns:
            `turns`: `SpeakerTurn` as JSON, in order of time, named over the whole film; and
            `reason`: why speakers could not be told apart, or an empty text.
        """
        ...

    def close(self) -> None:
        """Frees the models."""
        ...


def who_speaks(
    engine: Diarizer, name: str, audio: Path, speech: SpeechRegions, report: Callable[[float], None]
) -> SpeakerTurns:
    """Has an engine hear a whole film.

    Args:
        engine: Just opened.
        name: How it is called.
        audio: 16 kHz mono 16-bit WAV.
        speech: Where somebody speaks; where nobody does, nothing is heard.
        report: Takes the share done, 0 to 1.
    """
    duration = speech.duration
    if not speech.regions:
        return SpeakerTurns(engine=name, duration=duration, reason="nobody speaks")
    start = 0.0
    while start < duration:
        end = min(start + PORTION_SECONDS, duration)
        engine.hear(str(audio), start, end)
        report(end / duration)
        start = end
    heard = engine.turns()
    if heard["reason"]:
        return one_speaker(speech, heard["reason"])
    turns = tuple(SpeakerTurn.model_validate(turn) for turn in heard["turns"])
    return SpeakerTurns(engine=name, duration=duration, turns=turns)


def one_speaker(speech: SpeechRegions, reason: str) -> SpeakerTurns:
    """Gives all speech to one speaker, because nobody could tell more.

    Args:
        speech: Where somebody speaks.
        reason: Why speakers are not told apart.
    """
    turns = tuple(
        SpeakerTurn(start=region.start, end=region.end, speaker="SPEAKER_00")
        for region in speech.regions
    )
    return SpeakerTurns(engine="one_speaker", duration=speech.duration, turns=turns, reason=reason)
