"""The shipped samples hold together: index, films, transcripts, translations."""

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any

import av
import pytest

MEDIA = Path(__file__).resolve().parents[2] / "in"
SAMPLES: list[dict[str, Any]] = json.loads(
    (MEDIA / "test_media_index.json").read_text(encoding="utf-8")
)["test_samples"]
SCRIPTS = {
    "en": "LATIN", "hi": "DEVANAGARI", "gu": "GUJARATI", "ta": "TAMIL", "es": "LATIN",
    "ru": "CYRILLIC", "zh": "CJK", "ar": "ARABIC",
}  # fmt: skip

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])


def reference(sample: dict[str, Any], name: str) -> Any:
    path = MEDIA / sample["references"] / name
    return json.loads(path.read_text(encoding="utf-8"))


@each_sample
def test_the_film_is_the_one_in_the_index(sample: dict[str, Any]) -> None:
    raw = (MEDIA / sample["file"]).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == sample["sha256"]
    assert len(raw) == sample["size_bytes"]


def test_the_films_are_small_enough_to_ship() -> None:
    assert sum(sample["size_bytes"] for sample in SAMPLES) < 3_000_000


@each_sample
def test_the_film_has_tagged_picture_and_sound(sample: dict[str, Any]) -> None:
    with av.open(str(MEDIA / sample["file"])) as film:
        assert film.metadata["title"]
        video, audio = film.streams.video[0], film.streams.audio[0]
        expected = "eng" if sample["language"] == "en" else "hin"
        assert audio.metadata["language"] == expected
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert film.duration is not None
        assert film.duration / 1e6 == pytest.approx(sample["duration"], abs=0.1)


@each_sample
def test_times_are_in_order_and_in_bounds(sample: dict[str, Any]) -> None:
    transcript = reference(sample, "transcript.json")
    words = [word for segment in transcript["segments"] for word in segment["words"]]
    edges = [edge for word in words for edge in (word["start"], word["end"])]
    assert edges == sorted(edges)
    assert edges[0] > 0
    assert edges[-1] < transcript["duration"]
    assert all(word["end"] - word["start"] > 0.03 for word in words)
    assert len(transcript["shot_changes"]) >= 5


@each_sample
def test_words_are_those_of_the_text(sample: dict[str, Any]) -> None:
    for segment in reference(sample, "transcript.json")["segments"]:
        assert [word["text"] for word in segment["words"]] == segment["text"].split()
        assert segment["start"] == segment["words"][0]["start"]
        assert segment["end"] == segment["words"][-1]["end"]


@each_sample
@pytest.mark.parametrize("language", SCRIPTS)
def test_every_line_is_translated_in_the_right_script(
    sample: dict[str, Any], language: str
) -> None:
    ids = [segment["id"] for segment in reference(sample, "transcript.json")["segments"]]
    rows = reference(sample, "translations.json")[language]
    assert [row["id"] for row in rows] == ids
    for row in rows:
        letters = [c for c in row["text"] if unicodedata.category(c).startswith("L")]
        own = [c for c in letters if unicodedata.name(c).startswith(SCRIPTS[language])]
        assert own == letters
        assert row["text"] == unicodedata.normalize("NFC", row["text"])
