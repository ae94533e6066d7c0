"""Compare a finished job with a standard sample's reference and print what was measured.

Usage: python tests/validate-quality.py --job-dir out/2026/11/22/user/1 --sample sample_01

Baselines come from `in/test_media_index.json`. Judged are word errors, confidence, glossary and
timing; BLEU is reported as it comes, on its scale of 0 to 100; what needs a person (context) or a
second run (processing time) is named as not measured here.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import pysubs2

from tests import quality_metrics as metrics
from tests.quality_metrics import Span

MEDIA = Path(__file__).resolve().parents[1] / "in"
REPORTED_ONLY = {"translation_bleu"}
"""Baselines out of any system's reach, shown without bearing on `--strict`."""
SUCCESS, BASELINE_MISSED, INVALID_INPUT = 0, 1, 2


class InvalidInputError(Exception):
    """The job or the sample cannot be compared; the message says why and what to do."""


@dataclass(frozen=True)
class Reference:
    """What a sample is known to contain."""

    language: str
    segments: list[Span]
    words: list[Span]
    translations: dict[str, list[Span]]
    glossary: list[dict[str, str]]


@dataclass(frozen=True)
class Job:
    """What a job made of it; `translations` and `cues` by language, empty where not asked for."""

    segments: list[Span]
    words: list[Span]
    confidences: list[float]
    translations: dict[str, list[Span]]
    cues: dict[str, list[Span]]


def read_json(path: Path, purpose: str) -> Any:
    """Read a JSON file, or say which one is missing or broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InvalidInputError(f"{path} is missing: {purpose}.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{path} is not valid JSON: {error}.") from error


def index_entry(sample: str, media: Path) -> dict[str, Any]:
    """The sample's entry in the index."""
    index = read_json(media / "test_media_index.json", "the index of the standard samples")
    entries: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in index["test_samples"]}
    if sample not in entries:
        raise InvalidInputError(f"There is no sample {sample!r}; known are {', '.join(entries)}.")
    return entries[sample]


def refuse_foreign_film(entry: dict[str, Any], media: Path) -> None:
    """The shipped references describe the stand-in; another film needs references of its own."""
    film = media / entry["file"]
    if film.is_file() and hashlib.sha256(film.read_bytes()).hexdigest() != entry["sha256"]:
        raise InvalidInputError(
            f"{film} is not the shipped stand-in, whose references these are. Give references for"
            " your film with --references DIR, or put the stand-in back with"
            " tools/setup-test-media.sh --stand-ins."
        )


def load_reference(folder: Path) -> Reference:
    """Read a sample's `transcript.json`, `translations.json` and, where there is one, glossary."""
    transcript = read_json(folder / "transcript.json", "the sample's reference transcript")
    segments = [span(raw) for raw in transcript["segments"]]
    words = [
        span({**word, "kind": raw["kind"]})
        for raw in transcript["segments"]
        for word in raw["words"]
    ]
    translations = read_json(folder / "translations.json", "the sample's reference translations")
    times = {raw["id"]: raw for raw in transcript["segments"]}
    by_language = {
        language: [span({**times[row["id"]], "text": row["text"]}) for row in rows]
        for language, rows in translations.items()
    }
    return Reference(transcript["language"], segments, words, by_language, load_glossary(folder))


def load_glossary(folder: Path) -> list[dict[str, str]]:
    """The rows of `glossary.tsv`; none where there is no such file."""
    path = folder / "glossary.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def load_job(folder: Path) -> Job:
    """Read what a job's stages left; only the transcript must be there."""
    if not folder.is_dir():
        raise InvalidInputError(f"There is no job folder {folder}.")
    transcript = read_json(
        folder / "07_alignment" / "transcript.json",
        "the job has not finished its alignment stage, run it first",
    )
    raw_words = [word for raw in transcript["segments"] for word in raw.get("words") or []]
    translated = sorted((folder / "10_translation").glob("transcript_*.json"))
    subtitles = sorted((folder / "11_subtitle_generation" / "subtitles").glob("*.srt"))
    return Job(
        segments=[span(raw) for raw in transcript["segments"]],
        words=[span(word) for word in raw_words],
        confidences=[w["confidence"] for w in raw_words if w.get("confidence") is not None],
        translations={
            path.stem.removeprefix("transcript_"): [
                span(raw) for raw in read_json(path, "a translated transcript")["segments"]
            ]
            for path in translated
        },
        cues={path.stem.rsplit(".", 1)[-1]: load_cues(path) for path in subtitles},
    )


def load_cues(path: Path) -> list[Span]:
    """The cues of a subtitle file."""
    events = pysubs2.load(str(path), encoding="utf-8").events
    return [Span(event.start / 1000, event.end / 1000, event.plaintext) for event in events]


def span(raw: dict[str, Any]) -> Span:
    """A segment or word of a JSON file."""
    return Span(raw["start"], raw["end"], raw["text"], raw.get("kind") or "speech")


