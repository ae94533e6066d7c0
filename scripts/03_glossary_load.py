"""glossary_load: merge the glossaries into the job's snapshot.

Reads the job's own files, what other films of its series left, the names of TMDB's characters where
that stage ran, and the shipped glossary; the earlier wins. Writes `glossary_snapshot.json`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cp_whisperx.glossary.names import name_terms
from shared.artifacts import ENRICHMENT, GLOSSARY, GlossarySnapshot, GlossaryTerm
from shared.glossary_files import read_glossary_file
from shared.glossary_merge import merge_glossaries
from shared.paths import PROJECT_ROOT
from shared.series import read_series, series_terms
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "glossary_load"


def merge_all(io: StageIO) -> dict[str, Any]:
    """Merges the glossaries in order of precedence and reports every conflict."""
    if not io.config.glossary_enabled:
        io.logger.info("Glossaries are switched off: the snapshot is empty.")
        io.write(GLOSSARY, GlossarySnapshot())
        return {"terms": 0}
    own = [term for name in io.config.glossary_files for term in _read(io, Path(name), "job")]
    films = read_series(io.config, io.job.media_id)
    layers = {"job": own, "series": series_terms(films), "tmdb": _names(io), "master": _master(io)}
    snapshot = merge_glossaries(list(layers.values()))
    _report(io, snapshot)
    io.write(GLOSSARY, snapshot)
    counts = {f"terms_{source}": len(terms) for source, terms in layers.items()}
    return {"terms": len(snapshot.terms), "conflicts": len(snapshot.conflicts)} | counts


def _read(io: StageIO, name: Path, source: str) -> Sequence[GlossaryTerm]:
    path = PROJECT_ROOT / name
    terms = read_glossary_file(path, source)
    io.track_input(path, "glossary", format=path.suffix.lstrip("."))
    io.logger.info(f"{len(terms)} terms of {path}")
    return terms


def _names(io: StageIO) -> Sequence[GlossaryTerm]:
    enrichment = io.read_optional(ENRICHMENT)
    return name_terms(enrichment.characters) if enrichment else ()


def _master(io: StageIO) -> Sequence[GlossaryTerm]:
    name = io.config.glossary_master
    if name is None:
        return ()
    if not (PROJECT_ROOT / name).exists():
        io.add_warning(
            f"The shipped glossary {PROJECT_ROOT / name} is missing; its terms are left to the "
            "translation engines. Restore it, or set GLOSSARY_MASTER."
        )
        return ()
    return _read(io, name, "master")


def _report(io: StageIO, snapshot: GlossarySnapshot) -> None:
    for item in snapshot.conflicts:
        io.logger.info(
            f"Conflict at {item.term!r}, {item.field}: {item.kept!r} ({item.kept_source}) "
            f"wins over {item.dropped!r} ({item.dropped_source})"
        )


run_stage = build_stage(NAME, merge_all)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
