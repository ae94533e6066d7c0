"""Parameters of the film's facts and the glossary."""

from shared.settings.base import (
    CommaList,
    OptionalInt,
    OptionalPath,
    SettingsGroup,
    UserPath,
    setting,
)


class MetadataSettings(SettingsGroup):
    """TMDB and glossaries."""

    tmdb_enabled: bool = setting(
        True, "Whether the film is looked up at TMDB",
        "Names of characters become glossary terms; needs an API key in config/secrets.json",
        stages=("tmdb",),
    )  # fmt: skip
    tmdb_title: str = setting(
        "", "Title to look up", "Empty takes the title from the file name", stages=("tmdb",)
    )
    tmdb_year: OptionalInt = setting(
        None, "Year of the film", "Tells films of one title apart", stages=("tmdb",),
        values="a year, or empty", ge=1880, le=2100,
    )  # fmt: skip
    tmdb_base_url: str = setting(
        "https://api.themoviedb.org/3", "Address of the TMDB service", "For a proxy or a mirror",
        stages=("tmdb",),
    )  # fmt: skip
    tmdb_timeout_seconds: float = setting(
        10.0, "Longest wait for one answer of TMDB, in seconds", "Beyond it the request is retried",
        gt=0, le=120,
    )  # fmt: skip
    glossary_enabled: bool = setting(
        True, "Whether glossaries are used", "Off leaves names and terms to the engines",
        stages=("glossary_load",),
    )  # fmt: skip
    glossary_files: CommaList = setting(
        (), "The job's own glossary files",
        "They win over TMDB's names and the shipped glossary", stages=("glossary_load",),
        values="paths of TSV or JSON files, with commas",
    )  # fmt: skip
    glossary_master: OptionalPath = setting(
        "glossary/hinglish_master.tsv", "The shipped glossary",
        "Empty leaves it out", stages=("glossary_load",), values="a path, or empty",
    )  # fmt: skip
    name_repair: bool = setting(
        True, "Whether names that recognition misspelt are mended by the glossary and the cast",
        "Off leaves names as they were recognised; each mend is listed among the repairs",
        stages=("asr",),
    )  # fmt: skip
    series: str = setting(
        "", "Series that the film belongs to",
        "Its films and episodes share names, terms, people and how these speak to each other",
        stages=("glossary_load", "translation"), values="a name, or empty",
    )  # fmt: skip
    series_dir: UserPath = setting(
        "~/.cp-whisperx/series", "Folder of what the films of each series share",
        "Kept apart from caches: it holds what users confirmed", values="a folder",
    )  # fmt: skip