def measure(reference: Reference, job: Job) -> dict[str, Any]:
    """Everything that the job's outputs let be measured."""
    recognised = job.words or job.segments
    speech, song = metrics.split_by_kind(recognised, reference.segments)
    spoken = [segment for segment in reference.segments if segment.kind == "speech"]
    spoken_words = [word for word in reference.words if word.kind == "speech"]
    sung = [segment for segment in reference.segments if segment.kind == "song"]
    cues = job.cues.get(reference.language) or next(iter(job.cues.values()), job.segments)
    return {
        "words": metrics.word_errors(spoken, speech),
        "song_words": metrics.word_errors(sung, song) if sung else None,
        "confidence": mean(job.confidences) if job.confidences else None,
        "cue_timing": metrics.cue_timing(reference.segments, cues),
        "word_timing": metrics.word_timing(spoken_words, speech if job.words else []),
        "coverage": metrics.coverage(reference.segments, cues),
        "cue_source": "subtitles" if job.cues else "transcript segments",
        "translation": {
            language: measure_translation(reference, language, segments)
            for language, segments in job.translations.items()
            if language in reference.translations and language != reference.language
        },
    }


def measure_translation(
    reference: Reference, language: str, segments: Sequence[Span]
) -> dict[str, float]:
    """BLEU, chrF++ and glossary use of one target language."""
    found = metrics.passages(reference.translations[language], segments)
    pairs = [(metrics.joined(p.reference), metrics.joined(p.hypothesis)) for p in found]
    source = {segment.start: segment for segment in reference.segments}
    texts = [
        (metrics.joined(source[part.start] for part in p.reference), metrics.joined(p.hypothesis))
        for p in found
    ]
    terms = [(row["term"], row[language]) for row in reference.glossary if row.get(language)]
    return metrics.translation_scores(pairs, language) | metrics.glossary_use(terms, texts)


def judge(figures: dict[str, Any], baseline: dict[str, float]) -> list[dict[str, Any]]:
    """Set the figures beside the baselines of the index."""
    translations = figures["translation"].values()
    occurred = sum(scores["occurred"] for scores in translations)
    applied = sum(scores["applied"] for scores in translations)
    start = figures["cue_timing"]["start"]
    measured: dict[str, tuple[float | None, bool]] = {  # figure, and whether less is better
        "asr_wer": (figures["words"]["wer"], True),
        "asr_confidence": (figures["confidence"], False),
        "timing_accuracy_ms": (start["p95_ms"] if start else None, True),
        "glossary_application": (applied / occurred if occurred else None, False),
    }
    if translations:
        measured["translation_bleu"] = (mean(s["bleu"] for s in translations) / 100, False)
    verdicts = []
    for name, target in baseline.items():
        value, less_is_better = measured.get(name, (None, False))
        verdict = "not measured here"
        if value is not None:
            met = value <= target if less_is_better else value >= target
            verdict = "met" if met else "missed"
            if name in REPORTED_ONLY:
                verdict += " (not judged)"
        verdicts.append({"name": name, "target": target, "value": value, "verdict": verdict})
    return verdicts


def table(sample: str, figures: dict[str, Any], verdicts: list[dict[str, Any]]) -> str:
    """The report as plain text."""
    rows = [("measure", "value"), *flat_rows(figures)]
    width = max(len(name) for name, _ in rows)
    lines = [f"Quality of {sample}", ""]
    lines += [f"{name:<{width}}  {value}" for name, value in rows]
    lines += ["", f"{'baseline':<{width}}  {'target':>9}  {'value':>9}  verdict"]
    for row in verdicts:
        value = "-" if row["value"] is None else f"{row['value']:.3f}"
        lines.append(f"{row['name']:<{width}}  {row['target']:>9}  {value:>9}  {row['verdict']}")
    return "\n".join(lines) + "\n"


def flat_rows(figures: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested figures as rows; an absent figure shows as a dash."""
    rows: list[tuple[str, str]] = []
    for name, value in figures.items():
        if isinstance(value, dict):
            rows += flat_rows(value, f"{prefix}{name}.")
        elif isinstance(value, float):
            rows.append((prefix + name, f"{value:.3f}"))
        else:
            rows.append((prefix + name, "-" if value is None else str(value)))
    return rows


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--job-dir", type=Path, required=True, help="a finished job's folder")
    parser.add_argument("--sample", required=True, help="sample_01 or sample_02")
    parser.add_argument("--output", type=Path, help="write the figures as JSON too")
    parser.add_argument("--references", type=Path, help="references of your own film")
    parser.add_argument("--media-root", type=Path, default=MEDIA, help="default: in/")
    parser.add_argument("--strict", action="store_true", help="exit 1 if a baseline is missed")
    return parser.parse_args()


def main() -> int:
    """Command line entry; returns the exit code."""
    arguments = parse_arguments()
    try:
        entry = index_entry(arguments.sample, arguments.media_root)
        if arguments.references is None:
            refuse_foreign_film(entry, arguments.media_root)
        folder = arguments.references or arguments.media_root / entry["references"]
        figures = measure(load_reference(folder), load_job(arguments.job_dir))
    except InvalidInputError as error:
        sys.stderr.write(f"{error}\n")
        return INVALID_INPUT
    verdicts = judge(figures, entry["quality_baseline"])
    sys.stdout.write(table(arguments.sample, figures, verdicts))
    if arguments.output:
        report = {"sample": arguments.sample, "figures": figures, "baselines": verdicts}
        text = json.dumps(report, ensure_ascii=False, indent=2)
        arguments.output.write_text(text + "\n", encoding="utf-8")
    missed = any(row["verdict"] == "missed" for row in verdicts)
    return BASELINE_MISSED if arguments.strict and missed else SUCCESS


if __name__ == "__main__":
    sys.exit(main())
