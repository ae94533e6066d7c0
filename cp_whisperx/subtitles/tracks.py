"""A track from end to end: from what was said to checked cues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cp_whisperx.subtitles.cues import build_drafts
from cp_whisperx.subtitles.given import given_cues
from cp_whisperx.subtitles.hurried import shorten_hurried
from cp_whisperx.subtitles.mending import mended
from cp_whisperx.subtitles.profiles import StyleProfile, profile_for
from cp_whisperx.subtitles.scheduling import schedule
from cp_whisperx.subtitles.style import check_track
from cp_whisperx.subtitles.timing import USUAL_RATE, Cue
from cp_whisperx.subtitles.utterances import Utterance
from shared.artifacts import TextChange, TrackStyle
from shared.config import Config


@dataclass(frozen=True)
class Track:
    """One language's cues and their style check."""

    profile: StyleProfile
    cues: tuple[Cue, ...]
    style: TrackStyle


@dataclass(frozen=True)
class Picture:
    """What of the film's picture times are set by.

    Attributes:
        frame_rate: Frames a second that gaps are counted in.
        shots: When shots begin, in order, in seconds on the film's clock.
    """

    frame_rate: float = USUAL_RATE
    shots: tuple[float, ...] = ()


def build_track(
    utterances: Iterable[Utterance],
    language: str,
    config: Config,
    offset: float = 0.0,
    film_end: float | None = None,
    picture: Picture | None = None,
    *,
    sdh: bool = False,
) -> Track:
    """Builds a language's track.

    Args:
        utterances: What is said, in that language, on the audio's clock.
        language: BCP-47 code.
        config: The job's parameters.
        offset: Seconds by which the audio's zero lies after the film's zero.
        film_end: Seconds on the film's clock after which no cue lingers, if known.
        picture: The film's frames and shots; without one, the configured or usual rate.
        sdh: Whether it is for the deaf and hard of hearing.
    """
    profile = profile_for(language, config, sdh=sdh)
    seen = picture or Picture(config.subtitle_frame_rate or USUAL_RATE)
    fit, changes = _mended(utterances)
    if any(utterance.cue is not None for utterance in fit):
        # Given times stay, wherever the shots are.
        cues = given_cues(fit, profile, seen.frame_rate, offset)
        return Track(profile, tuple(cues), check_track(cues, profile, seen.frame_rate, (), changes))
    drafts = build_drafts(fit, profile)
    rate, shots = seen.frame_rate, seen.shots
    cues = schedule(drafts, profile, rate, offset, film_end, shots)
    drafts, shortened = shorten_hurried(drafts, cues, profile)
    if shortened:
        cues = schedule(drafts, profile, rate, offset, film_end, shots)
    style = check_track(cues, profile, rate, shots, (*changes, *shortened))
    return Track(profile, tuple(cues), style)


def _mended(utterances: Iterable[Utterance]) -> tuple[list[Utterance], Sequence[TextChange]]:
    """Mends texts before they are laid out, and tells what was changed."""
    made: list[Utterance] = []
    changes: list[TextChange] = []
    for utterance in utterances:
        text, change = mended(utterance.text, utterance.start)
        made.append(utterance if change is None else replace(utterance, text=text))
        changes += [change] if change else []
    return made, changes
