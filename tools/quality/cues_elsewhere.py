"""The part of the section `cues` that needs other tools: run it in their environment.

Usage: python cues_elsewhere.py TASK.json ANSWER.json

It imports nothing of the project, whose packages that environment has not.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

Segments = list[dict[str, Any]]


def whisperx_srt(segments: Segments, language: str, width: int | None) -> str:
    """Writes SRT as whisperX's command line does, without or with its options for lines."""
    from whisperx.utils import WriteSRT

    told = [
        {**s, "words": [{k: w[k] for k in ("word", "start", "end")} for w in s["words"]]}
        for s in segments
    ]
    options = {
        "max_line_width": width,
        "max_line_count": None if width is None else 2,
        "highlight_words": False,
    }
    target = io.StringIO()
    result = {"segments": told, "language": language}
    WriteSRT(".").write_result(result, target, options)
    return target.getvalue()


def stable_ts_srt(segments: Segments, language: str, width: int | None) -> str:
    """Writes SRT as stable-ts does after its default regrouping, without or with line limits."""
    from stable_whisper import WhisperResult

    glue = "" if language in {"zh", "ja"} else " "
    told = [
        {**s, "words": [{**w, "word": glue + w["word"], "probability": 1.0} for w in s["words"]]}
        for s in segments
    ]
    result = WhisperResult({"language": language, "segments": told}).regroup()
    if width is not None:
        result.split_by_length(max_chars=2 * width).split_by_length(max_chars=width, newline=True)
    written = result.to_srt_vtt(word_level=False)
    return str(written)


def suber(hypothesis: str, reference: str, folder: Path) -> float:
    """Returns SubER of one SRT text against another."""
    from suber.file_readers import SRTFileReader
    from suber.metrics.suber import calculate_SubER

    parts = []
    for name, text in (("hypothesis", hypothesis), ("reference", reference)):
        path = folder / f"{name}.srt"
        path.write_text(text, encoding="utf-8")
        parts.append(SRTFileReader(str(path)).read())
    return float(calculate_SubER(hypothesis=parts[0], reference=parts[1]))


def answer(row: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Makes the peers' files of one track, and measures SubER where there is a reference."""
    segments, language, width = row["segments"], row["language"], row["width"]
    made = {
        "whisperX": whisperx_srt(segments, language, None),
        "whisperX, lines limited": whisperx_srt(segments, language, width),
        "stable-ts": stable_ts_srt(segments, language, None),
        "stable-ts, lines limited": stable_ts_srt(segments, language, width),
    }
    scores = {}
    if row["reference"]:
        hypotheses = {"ours": row["ours"], **made}
        scores = {name: suber(text, row["reference"], folder) for name, text in hypotheses.items()}
    return {"name": row["name"], "srt": made, "suber": scores}


def main(task: str, target: str) -> None:
    """Answers every row of a task."""
    rows = json.loads(Path(task).read_text(encoding="utf-8"))
    answers = [answer(row, Path(target).parent) for row in rows]
    Path(target).write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
