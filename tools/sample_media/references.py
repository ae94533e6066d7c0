"""What is known from the making, written down: words, times, speakers, translations, terms."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import subprocess
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from tools.sample_media.film import Shot
from tools.sample_media.script import Script
from tools.sample_media.soundtrack import PlacedLine, Soundtrack

LANGUAGES = ("en", "hi", "gu", "ta", "es", "ru", "zh", "ar")
GLOSSARY_COLUMNS = ("term", "kind", "note", *LANGUAGES)


def write_references(
    script: Script, track: Soundtrack, shots: tuple[Shot, ...], folder: Path
) -> None:
    """Write `transcript.json`, `transcript.txt`, `translations.json` and `glossary.tsv`.

    Args:
        script: What is said.
        track: When it is said.
        shots: When the picture changes.
        folder: `in/references/<sample id>`; made if absent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / "transcript.json", _transcript(script, track, shots))
    _write_json(folder / "translations.json", _translations(track))
    lines = "".join(_text_line(placed) for placed in track.lines)
    (folder / "transcript.txt").write_text(lines, encoding="utf-8")
    rows: list[tuple[str, ...]] = [GLOSSARY_COLUMNS]
    rows += [tuple(term.get(column, "") for column in GLOSSARY_COLUMNS) for term in script.glossary]
    table = "".join("\t".join(row) + "\n" for row in rows)
    (folder / "glossary.tsv").write_text(table, encoding="utf-8")


def update_index(script: Script, track: Soundtrack, film: Path, index: Path) -> None:
    """Enter the new film's checksum, size and duration, and the tools that made it."""
    content = json.loads(index.read_text(encoding="utf-8"))
    entry = next(e for e in content["test_samples"] if e["id"] == script.sample_id)
    entry["duration"] = round(track.duration, 3)
    entry["sha256"] = hashlib.sha256(film.read_bytes()).hexdigest()
    entry["size_bytes"] = film.stat().st_size
    entry["made_with"] = _tool_versions()
    _write_json(index, content)


def _transcript(script: Script, track: Soundtrack, shots: tuple[Shot, ...]) -> dict[str, Any]:
    frame_rate = script.settings["frame_rate"]
    return {
        "sample_id": script.sample_id,
        "language": script.language,
        "duration": round(track.duration, 3),
        "shot_changes": [round(shot.first_frame / frame_rate, 3) for shot in shots[1:]],
        "speakers": script.speakers,
        "segments": [_segment(placed) for placed in track.lines],
    }


def _segment(placed: PlacedLine) -> dict[str, Any]:
    return {
        "id": placed.number,
        "start": round(placed.start, 3),
        "end": round(placed.end, 3),
        "text": placed.line.text,
        "speaker": placed.line.speaker,
        "language": placed.line.language,
        "kind": placed.line.kind,
        "words": [
            {"text": word.text, "start": round(word.start, 3), "end": round(word.end, 3)}
            for word in placed.words
        ],
    }


def _translations(track: Soundtrack) -> dict[str, list[dict[str, Any]]]:
    return {
        language: [
            {"id": placed.number, "text": placed.line.translations[language]}
            for placed in track.lines
        ]
        for language in LANGUAGES
    }


def _text_line(placed: PlacedLine) -> str:
    mark = "♪ " if placed.line.kind == "song" else ""
    times = f"[{placed.start:7.3f} - {placed.end:7.3f}]"
    return f"{times} {placed.line.speaker}: {mark}{placed.line.text}\n"


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def _tool_versions() -> dict[str, str]:
    espeak = subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True, check=True)
    return {
        "espeak-ng": espeak.stdout.split(":")[1].split()[0],
        "ffmpeg": imageio_ffmpeg.get_ffmpeg_version(),
        "numpy": importlib.metadata.version("numpy"),
        "pillow": importlib.metadata.version("pillow"),
    }
