"""asr: recognise what is said, with word times.

Reads the audio or its separated vocals, the speech regions and the glossary, whose names become
hotwords. Writes segments with words, confidences and languages. Where nobody speaks, the
transcript is empty and no model is loaded. A text that went astray as a whole is tried once more.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

from cp_whisperx.asr.base import UNDETERMINED, Recogniser, RecognitionRequest
from cp_whisperx.asr.hotwords import choose_hotwords
from cp_whisperx.hallucination.gate import check_transcript, problem_of
from cp_whisperx.hallucination.loop_check import loops_in
from shared.artifacts import GLOSSARY, SEGMENTS, SPEECH, VOCALS, SpeechRegions, Transcript
from shared.engine_host import open_engine
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
    transcript = _transcribe(io, speech, engine) if speech.regions else _nothing_said(io, speech)
    if speech.regions and not transcript.segments:
        io.add_warning("Somebody speaks in this audio, but no word was understood.")
    if transcript.removed:
        reasons = Counter(reason for row in transcript.removed for reason in row.reasons)
        counts = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
        io.add_warning(f"Segments were set aside: {counts}.")
    io.write(SEGMENTS, transcript)
    if GATE not in io.active_stages:
        check_transcript(transcript)
        if loops := loops_in(transcript, io.config.hallucination_max_repeats):
            io.add_warning(loops)
    words = sum(len(segment.words) for segment in transcript.segments)
    io.logger.info(f"{len(transcript.segments)} segments, {words} words, {transcript.language}")
    return {
        "segments": len(transcript.segments),
        "words": words,
        "language": transcript.language,
        "removed": len(transcript.removed),
    }


def _transcribe(io: StageIO, speech: SpeechRegions, engine: str) -> Transcript:
    language = io.config.source_language
    request = RecognitionRequest(
        audio=io.input_file(VOCALS),
        regions=speech,
        language=language,
        hotwords=choose_hotwords(io.read_optional(GLOSSARY), language),
    )
    with open_engine("asr", engine, io) as recogniser:
        first = _heard(io, recogniser, request)
        problem = problem_of(first)
        if problem is None:
            return first
        io.add_warning(f"{problem.message} It is tried once more with other settings.")
        second = _heard(io, recogniser, replace(request, hotwords=(), careful=True))
    return second if problem_of(second) is None else first


def _heard(io: StageIO, recogniser: Recogniser, request: RecognitionRequest) -> Transcript:
    return recogniser.transcribe(request, lambda share: io.progress(share, 1.0))


def _nothing_said(io: StageIO, speech: SpeechRegions) -> Transcript:
    io.add_warning("Nobody speaks in this audio; the transcript is empty.")
    language = io.config.source_language
    return Transcript(
        language=UNDETERMINED if language == AUTO else language,
        duration=speech.duration,
        engine="none",
    )


run_stage = build_stage(NAME, recognise)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
