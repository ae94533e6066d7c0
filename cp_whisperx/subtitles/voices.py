"""Speakers: their names, and colours that are told apart and the same in every track of a film."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

from cp_whisperx.subtitles.sheet import Colour
from shared.artifacts import Transcript, TranslatedTranscript

_Said = TypeVar("_Said", Transcript, TranslatedTranscript)

# After those of broadcast teletext, softened; white is left to whoever else speaks.
PALETTE: tuple[Colour, ...] = (
    (255, 236, 64),
    (64, 224, 255),
    (120, 240, 90),
    (255, 150, 220),
    (255, 165, 60),
    (175, 165, 255),
)


def speaker_colours(transcript: Transcript) -> dict[str, Colour]:
    """Gives each speaker a colour; where one speaker is all there is, nobody gets one.

    Whoever speaks most is served first, since there are fewer colours than some films have
    speakers. A speaker's colour depends on the transcript alone, so that it is the same in every
    language and in every run.
    """
    spoken: Counter[str] = Counter()
    for segment in transcript.segments:
        if segment.speaker:
            spoken[segment.speaker] += round((segment.end - segment.start) * 1000)
    if len(spoken) < 2:
        return {}
    ranked = sorted(spoken, key=lambda who: (-spoken[who], who))
    return dict(zip(ranked, PALETTE, strict=False))


def call_by_name(said: _Said, names: Mapping[str, str]) -> _Said:
    """Puts names in the place of speakers' ids, where they are known.

    Args:
        said: A transcript or a translated one.
        names: By speaker id.
    """
    rows = (
        row.model_copy(update={"speaker": names.get(row.speaker or "", row.speaker)})
        for row in said.segments
    )
    return said.model_copy(update={"segments": tuple(rows)})
