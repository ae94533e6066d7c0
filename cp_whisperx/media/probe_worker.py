"""Opens a media file in a process of its own and tells what is in it as one JSON object.

Run as `python -m cp_whisperx.media.probe_worker inspect|scan FILE` by `cp_whisperx.media.probe`,
which limits its time. A file that crashes the libraries or eats the memory takes only this
process with it.
"""

import contextlib
import json
import math
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import av
from av.stream import Disposition

from cp_whisperx.media.formats import RAW_STREAMS, file_url, open_options
from cp_whisperx.media.models import MediaInfo, MediaTrack, TrackKind, TrackSpan

MEMORY_LIMIT_BYTES = 480_000_000
# Nothing that plays has fewer bits a second than this; a header that implies so is wrong.
_LOWEST_BIT_RATE = 2_000.0
_SCAN_SECONDS = 15.0
_KINDS: dict[str, TrackKind] = {
    "video": "video", "audio": "audio", "subtitle": "subtitle", "attachment": "attachment",
}  # fmt: skip
_UNDETERMINED = frozenset({"", "und", "unk", "mis", "zxx", "mul"})
_US = 1_000_000


def limit_memory() -> None:
    """Caps this process's own memory where the system can; elsewhere the time limit remains."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))


def open_media(path: Path) -> Any:
    """Opens a file as one of the allowed formats; nothing but this file is read."""
    return av.open(file_url(path), options=open_options(), metadata_errors="replace")


def inspect(path: Path) -> MediaInfo:
    """Reads the headers; where they are not credible, also the packets."""
    with open_media(path) as container:
        size = path.stat().st_size
        tracks = tuple(_track(stream) for stream in container.streams)
        declared = _declared(container, size)
        info = MediaInfo(
            container=container.format.name,
            size_bytes=size,
            duration=declared or 0.0,
            declared_duration=declared,
            start_time=_seconds(container.start_time, 1 / _US) or 0.0,
            tracks=tracks,
            chapters=len(container.chapters()),
            attachments=sum(track.kind == "attachment" for track in tracks),
        )
    if declared is not None and size * 8 / declared >= _LOWEST_BIT_RATE:
        return info
    return _measured(info, scan(path, _SCAN_SECONDS))


def _measured(info: MediaInfo, spans: list[TrackSpan]) -> MediaInfo:
    """Replaces a missing or incredible duration by the one that the packets show."""
    length = max((span.last for span in spans), default=0.0) - info.start_time
    length = max(0.0, length)
    declared = info.declared_duration
    warnings = info.warnings
    if declared is not None and length < 0.5 * declared:
        warnings += (f"The header claims {declared:.0f} s, but the file holds {length:.1f} s.",)
    return replace(info, duration=length, warnings=warnings)


def _declared(container: Any, size: int) -> float | None:
    """Returns the claimed duration; None where the libraries only guess it from the bit rate."""
    duration = _seconds(container.duration, 1 / _US)
    if duration is None or duration <= 0 or container.format.name in RAW_STREAMS:
        return None
    if container.format.name == "mp3":
        rate = next((s.codec_context.bit_rate for s in container.streams.audio), None)
        guess = size * 8 / rate if rate else 0.0
        return None if math.isclose(duration, guess, rel_tol=0.02) else duration
    return duration


def _seconds(value: int | None, unit: Any) -> float | None:
    if value is None or unit is None:
        return None
    seconds = float(value * unit)
    return seconds if math.isfinite(seconds) and abs(seconds) < 1e9 else None


def _track(stream: Any) -> MediaTrack:
    context = stream.codec_context
    codec = context.codec if context is not None else None
    kind = _KINDS.get(stream.type, "data")
    flags = stream.disposition
    title = _title(stream)
    is_audio = kind == "audio" and context is not None
    rate = stream.average_rate if kind == "video" else None
    return MediaTrack(
        index=stream.index,
        kind=kind,
        codec=codec.canonical_name if codec else "",
        decodable=codec is not None,
        language=_language(stream),
        title=title,
        default=bool(flags & Disposition.default),
        forced=bool(flags & Disposition.forced),
        cover=kind == "video" and bool(flags & Disposition.attached_pic),
        commentary=bool(flags & (Disposition.comment | Disposition.visual_impaired))
        or "commentary" in title.lower(),
        # WebM says it by the kind of its text track.
        hearing_impaired=bool(flags & (Disposition.hearing_impaired | Disposition.captions)),
        fps=float(rate) if rate else None,
        start_time=_seconds(stream.start_time, stream.time_base),
        duration=_seconds(stream.duration, stream.time_base) or _tagged_duration(stream),
        channels=context.channels if is_audio else 0,
        sample_rate=context.sample_rate if is_audio else 0,
    )


def _title(stream: Any) -> str:
    """Returns the title; MP4 keeps it as the handler's name, where writers put their own names."""
    handler = str(stream.metadata.get("handler_name") or "")
    return str(stream.metadata.get("title") or ("" if handler.endswith("Handler") else handler))


def _language(stream: Any) -> str | None:
    tag = str(stream.metadata.get("language") or "").strip().lower()
    return None if tag in _UNDETERMINED else tag


def _tagged_duration(stream: Any) -> float | None:
    """Reads the `DURATION` tag that Matroska writers leave, `HH:MM:SS.fraction`."""
    try:
        hours, minutes, seconds = str(stream.metadata.get("DURATION", "")).split(":")
        total = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except ValueError:
        return None
    return total if math.isfinite(total) and total > 0 else None


def scan(path: Path, limit_seconds: float = math.inf) -> list[TrackSpan]:
    """Reads all packets without decoding them and tells where each track's really lie.

    Args:
        path: The file.
        limit_seconds: What has been read by then is taken.
    """
    found: dict[int, list[float]] = {}
    end = time.monotonic() + limit_seconds
    with open_media(path) as container, contextlib.suppress(av.FFmpegError):
        for packet in container.demux():
            first = _seconds(packet.pts, packet.time_base)
            if first is not None:
                last = first + (_seconds(packet.duration, packet.time_base) or 0.0)
                span = found.setdefault(packet.stream.index, [first, last, 0])
                span[:] = [min(span[0], first), max(span[1], last), span[2] + 1]
            if time.monotonic() > end:
                break
    return [
        TrackSpan(index=index, first=first, last=last, packets=int(count))
        for index, (first, last, count) in sorted(found.items())
    ]


def answer(mode: str, path: Path) -> dict[str, Any]:
    """Does what is asked; what the libraries refuse is told as `error` and its kind."""
    try:
        if mode == "scan":
            return {"spans": [asdict(span) for span in scan(path)]}
        return {"info": asdict(inspect(path))}
    except (MemoryError, av.error.MemoryError):
        return {"error": "memory", "text": ""}
    except av.FFmpegError as error:
        return {"error": "format", "text": error.strerror or ""}


def main() -> None:
    """Answers one question on standard output."""
    limit_memory()
    av.logging.set_level(None)
    sys.stdout.write(json.dumps(answer(sys.argv[1], Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
