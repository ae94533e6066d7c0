"""What kinds of file are opened, and how: the guard against files that pose as films.

A playlist or script named `film.mkv` makes ffmpeg read whatever it names, from disk or network.
Naming the allowed formats stops that before anything else is opened; the list of protocols alone
does not, because a playlist's local files pass it. The `file:` prefix keeps names such as
`a:b.mkv` and `-y.mkv` from being taken for a protocol or an option.
"""

from pathlib import Path

# Containers and elementary streams that hold their own data and never name another file.
FORMATS = (
    "matroska", "webm", "mov", "mp4", "m4a", "3gp", "3g2", "mj2", "avi", "mpegts", "mpeg",
    "mpegvideo", "asf", "flv", "live_flv", "ogg", "wav", "w64", "aiff", "au", "caf", "flac",
    "mp3", "aac", "loas", "ac3", "ac4", "eac3", "dts", "dtshd", "truehd", "mlp", "amr", "amrnb",
    "amrwb", "ape", "wv", "tta", "rm", "mxf", "gxf", "nut", "dv", "wtv", "ivf", "h264", "hevc",
    "m4v", "iamf",
)  # fmt: skip
PROTOCOLS = "file"
FORMAT_WHITELIST = ",".join(FORMATS)

# Streams without a header of their own: a duration is measured, or guessed from the bit rate.
RAW_STREAMS = frozenset({"aac", "loas", "ac3", "eac3", "dts", "truehd", "mlp", "amrnb", "amrwb"})


def file_url(path: Path) -> str:
    """Returns the address by which ffmpeg takes a path for a local file and nothing else."""
    return f"file:{path.absolute()}"


def open_options() -> dict[str, str]:
    """Returns the options that PyAV opens a media file with."""
    return {"format_whitelist": FORMAT_WHITELIST, "protocol_whitelist": PROTOCOLS}


def input_arguments(path: Path) -> list[str]:
    """Returns the ffmpeg arguments that open a media file."""
    options = [part for name, value in open_options().items() for part in (f"-{name}", value)]
    return [*options, "-i", file_url(path)]


def subtitle_input_arguments(path: Path, file_format: str = "srt") -> list[str]:
    """Returns the ffmpeg arguments that open a subtitle file, whatever its content looks like."""
    demuxer = {"vtt": "webvtt"}.get(file_format, file_format)
    return ["-protocol_whitelist", PROTOCOLS, "-f", demuxer, "-i", file_url(path)]
