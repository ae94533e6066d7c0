"""What is in a media file, and which of its audio tracks is the film's.

The file is opened by `cp_whisperx.media.probe_worker`, in a process with limits, so that no file
can crash, hang or fill the caller.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from cp_whisperx.media.models import MediaInfo, MediaTrack, TrackChoice, TrackSpan, media_info_from
from cp_whisperx.media.process import run
from shared.errors import DependencyFailedError, InvalidInputError
from shared.languages import from_container_code

__all__ = ["MediaInfo", "MediaTrack", "TrackChoice", "choose_track", "inspect", "probe", "scan"]

PROBE_SECONDS = 25.0
_MOST_TRACKS = 500
_LARGEST_ANSWER = 32 << 20


def probe(path: Path) -> MediaInfo:
    """Tells what is in a file that is to be subtitled.

    Args:
        path: The media file.

    Raises:
        InvalidInputError: If it cannot be read as media within 25 s and 512 MB, has no audio
            that can be decoded, no duration, or more tracks than any film.
    """
    info = inspect(path)
    if len(info.tracks) - info.attachments > _MOST_TRACKS:
        raise InvalidInputError(
            f"{path.name} has {len(info.tracks)} tracks; no film has more than {_MOST_TRACKS}.",
            "Remux it with the tracks that are needed.",
        )
    if not info.audio:
        raise InvalidInputError(f"{path.name} has no audio track.", "Choose a film with sound.")
    if not any(track.decodable for track in info.audio):
        raise InvalidInputError(
            f"{path.name} has only audio of an unknown kind, which cannot be decoded.",
            "Convert its audio to AAC, FLAC or WAV first.",
        )
    if info.duration <= 0:
        raise InvalidInputError(
            f"{path.name} has a duration of zero.", "The file is empty or damaged."
        )
    return info


def inspect(path: Path) -> MediaInfo:
    """Tells what is in any media file, with or without sound.

    Raises:
        InvalidInputError: If it cannot be read as media within 25 s and 512 MB.
    """
    _check_file(path)
    return media_info_from(_ask("inspect", path, PROBE_SECONDS)["info"])


def scan(path: Path, timeout: float) -> tuple[TrackSpan, ...]:
    """Tells where the packets of each track really lie, by reading the whole file.

    Raises:
        InvalidInputError: If it cannot be read in time.
    """
    return tuple(TrackSpan(**row) for row in _ask("scan", path, timeout)["spans"])


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise InvalidInputError(f"{path} is a folder.", "Give the path of a film.")
    if not path.exists():
        raise InvalidInputError(f"{path} does not exist.", "Check the path of the film.")
    if not path.is_file():
        raise InvalidInputError(f"{path} is a device or a pipe.", "Give the path of a film.")
    if not os.access(path, os.R_OK):
        raise InvalidInputError(f"{path} may not be read.", "Change its permissions.")
    if path.stat().st_size == 0:
        raise InvalidInputError(f"{path.name} is empty.", "Copy or download it again.")


def _ask(mode: str, path: Path, timeout: float) -> Any:
    """Asks the worker; every way in which it can fail becomes one clear sentence."""
    output = bytearray()

    def collect(chunk: bytes) -> None:
        if len(output) < _LARGEST_ANSWER:
            output.extend(chunk)

    command = [sys.executable, "-m", "cp_whisperx.media.probe_worker", mode, str(path.absolute())]
    outcome = run(command, timeout, collect)
    if outcome.timed_out:
        raise InvalidInputError(
            f"{path.name} could not be read within {timeout:.0f} s.",
            "The file is damaged, or the disk is very slow.",
        )
    if outcome.returncode < 0:
        raise InvalidInputError(
            f"{path.name} is so damaged that reading it crashed (signal {-outcome.returncode}).",
            "Copy or download it again.",
        )
    if outcome.returncode:
        raise DependencyFailedError(
            f"The media libraries cannot be used: {' | '.join(outcome.errors[-2:])}",
            "Rebuild the environment: ./bootstrap.sh --envs common.",
        )
    answer = json.loads(output)
    if "error" in answer:
        raise _refusal(path, answer)
    return answer


def _refusal(path: Path, answer: dict[str, str]) -> InvalidInputError:
    if answer["error"] == "memory":
        return InvalidInputError(
            f"{path.name} wants more than 512 MB of memory just to be opened.",
            "Its headers are damaged, or made to do harm.",
        )
    return InvalidInputError(
        f"{path.name} is not a film or sound recording that can be opened ({answer['text']}).",
        "Playlists and scripts are refused; a damaged file has to be copied or downloaded again.",
    )


def choose_track(info: MediaInfo, source_language: str, wanted: str | None) -> TrackChoice:
    """Chooses the audio track to subtitle.

    Args:
        info: The film as probed.
        source_language: BCP-47 code of what is spoken, or `auto`.
        wanted: What the user asked for: an index among the audio tracks, from 0, or a language.

    Raises:
        InvalidInputError: If there is no such track, or it cannot be decoded.
    """
    index = _wanted_track(info, wanted) if wanted else _natural_track(info, source_language)
    track = info.audio[index]
    if not track.decodable:
        raise InvalidInputError(
            f"Audio track {index} is of an unknown kind and cannot be decoded.",
            f"The tracks are: {describe_tracks(info)}.",
        )
    return TrackChoice(index=index, warnings=_doubts(info, index, source_language))


def _base(language: str) -> str:
    """Drops script and region: `hi-Latn` is spoken as `hi`."""
    return language.partition("-")[0]


def _wanted_track(info: MediaInfo, wanted: str) -> int:
    text = wanted.strip()
    if text.isdecimal():
        if int(text) < len(info.audio):
            return int(text)
    else:
        found = _in_language(info, from_container_code(text) or text.lower())
        if found:
            return found[0]
    raise InvalidInputError(
        f"The film has no audio track {wanted!r}.", f"The tracks are: {describe_tracks(info)}."
    )


def _natural_track(info: MediaInfo, source_language: str) -> int:
    """Takes the track in the source language, else the container's default."""
    found = _in_language(info, _base(source_language))
    return found[0] if found else _default_track(info)


