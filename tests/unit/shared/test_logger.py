"""Logs: form, levels, and lines that cannot be forged."""

import json
from pathlib import Path

import pytest

from shared.logger import PipelineLogger, pipeline_log, printable


def logged(tmp_path: Path, text: str, **options: object) -> str:
    path = tmp_path / "x.log"
    logger = PipelineLogger("demux", "DEBUG", {path: 0}, job_id="job-1", **options)  # type: ignore[arg-type]
    logger.info(text)
    logger.close()
    return path.read_text(encoding="utf-8")


def test_plain_lines(tmp_path: Path) -> None:
    line = logged(tmp_path, "नमस्ते")
    assert line.startswith("[20")
    assert line.endswith("] [demux] [INFO] [job-1] नमस्ते\n")


def test_json_lines_keep_extra_fields(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    logger = PipelineLogger("asr", files={path: 0}, job_id="job-1", log_format="json")
    logger.warning("slow", extra={"seconds": 3})
    row = json.loads(path.read_text())
    assert (row["level"], row["job_id"], row["seconds"]) == ("WARNING", "job-1", 3)


def test_a_file_name_cannot_forge_a_line(tmp_path: Path) -> None:
    text = logged(tmp_path, "film\n[2026-01-01 00:00:00] [mux] [INFO] all is well\u202e\x1b[31m")
    assert len(text.splitlines()) == 1
    assert "\\x0a" in text
    assert "\x1b" not in text


def test_devanagari_and_tabs_pass() -> None:
    assert printable("क\tख") == "क\tख"


@pytest.mark.parametrize(("level", "seen"), [("ERROR", 1), ("WARN", 2), ("info", 3), ("DEBUG", 4)])
def test_levels(tmp_path: Path, level: str, seen: int) -> None:
    path = tmp_path / "x.log"
    logger = PipelineLogger("x", level, {path: 0})
    for say in (logger.debug, logger.info, logger.warning, logger.error):
        say("text")
    assert len(path.read_text().splitlines()) == seen


def test_the_newest_pipeline_log_is_found(tmp_path: Path) -> None:
    first = pipeline_log(tmp_path / "logs", new=True)
    first.write_text("x")
    assert pipeline_log(tmp_path / "logs") == first
    assert first.name.startswith("99_pipeline_")
