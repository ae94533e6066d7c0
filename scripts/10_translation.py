"""translation: translate the transcript into every target language.

Reads the cleaned transcript, the glossary's snapshot and what is known of the film's people. Writes
who speaks to whom, a transcript for each target, as JSON and as text, and the figures. Ids, order,
number and times of the segments stay as they are.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from cp_whisperx.context.choosing import choose_forms
from cp_whisperx.context.keeping import keep_context
from cp_whisperx.context.notes import notes_for
from cp_whisperx.context.series import remember
from cp_whisperx.subtitles.budget import characters_for
from cp_whisperx.translation.export import as_paragraphs
from cp_whisperx.translation.film import TargetResult
from cp_whisperx.translation.memory import memory_need
from cp_whisperx.translation.pool import engine_pool
from cp_whisperx.translation.route import Target
from cp_whisperx.translation.style import Style
from cp_whisperx.translation.targets import Outcome, translate_all
from cp_whisperx.translation.usage import ledger_of, usage_warnings
from shared.artifacts import (
    CLEANED,
    GLOSSARY,
    TRANSLATED,
    TRANSLATED_TEXT,
    TRANSLATION_METADATA,
    USAGE,
    GlossarySnapshot,
    GlossaryTerm,
    LineNotes,
    ModelCall,
    Segment,
    TargetReport,
    TranslationMetadata,
)
from shared.engine_host import open_engine
from shared.errors import InvalidInputError
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "translation"
# Batches of the engine that one call holds; progress is told after each call.
BATCHES_A_CALL = 8


def planned_targets(io: StageIO, source: str) -> list[Target]:
    """Returns what is to be made: the source language's own track, then the targets."""
    languages = [name for name in io.job.target_languages if name not in io.job.missing_targets]
    own = io.job.workflow == "subtitle" and io.config.subtitle_include_source
    if own and source not in languages:
        languages.insert(0, source)
    return [planned_target(io, source, language) for language in languages]


def planned_target(io: StageIO, source: str, language: str) -> Target:
    """Returns a language with the engines that were chosen for it when the job was prepared."""
    choice = io.job.engines.get(f"translation:{language}")
    if choice is not None:
        return Target(language, (choice.name, *choice.fallbacks), choice.reviser)
    if language == source:
        return Target(language, ("copy",))
    raise InvalidInputError(
        f"No translation engine was chosen for {language}.", "Prepare the job again."
    )


def keep(io: StageIO, outcomes: dict[str, Outcome], missing: dict[str, str]) -> list[TargetReport]:
    """Writes what was made and tells what was not.

    Raises:
        PipelineError: If a target could not be made and the settings do not allow that.
    """
    reports = []
    for language, outcome in outcomes.items():
        if isinstance(outcome, TargetResult):
            reports.append(keep_target(io, outcome))
        elif io.config.translation_allow_missing:
            missing[language] = outcome.message
            io.mark_degraded(f"There is no translation into {language}: {outcome.message}")
        else:
            raise outcome
    return reports


def keep_target(io: StageIO, result: TargetResult) -> TargetReport:
    """Writes one target's transcript and tells what is doubtful about it."""
    made, pause = result.transcript, io.config.alignment_paragraph_pause
    text = as_paragraphs(made.segments, made.language, pause)
    io.write(TRANSLATED, made, language=made.language)
    io.write_text(TRANSLATED_TEXT, text, language=made.language)
    for message in result.degraded:
        io.mark_degraded(message)
    for warning in result.report.warnings:
        io.add_warning(warning)
    return result.report


def translate(io: StageIO) -> dict[str, Any]:
    """Translates, writes and returns the figures for the manifest."""
    transcript = io.read(CLEANED)
    glossary = io.read_optional(GLOSSARY) or GlossarySnapshot()
    source = io.job.source_language
    context = keep_context(io, transcript, glossary)
    notes = notes_for(context)
    missing = dict(io.job.missing_targets)
    for language, reason in missing.items():
        io.mark_degraded(f"There is no translation into {language}: {reason}")
    made, ledger = translated(io, transcript.segments, glossary.terms, notes)
    outcomes = {name: with_forms_chosen(outcome, notes) for name, outcome in made.items()}
    reports = keep(io, outcomes, missing)
    metadata = TranslationMetadata(source_language=source, targets=tuple(reports), missing=missing)
    io.write(TRANSLATION_METADATA, metadata)
    remember(io, transcript, glossary, context)
    return figures(metadata) | {"seconds": spent(outcomes)} | ledger


def translated(
    io: StageIO,
    segments: Sequence[Segment],
    terms: Sequence[GlossaryTerm],
    notes: Sequence[LineNotes],
) -> tuple[dict[str, Outcome], dict[str, Any]]:
    """Translates into every target; tells what was spent, of a run that failed too."""
    source, batch = io.job.source_language, io.config.translation_batch_size * BATCHES_A_CALL
    with engine_pool(lambda name: open_engine("translation", name, io)) as pool:
        try:
            outcomes = translate_all(
                pool, source, planned_targets(io, source), segments,
                terms=terms, batch=batch, progress=io.progress,
                need=partial(memory_need, io.config),
                notes=lambda language: with_budget(io, segments, notes, language),
                style=Style(io.config.translation_songs, io.config.translation_digits),
            )  # fmt: skip
        finally:
            ledger = keep_usage(io, pool.usage)
    return outcomes, ledger


def with_budget(
    io: StageIO, segments: Sequence[Segment], notes: Sequence[LineNotes], language: str
) -> list[LineNotes]:
    """Adds how many characters of a language can be read in each segment's time."""
    if io.job.workflow != "subtitle":
        return list(notes)
    budget = characters_for(segments, language, io.config)
    return [{**note, "characters": most} for note, most in zip(notes, budget, strict=True)]


def keep_usage(io: StageIO, calls: Sequence[ModelCall]) -> dict[str, Any]:
    """Writes what metered engines used, if any took part, and returns the sums."""
    if not calls:
        return {}
    ledger = ledger_of(calls)
    io.write(USAGE, ledger)
    for warning in usage_warnings(calls):
        io.add_warning(warning)
    sums = ledger.model_dump(exclude={"calls"})
    io.logger.info(
        f"{len(calls)} requests to {calls[0].model}: {ledger.tokens_in} tokens sent, "
        f"{ledger.tokens_out} received, cost {ledger.cost:.4f}"
    )
    return {"usage": {"calls": len(calls), **sums}}


def with_forms_chosen(outcome: Outcome, notes: Sequence[LineNotes]) -> Outcome:
    """Brings a target's forms of gender and address in line with what is known of the people."""
    if not isinstance(outcome, TargetResult):
        return outcome
    return replace(outcome, transcript=choose_forms(outcome.transcript, notes))


def spent(outcomes: dict[str, Outcome]) -> dict[str, float]:
    """Returns how long each target took: in the manifest, because results are made to repeat."""
    results = [item for item in outcomes.values() if isinstance(item, TargetResult)]
    return {item.report.language: round(item.seconds, 3) for item in results}


def figures(metadata: TranslationMetadata) -> dict[str, Any]:
    """Returns what the manifest says of all targets."""
    return {
        "targets": [report.language for report in metadata.targets],
        "segments": sum(report.segments for report in metadata.targets),
        "terms_occurred": sum(report.terms_occurred for report in metadata.targets),
        "terms_applied": sum(report.terms_applied for report in metadata.targets),
        "missing": metadata.missing,
    }


run_stage = build_stage(NAME, translate)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
