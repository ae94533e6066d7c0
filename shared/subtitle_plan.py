"""Which subtitle tracks and files a configuration asks for, in order.

Preparing a job checks it, subtitle_generation makes the tracks, and mux puts them into the film.
"""

from dataclasses import dataclass

from shared.config import Config
from shared.engine_choice import output_languages
from shared.flow.subtitles import SubtitleFormat, Variant, track_name
from shared.languages import canonical_code

ALL = "all"


@dataclass(frozen=True)
class PlannedTrack:
    """A track that is to be made.

    Attributes:
        language: BCP-47 code; of the upper line where there are two languages.
        second: Language of the lower line of a bilingual track.
    """

    language: str
    variant: Variant = "full"
    second: str | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """Its one or two languages."""
        return (self.language,) if self.second is None else (self.language, self.second)

    @property
    def name(self) -> str:
        """What it is called in file names and settings."""
        return track_name(self.language, self.variant, self.second)


def planned_tracks(config: Config) -> tuple[PlannedTrack, ...]:
    """Returns the tracks in the order of files, index and film.

    The languages come in the order in which the user named them, the source first; each
    language's own variants follow its full track, and tracks of two languages come last.
    """
    tracks = [
        PlannedTrack(language, variant)
        for language in output_languages(config)
        for variant in _variants(language, config)
    ]
    pairs = (_pair(text) for text in config.subtitle_bilingual)
    return (*tracks, *(PlannedTrack(a, "bilingual", b) for a, b in dict.fromkeys(pairs)))


def _variants(language: str, config: Config) -> list[Variant]:
    wanted: list[Variant] = ["full"]
    if language in config.subtitle_sdh or ALL in config.subtitle_sdh:
        wanted.append("sdh")
    if config.subtitle_songs == "separate":
        wanted.append("songs")
    if config.subtitle_forced:
        wanted.append("forced")
    return wanted


def _pair(text: str) -> tuple[str, str]:
    first, _, second = text.partition("+")
    return canonical_code(first), canonical_code(second)


def muxed_formats(config: Config) -> tuple[SubtitleFormat, ...]:
    """Returns the formats of the files that become tracks of the finished film."""
    if config.mux_container == "mkv":
        return config.mux_subtitle_formats
    return ("vtt",) if config.mux_container == "webm" else ("srt",)


def file_formats(config: Config, track: str) -> tuple[SubtitleFormat, ...]:
    """Returns the formats in which a track's files are written: SRT first, each one once.

    Args:
        config: What the user asked for, and what the film takes.
        track: The track's name.
    """
    drawn: tuple[SubtitleFormat, ...] = ("ass",) if config.burn_in == track else ()
    wanted = ("srt", *config.subtitle_formats, *muxed_formats(config), *drawn)
    return tuple(dict.fromkeys(wanted))


def subtitle_problems(config: Config) -> list[str]:
    """Returns what is wrong with the tracks that are asked for, each as a sentence."""
    known = {config.source_language, *config.target_languages}
    problems = [_bad_pair(text, known) for text in config.subtitle_bilingual]
    problems += [
        f"SUBTITLE_SDH names {code}, which is none of the job's languages."
        for code in config.subtitle_sdh
        if code not in known | {ALL}
    ]
    names = [track.name for track in planned_tracks(config)]
    if config.burn_in and config.burn_in not in names:
        problems.append(
            f"BURN_IN={config.burn_in} is none of the job's tracks: {', '.join(names)}."
        )
    return [problem for problem in problems if problem]


def _bad_pair(text: str, known: set[str]) -> str:
    first, second = _pair(text)
    if first in known and second in known and first != second:
        return ""
    return (
        f"SUBTITLE_BILINGUAL={text} is no pair of two of the job's languages "
        f"({', '.join(sorted(known))}), such as hi+en."
    )
