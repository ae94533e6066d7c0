"""The samples' own transcripts and translations, as the stages before the subtitles make them."""

import json
from pathlib import Path

from shared.artifacts import (
    AUDIO_INFO,
    CLEANED,
    TRANSLATED,
    TRANSLATION_METADATA,
    AudioInfo,
    Segment,
    TargetReport,
    Transcript,
    TranslatedSegment,
    TranslatedTranscript,
    TranslationMetadata,
    Word,
)
from shared.paths import PROJECT_ROOT
from tests.support.jobs import make_job, put

EIGHT = ("hi", "en", "gu", "ta", "es", "ru", "zh", "ar")
FILMS = {
    "sample_01": PROJECT_ROOT / "in" / "Energy Demand in AI.mp4",
    "sample_02": PROJECT_ROOT / "in" / "test_clips" / "jaane_tu_test_clip.mp4",
}


def reference(sample: str, name: str) -> dict[str, object]:
    """Reads `transcript` or `translations` of a sample."""
    path = PROJECT_ROOT / "in" / "references" / sample / f"{name}.json"
    value: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return value


def transcript_of(sample: str) -> Transcript:
    """Returns what is said and sung in a sample, exactly."""
    truth = reference(sample, "transcript")
    segments = tuple(
        Segment(
            id=row["id"], start=row["start"], end=row["end"], text=row["text"],
            speaker=row["speaker"], kind=row["kind"],
            words=tuple(
                Word(text=word["text"], start=word["start"], end=word["end"])
                for word in row["words"]
            ),
        )
        for row in truth["segments"]  # type: ignore[attr-defined]
    )  # fmt: skip
    return Transcript(
        language=str(truth["language"]), duration=float(truth["duration"]),  # type: ignore[arg-type]
        engine="reference", segments=segments,
    )  # fmt: skip


def translation_of(sample: str, language: str, transcript: Transcript) -> TranslatedTranscript:
    """Returns a sample's translation into a language."""
    rows = reference(sample, "translations")[language]
    texts = {row["id"]: row["text"] for row in rows}  # type: ignore[attr-defined]
    segments = tuple(
        TranslatedSegment(
            id=s.id, start=s.start, end=s.end, text=texts[s.id], source_text=s.text,
            engine="reference", speaker=s.speaker, kind=s.kind,
        )
        for s in transcript.segments
    )  # fmt: skip
    return TranslatedTranscript(
        language=language, source_language=transcript.language, segments=segments
    )


def translated_job(root: Path, sample: str, **settings: str) -> Path:
    """Makes a job of a sample whose subtitles are all that is left to make."""
    transcript = transcript_of(sample)
    targets = [code for code in EIGHT if code != transcript.language]
    job_dir = make_job(
        root, FILMS[sample], source_language=transcript.language,
        target_languages=",".join(targets), **settings,  # type: ignore[arg-type]
    )  # fmt: skip
    put(job_dir, AUDIO_INFO, AudioInfo(
        sample_rate=16000, channels=1, duration=transcript.duration))  # fmt: skip
    put(job_dir, CLEANED, transcript)
    for language in targets:
        made = translation_of(sample, language, transcript)
        put(job_dir, TRANSLATED, made, language=language)
    reports = tuple(
        TargetReport(language=code, engines={"reference": 1}, chain=("reference",), segments=1)
        for code in targets
    )
    metadata = TranslationMetadata(source_language=transcript.language, targets=reports)
    put(job_dir, TRANSLATION_METADATA, metadata)
    return job_dir
