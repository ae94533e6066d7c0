"""asr: recognise what is said, with word times.

Reads the audio or its separated vocals, the speech regions and the glossary, whose names become
hotwords; names that are misspelt nonetheless are mended by it and the cast list. Writes segments
with words, confidences and languages. Where nobody speaks, the transcript is empty and no model is
loaded. A text that went astray as a whole is tried once more; speech that no word covers is heard
again in other ways.
"""

from functools import cache
from typing import Any

from cp_whisperx.asr.auditing import audit
from cp_whisperx.asr.base import UNDETERMINED, RecognitionRequest
from cp_whisperx.asr.hearing import Hearing
from cp_whisperx.asr.hotwords import choose_hotwords
from cp_whisperx.asr.journal import Journals
from cp_whisperx.asr.script_guard import guard_scripts
from cp_whisperx.asr.summary import figures_of, repairs_of, warnings_of
from cp_whisperx.asr.word_languages import tell_languages
from cp_whisperx.context.mending import mend_names
from cp_whisperx.context.name_book import name_book
from cp_whisperx.hallucination.gate import check_transcript, problem_of, script_fault
from cp_whisperx.hallucination.loop_check import loops_in
from cp_whisperx.hallucination.phrases import known_phrase
from shared.artifacts import (
    AUDIO_INFO,
    ENRICHMENT,
    GLOSSARY,
    SEGMENTS,
    SPEECH,
    GlossarySnapshot,
    SpeechRegions,
    Transcript,
)
from shared.engine_host import open_engine
from shared.engines import get_engine
from shared.languages import AUTO
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "asr"
# Where a workflow has this stage, it judges the transcript, after songs are known.
GATE = "hallucination_removal"


def recognise(io: StageIO) -> dict[str, Any]:
    """Recognises speech and warns of what is doubtful."""
    speech = io.read(SPEECH)
    engine = io.job.engines["asr"].name
    io.set_config(io.config.for_stage(NAME) | {"engine": engine})
    something = speech.regions or not get_engine("asr", engine).listens
    transcript = _transcribe(io, speech, engine) if something else _nothing_said(io, speech)
    if io.memory_failures:
        io.add_warning("Memory gave out in recognition; it went on with less at once.")
    for line in repairs_of(transcript):
        io.logger.info(line)
    for warning in warnings_of(transcript, speech):
        io.add_warning(warning)
    io.write(SEGMENTS, transcript)
    if not get_engine("asr", engine).listens:
        _doubt_given_text(io, transcript)
    elif GATE not in io.active_stages:
        check_transcript(transcript)
        if loops := loops_in(transcript, io.config.hallucination_max_repeats):
            io.add_warning(loops)
    return figures_of(transcript)


def _doubt_given_text(io: StageIO, transcript: Transcript) -> None:
    """Warns of a text in another script: what people wrote may be right, whatever it is."""
    if fault := script_fault(transcript):
        io.add_warning(
            f"The script may not be in the film's language: {fault}. Name the language that it "
            "is written in (--source-language; hi-Latn for Hindi in Latin letters)."
        )


def _transcribe(io: StageIO, speech: SpeechRegions, engine: str) -> Transcript:
    language = io.config.source_language
    glossary = io.read_optional(GLOSSARY)
    request = RecognitionRequest(
        audio=io.heard_audio(),
        regions=speech,
        language=language,
        hotwords=choose_hotwords(glossary, language),
        journals=Journals(io.unfinished_dir / "journals", io.work_key),
        offset=io.read(AUDIO_INFO).start_offset,
        halvings=io.memory_failures,
    )
    with open_engine("asr", engine, io) as recogniser:
        hearing = Hearing(recogniser, request, lambda share: io.progress(share, 1.0))
        if get_engine("asr", engine).listens:
            transcript = audit(io, hearing, _heard(io, hearing), _is_known_phrase)
            transcript = _named(io, _guarded(hearing, transcript), glossary)
        else:
            # A text that is given stands as it is.
            transcript = hearing.hear()
    io.progress(1.0, 1.0)
    return tell_languages(transcript)


def _heard(io: StageIO, hearing: Hearing) -> Transcript:
    first = _guarded(hearing, hearing.hear())
    problem = problem_of(first)
    if problem is None:
        return first
    io.add_warning(f"{problem.message} It is tried once more with other settings.")
    second = _guarded(hearing, hearing.hear_carefully())
    return second if problem_of(second) is None else first


def _guarded(hearing: Hearing, transcript: Transcript) -> Transcript:
    return guard_scripts(
        transcript,
        lambda spans, language, script: hearing.hear_again(spans, language=language, script=script),
    )


def _named(io: StageIO, transcript: Transcript, glossary: GlossarySnapshot | None) -> Transcript:
    """Mends names by the glossary and the cast list."""
    if not io.config.name_repair:
        return transcript
    film = io.read_optional(ENRICHMENT)
    return mend_names(transcript, cache(lambda script: name_book(glossary, film, script)))


def _is_known_phrase(text: str, language: str) -> bool:
    return known_phrase(text, language) is not None


def _nothing_said(io: StageIO, speech: SpeechRegions) -> Transcript:
    language = io.config.source_language
    return Transcript(
        language=UNDETERMINED if language == AUTO else language,
        duration=speech.duration,
        engine="none",
    )


run_stage = build_stage(NAME, recognise)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
