"""A track from end to end: from what was said to checked cues."""

from collections.abc import Iterable
from dataclasses import dataclass

from cp_whisperx.subtitles.cues import build_drafts
from cp_whisperx.subtitles.given import given_cues
from cp_whisperx.subtitles.profiles import StyleProfile, get_profile
from cp_whisperx.subtitles.style import check_track
from cp_whisperx.subtitles.timing import Cue, schedule
from cp_whisperx.subtitles.utterances import Utterance
from shared.artifacts import TrackStyle
from shared.config import Config


@dataclass(frozen=True)
class Track:
    """One language's cues and their style check."""

    profile: StyleProfile
    cues: tuple[Cue, ...]
    style: TrackStyle


def build_track(
    utterances: Iterable[Utterance],
    language: str,
    config: Config,
    offset: float = 0.0,
    film_end: float | None = None,
) -> Track:
    """Builds a language's track.

    Args:
        utterances: What is said, in that language, on the audio's clock.
        language: BCP-47 code.
        config: The job's parameters.
        offset: Seconds by which the audio's zero lies after the film's zero.
        film_end: Seconds on the film's clock after which no cue lingers, if known.
    """
    profile = get_profile(language, config.subtitle_audience)
    rate = config.subtitle_frame_rate
    said = list(utterances)
    if any(utterance.cue is not None for utterance in said):
        cues = given_cues(said, profile, rate, offset)
    else:
        cues = schedule(build_drafts(said, profile), profile, rate, offset, film_end)
    return Track(profile, tuple(cues), check_track(cues, profile, rate))
