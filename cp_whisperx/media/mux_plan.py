"""Decides what goes into the finished film, and how ffmpeg is told so.

Everything of the film is kept that the container can hold; pictures and sound are never encoded
again. The new subtitle tracks come last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cp_whisperx.media.containers import COVER_TYPES, Container
from cp_whisperx.media.formats import file_url, input_arguments, subtitle_input_arguments
from cp_whisperx.media.models import MediaInfo, MediaTrack
from cp_whisperx.media.subtitle_files import NewTrack
from shared.errors import InvalidInputError
from shared.languages import from_container_code

# Stands in the titles of new tracks where the film has one in the same language.
MAKER = "CP-WhisperX"


@dataclass(frozen=True)
class MuxPlan:
    """What goes into the finished film.

    Attributes:
        kept: Tracks of the film that become tracks of the result, in order.
        covers: Tracks of the film that become attached pictures.
        new: The new subtitle tracks.
        warnings: What is left out, and why.
        notes: What the user should know, though nothing is wrong.
    """

    container: Container
    media: Path
    kept: tuple[MediaTrack, ...]
    covers: tuple[MediaTrack, ...]
    new: tuple[NewTrack, ...]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def kept_of(self, kind: str) -> list[MediaTrack]:
        """Returns the kept tracks of a kind."""
        return [track for track in self.kept if track.kind == kind]


def plan_mux(
    container: Container, media: Path, info: MediaInfo, new: Sequence[NewTrack]
) -> MuxPlan:
    """Plans the finished film.

    Raises:
        InvalidInputError: If the container can hold none of the film's pictures or sound.
    """
    how = {track.index: container.keeping(track) for track in info.tracks}
    kept = tuple(t for t in info.tracks if how[t.index] in ("copy", "convert"))
    covers = tuple(t for t in info.tracks if how[t.index] == "attach")
    dropped = [t for t in info.tracks if how[t.index] == "drop" and not _is_chapter_text(t, info)]
    require_main_tracks(container, info)
    warnings = tuple(_left_out(container, track) for track in dropped)
    named, notes = _tell_apart(container, kept, new)
    return MuxPlan(container, media, kept, covers, named, warnings, notes)


def _tell_apart(
    container: Container, kept: Sequence[MediaTrack], new: Sequence[NewTrack]
) -> tuple[tuple[NewTrack, ...], tuple[str, ...]]:
    """Marks the titles of new tracks in languages that the film has subtitles in itself."""
    own: dict[str | None, list[MediaTrack]] = {}
    for old in kept:
        if old.kind == "subtitle":
            own.setdefault(from_container_code(old.language), []).append(old)
    named: list[NewTrack] = []
    notes: list[str] = []
    for track in new:
        twins = own.get(from_container_code(container.language_tag(track.language)), [])
        named.append(replace(track, title=f"{track.title} ({MAKER})") if twins else track)
        notes += [_twin_note(twin, named[-1]) for twin in twins]
    return tuple(named), tuple(notes)


def _twin_note(twin: MediaTrack, track: NewTrack) -> str:
    called = f"called {twin.title!r}" if twin.title else "without a title"
    return (
        f"The film has {twin.language} subtitles of its own (track {twin.index}, {called}). They "
        f"are kept; the new ones are called {track.title!r}."
    )


def _is_chapter_text(track: MediaTrack, info: MediaInfo) -> bool:
    """MP4 keeps chapter titles in a text track of data; the chapters themselves are copied."""
    return track.kind == "data" and info.chapters > 0


def _left_out(container: Container, track: MediaTrack) -> str:
    what = f"{track.kind} track {track.index} ({track.codec or track.title or 'unknown kind'})"
    return f"The film's {what} is left out: {container.name} cannot hold it."


def require_main_tracks(container: Container, info: MediaInfo) -> None:
    """Makes sure that a container can hold some of a film's pictures and sound.

    Raises:
        InvalidInputError: If it cannot.
    """
    for kind in ("video", "audio"):
        before = [t for t in info.tracks if t.kind == kind and not t.cover]
        if before and not any(container.keeping(t) == "copy" for t in before):
            codecs = ", ".join(t.codec or "unknown" for t in before)
            raise InvalidInputError(
                f"{container.name} cannot hold the film's {kind} ({codecs}).",
                "Set MUX_CONTAINER=mkv." if container.name != "mkv" else "Convert the film first.",
            )


def mux_arguments(plan: MuxPlan, covers: dict[int, Path], target: Path) -> list[str]:
    """Builds ffmpeg's arguments.

    Args:
        plan: What goes in.
        covers: The extracted picture of each cover, by track index.
        target: Where to write.
    """
    arguments = ["-fflags", "+genpts", *input_arguments(plan.media)]
    for subtitle in plan.new:
        arguments += subtitle_input_arguments(subtitle.path, subtitle.format)
    for track in plan.kept:
        arguments += ["-map", f"0:{track.index}"]
    for number in range(1, len(plan.new) + 1):
        arguments += ["-map", f"{number}:0"]
    arguments += ["-map_metadata", "0", "-map_chapters", "0", "-c", "copy"]
    arguments += _old_subtitles(plan) + _new_subtitles(plan) + _attachments(plan, covers)
    # The same tracks give the same file: no random identifiers.
    arguments += ["-fflags", "+bitexact", *plan.container.options]
    return [*arguments, "-f", plan.container.muxer, file_url(target)]


def _old_subtitles(plan: MuxPlan) -> list[str]:
    arguments: list[str] = []
    for position, track in enumerate(plan.kept_of("subtitle")):
        if plan.container.keeping(track) == "convert":
            arguments += [f"-c:s:{position}", plan.container.subtitle_codec]
        if track.default:
            # Only one subtitle track is the default: one of the new ones.
            arguments += [f"-disposition:s:{position}", "-default"]
    return arguments


def _new_subtitles(plan: MuxPlan) -> list[str]:
    arguments: list[str] = []
    for position, track in enumerate(plan.new, start=len(plan.kept_of("subtitle"))):
        tag = plan.container.language_tag(track.language)
        arguments += [f"-c:s:{position}", plan.container.new_codecs[track.format]]
        arguments += [f"-metadata:s:s:{position}", f"language={tag}"]
        # MP4 has no title for a track; players show the handler's name.
        for name in ("title", "handler_name"):
            arguments += [f"-metadata:s:s:{position}", f"{name}={track.title}"]
        arguments += [f"-disposition:s:{position}", _flags(plan, track)]
    return arguments


def _flags(plan: MuxPlan, track: NewTrack) -> str:
    flags = {
        "default": track.default,
        "forced": track.forced,
        plan.container.hearing_flag: track.hearing_impaired,
    }
    return "+".join(name for name, given in flags.items() if given) or "0"


def _attachments(plan: MuxPlan, covers: dict[int, Path]) -> list[str]:
    arguments: list[str] = []
    for position, track in enumerate(plan.covers, start=len(plan.kept_of("attachment"))):
        mime, suffix = COVER_TYPES[track.codec]
        arguments += ["-attach", file_url(covers[track.index])]
        arguments += [f"-metadata:s:t:{position}", f"mimetype={mime}"]
        arguments += [f"-metadata:s:t:{position}", f"filename=cover.{suffix}"]
    return arguments