def _default_track(info: MediaInfo) -> int:
    order = sorted(
        range(len(info.audio)),
        key=lambda i: (not info.audio[i].decodable, not info.audio[i].default, i),
    )
    return order[0]


def _in_language(info: MediaInfo, language: str) -> list[int]:
    """Lists the tracks in a language: decodable before others, commentary last, default first."""
    found = [i for i, track in enumerate(info.audio) if _speaks(track, language)]

    def rank(i: int) -> tuple[bool, bool, bool, int]:
        track = info.audio[i]
        return (not track.decodable, track.commentary, not track.default, i)

    return sorted(found, key=rank)


def _speaks(track: MediaTrack, language: str) -> bool:
    """Compares by BCP-47 code where the tag is known, by the tag itself where it is not."""
    if track.language is None:
        return False
    return language in (from_container_code(track.language), track.language)


def _doubts(info: MediaInfo, index: int, source_language: str) -> tuple[str, ...]:
    warnings = list(info.warnings)
    default, track = _default_track(info), info.audio[index]
    if index != default:
        warnings.append(
            f"Audio track {index} ({track.language or 'no language'}) is used, not the "
            f"container's default, track {default} ({info.audio[default].language or 'none'})."
        )
    known = from_container_code(track.language)
    if source_language != "auto" and known and known != _base(source_language):
        warnings.append(
            f"Audio track {index} is marked as {known}, but the source language is "
            f"{source_language}."
        )
    return tuple(warnings)


def describe_tracks(info: MediaInfo) -> str:
    """Lists the audio tracks for a message."""
    return "; ".join(
        f"{i}: {track.language or 'no language'} {track.codec or 'unknown codec'}"
        f"{' (' + track.title + ')' if track.title else ''}"
        for i, track in enumerate(info.audio)
    )
