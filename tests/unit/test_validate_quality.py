"""Tests of the quality report on job folders made from the references themselves."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pysubs2
import pytest

TESTS = Path(__file__).resolve().parents[1]
MEDIA = TESTS.parent / "in"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate_quality", TESTS / "validate-quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their own module up
    spec.loader.exec_module(module)
    return module


def write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def job_from_reference(folder: Path, sample: str, shift: float = 0.0) -> Path:
    """A job that made no mistake but for a constant time offset."""
    reference = MEDIA / "references" / sample
    transcript = json.loads((reference / "transcript.json").read_text(encoding="utf-8"))
    translations = json.loads((reference / "translations.json").read_text(encoding="utf-8"))
    subtitles = pysubs2.SSAFile()
    for segment in transcript["segments"]:
        for timed in (segment, *segment["words"]):
            timed["start"] += shift
            timed["end"] += shift
            timed["confidence"] = 0.97
        subtitles.append(
            pysubs2.SSAEvent(
                start=round(segment["start"] * 1000),
                end=round(segment["end"] * 1000),
                text=segment["text"],
            )
        )
    write(folder / "07_alignment/transcript.json", transcript)
    for language, rows in translations.items():
        segments = [
            {**segment, "text": row["text"]}
            for segment, row in zip(transcript["segments"], rows, strict=True)
        ]
        write(folder / f"10_translation/transcript_{language}.json", {"segments": segments})
    cues = folder / "11_subtitle_generation/subtitles/film.en.srt"
    cues.parent.mkdir(parents=True)
    subtitles.save(str(cues))
    return folder


def run(tool: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["validate-quality.py", *arguments])
    code: int = tool.main()
    return code


@pytest.mark.parametrize("sample", ["sample_01", "sample_02"])
def test_a_job_without_mistakes_meets_every_baseline(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sample: str
) -> None:
    job = job_from_reference(tmp_path / "job", sample)
    output = tmp_path / "report.json"
    arguments = ["--job-dir", str(job), "--sample", sample, "--output", str(output), "--strict"]
    assert run(tool, monkeypatch, *arguments) == 0
    figures = json.loads(output.read_text(encoding="utf-8"))["figures"]
    assert figures["words"]["wer"] == 0
    assert figures["word_timing"]["p95_ms"] == 0
    assert figures["cue_timing"]["start"]["p95_ms"] < 1
    assert figures["coverage"]["speech_without_cue"] < 0.02
    assert len(figures["translation"]) == 7
    for scores in figures["translation"].values():
        assert scores["bleu"] == pytest.approx(100)
        assert scores["applied"] == scores["occurred"] > 0


def test_an_offset_misses_the_timing_baseline(
    tool: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    job = job_from_reference(tmp_path / "job", "sample_01", shift=0.35)
    arguments = ["--job-dir", str(job), "--sample", "sample_01"]
    assert run(tool, monkeypatch, *arguments) == 0
    assert "timing_accuracy_ms" in capsys.readouterr().out
    assert run(tool, monkeypatch, *arguments, "--strict") == 1


def test_a_transcribe_job_is_measured_by_its_segments(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    job = job_from_reference(tmp_path / "job", "sample_02")
    (job / "11_subtitle_generation/subtitles/film.en.srt").unlink()
    output = tmp_path / "report.json"
    arguments = ["--job-dir", str(job), "--sample", "sample_02", "--output", str(output)]
    assert run(tool, monkeypatch, *arguments) == 0
    assert json.loads(output.read_text())["figures"]["cue_source"] == "transcript segments"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--job-dir", "absent", "--sample", "sample_01"], "no job folder"),
        (["--job-dir", ".", "--sample", "sample_99"], "known are sample_01, sample_02"),
    ],
)
def test_invalid_input_is_said(
    tool: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    part: str,
) -> None:
    assert run(tool, monkeypatch, *arguments) == 2
    assert part in capsys.readouterr().err


def test_an_unfinished_job_is_said(
    tool: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(tool, monkeypatch, "--job-dir", str(tmp_path), "--sample", "sample_01") == 2
    assert "alignment stage" in capsys.readouterr().err


def test_a_broken_transcript_is_said(
    tool: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path / "07_alignment/transcript.json", {})
    (tmp_path / "07_alignment/transcript.json").write_text("{", encoding="utf-8")
    assert run(tool, monkeypatch, "--job-dir", str(tmp_path), "--sample", "sample_01") == 2
    assert "not valid JSON" in capsys.readouterr().err


def test_references_are_refused_for_another_film(
    tool: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    job = job_from_reference(tmp_path / "job", "sample_01")
    index = (MEDIA / "test_media_index.json").read_text(encoding="utf-8")
    (tmp_path / "test_media_index.json").write_text(index, encoding="utf-8")
    (tmp_path / "Energy Demand in AI.mp4").write_bytes(b"another film")
    arguments = ["--job-dir", str(job), "--sample", "sample_01", "--media-root", str(tmp_path)]
    assert run(tool, monkeypatch, *arguments) == 2
    assert "--references" in capsys.readouterr().err
    own = str(MEDIA / "references/sample_01")
    assert run(tool, monkeypatch, *arguments, "--references", own) == 0
