"""Puts subtitle tracks into a film and checks the result by reading it back."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cp_whisperx.media.containers import CONTAINERS
from cp_whisperx.media.ffmpeg import ProgressParser, run_ffmpeg
from cp_whisperx.media.formats import file_url, input_arguments
from cp_whisperx.media.models import MediaInfo
from cp_whisperx.media.mux_plan import MuxPlan, mux_arguments, plan_mux
from cp_whisperx.media.probe import inspect
from cp_whisperx.media.subtitle_files import NewTrack
from shared.artifacts import MuxedTrack, MuxReport
from shared.config import Config
from shared.errors import DependencyFailedError

_TOLERANCE_SECONDS = 1.0
_TOLERANCE_SHARE = 0.01


@dataclass(frozen=True)
class Muxed:
    """The finished film as it was read back, and what the user should know of it."""

    report: MuxReport
    warnings: tuple[str, ...]


def choose_default(
    tracks: Sequence[NewTrack], wanted: Sequence[str], targets: Sequence[str]
) -> tuple[NewTrack, ...]:
    """Marks the track that players show by default.

    Args:
        tracks: The new tracks, at least one; of one that comes in two formats the first is taken.
        wanted: Track names the user prefers, best first.
        targets: The job's target languages, best first.
    """
    names = [track.name for track in tracks]
    chosen = next((name for name in [*wanted, *targets] if name in names), names[0])
    place = names.index(chosen)
    return tuple(replace(track, default=i == place) for i, track in enumerate(tracks))


def mux(
    config: Config,
    media: Path,
    tracks: Sequence[NewTrack],
    target: Path,
    report: Callable[[float], None],
    *,
    partial: bool = False,
) -> Muxed:
    """Writes a film with further subtitle tracks; nothing that it has is encoded again.

    Args:
        config: Which container.
        media: The film.
        tracks: The new subtitle tracks, their times on the film's clock.
        target: Where to write.
        report: Takes the share done, 0 to 1.
        partial: Whether the film is known to be damaged; its length is then only warned of.

    Raises:
        InvalidInputError: If the film cannot be read or the container cannot hold it.
        DependencyFailedError: If ffmpeg fails, or the result is not what was asked for.
    """
    info = inspect(media)
    plan = plan_mux(CONTAINERS[config.mux_container], media, info, tracks)
    with tempfile.TemporaryDirectory(prefix=".tmp-covers-", dir=target.parent) as folder:
        covers = _extract_covers(config, plan, Path(folder))
        run_ffmpeg(
            config,
            [*ProgressParser.ARGUMENTS, *mux_arguments(plan, covers, target)],
            f"write {media.name} with its subtitles",
            ProgressParser(info.duration, report),
        )
    made = inspect(target)
    problems = _wrong_tracks(plan, made)
    wrong_length = _wrong_duration(plan, info, made)
    if problems or (wrong_length and not partial):
        raise DependencyFailedError(
            f"The finished film is not what was asked for: {'; '.join(problems + wrong_length)}.",
            "Run demux again to check the film; if it is whole, set another MUX_CONTAINER.",
        )
    return Muxed(_describe(target, plan, made), (*plan.warnings, *wrong_length))


def _extract_covers(config: Config, plan: MuxPlan, folder: Path) -> dict[int, Path]:
    """Writes the cover pictures to files, because Matroska carries them as files."""
    covers: dict[int, Path] = {}
    for track in plan.covers:
        path = folder / f".tmp-{track.index}"
        picture = ["-map", f"0:{track.index}", "-c", "copy", "-frames:v", "1", "-f", "data"]
        arguments = [*input_arguments(plan.media), *picture, file_url(path)]
        run_ffmpeg(config, arguments, f"take the cover out of {plan.media.name}")
        covers[track.index] = path
    return covers


def _wrong_tracks(plan: MuxPlan, made: MediaInfo) -> list[str]:
    """Lists what the finished file lacks of the plan."""
    problems = [
        f"it has {have} {kind} tracks instead of {want}"
        for kind, want, have in (
            ("video", len(plan.kept_of("video")), _count_pictures(made, plan)),
            ("audio", len(plan.kept_of("audio")), len(made.audio)),
            (
                "subtitle",
                len(plan.kept_of("subtitle")) + len(plan.new),
                len(made.of_kind("subtitle")),
            ),
        )
        if want != have
    ]
    return problems or _wrong_subtitles(plan, made)


def _count_pictures(made: MediaInfo, plan: MuxPlan) -> int:
    """Counts video tracks as planned: an attached cover reads back as one more."""
    return len(made.of_kind("video")) - len(plan.covers)


def _wrong_subtitles(plan: MuxPlan, made: MediaInfo) -> list[str]:
    problems = []
    last = made.of_kind("subtitle")[-len(plan.new) :] if plan.new else ()
    for wanted, track in zip(plan.new, last, strict=True):
        tag = plan.container.language_tag(wanted.language)
        if track.language != tag:
            problems.append(f"a track is marked {track.language} instead of {tag}")
        flags = (track.default, track.forced, track.hearing_impaired)
        if flags != (wanted.default, wanted.forced, wanted.hearing_impaired):
            problems.append(f"the flags of the track {wanted.name} are wrong")
    return problems


def _wrong_duration(plan: MuxPlan, film: MediaInfo, made: MediaInfo) -> list[str]:
    """Compares the lengths; cues may last a little beyond the film's end."""
    slack = max(_TOLERANCE_SECONDS, _TOLERANCE_SHARE * film.duration)
    longest = max([film.duration, *(track.end for track in plan.new)])
    if film.duration - slack <= made.duration <= longest + slack:
        return []
    return [f"the finished film lasts {made.duration:.1f} s instead of {film.duration:.1f} s"]


def _describe(target: Path, plan: MuxPlan, made: MediaInfo) -> MuxReport:
    tracks = tuple(
        MuxedTrack(
            index=track.index,
            kind=track.kind,
            codec=track.codec,
            language=track.language,
            title=track.title,
            default=track.default,
            forced=track.forced,
            hearing_impaired=track.hearing_impaired,
        )
        for track in made.tracks
    )
    return MuxReport(
        file=target.name,
        container=plan.container.name,
        duration=round(made.duration, 3),
        tracks=tracks,
        notes=plan.notes,
    )
