"""tmdb: look up the film's title, characters, cast and original language.

Reads the film's name. Writes `enrichment.json`, which says `found: false` where the service fails
or lists no such film: names are a help, never a condition.
"""

from typing import Any

from cp_whisperx.metadata.client import TmdbClient
from cp_whisperx.metadata.fetch import Guard
from cp_whisperx.metadata.lookup import Lookup, look_up
from cp_whisperx.metadata.titles import FilmQuery, film_query
from shared.artifacts import ENRICHMENT, Enrichment
from shared.cache_manager import CacheManager
from shared.config import Config
from shared.errors import DependencyFailedError
from shared.languages import AUTO, LANGUAGES
from shared.secrets import get_secret
from shared.settings import Settings
from shared.stage_runner import SkipStageError, build_stage, main
from shared.stage_utils import StageIO

NAME = "tmdb"


def enrich(io: StageIO) -> dict[str, Any]:
    """Looks the film up and warns of what is doubtful."""
    if not io.config.tmdb_enabled:
        raise SkipStageError("TMDB_ENABLED is off.")
    api_key = get_secret("TMDB_API_KEY")
    if not api_key:
        raise SkipStageError(
            "there is no TMDB API key, so names of characters are not known; to have them, put "
            "TMDB_API_KEY into config/secrets.json, see config/secrets.example.json."
        )
    query = _query(io)
    lookup = _look_up(io, query, api_key)
    if lookup.warning:
        io.add_warning(lookup.warning)
    _compare_languages(io, lookup.enrichment)
    io.write(ENRICHMENT, lookup.enrichment)
    found = lookup.enrichment
    return {"found": found.found, "tmdb_id": found.tmdb_id, "characters": len(found.characters)}


def _query(io: StageIO) -> FilmQuery:
    title = io.config.tmdb_title or io.job.title
    query = film_query(title, io.config.tmdb_year or io.job.year, io.job.media)
    if not query.titles:
        raise SkipStageError("the file's name holds no title; give one with --title.")
    io.logger.info(f"Looking up {query.titles[0]!r}, year {query.year or 'not known'}")
    return query


def _guard(config: Config) -> Guard:
    default = Settings.model_fields["tmdb_base_url"].default
    chosen = Guard(config.tmdb_base_url).host != Guard(default).host
    return Guard(config.tmdb_base_url, chosen_by_user=chosen, timeout=config.tmdb_timeout_seconds)


def _look_up(io: StageIO, query: FilmQuery, api_key: str) -> Lookup:
    cache = CacheManager(io.config, io.add_warning)
    try:
        return look_up(TmdbClient(_guard(io.config), api_key, cache), query)
    except DependencyFailedError as error:
        io.mark_degraded(
            f"{error} The names of characters are not known to the glossary.", retry=True
        )
        return Lookup(Enrichment())


def _compare_languages(io: StageIO, enrichment: Enrichment) -> None:
    theirs, ours = enrichment.original_language, io.config.source_language
    if theirs is None or ours == AUTO or theirs == ours.split("-")[0]:
        return
    name = LANGUAGES[theirs].name if theirs in LANGUAGES else theirs
    io.add_warning(
        f"TMDB says that {enrichment.title!r} was made in {name}, but the job's source language "
        f"is {ours}: a dubbed track, or another film. Check --source-language, --audio-track "
        "and --title."
    )


run_stage = build_stage(NAME, enrich)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
