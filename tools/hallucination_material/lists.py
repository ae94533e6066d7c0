"""Reads the lists of made-up text and the real texts of the data folder."""

import json
from collections.abc import Iterator
from pathlib import Path

import pysubs2

from shared.languages import LANGUAGES

# Languages whose lists had been seen when phrases and weights were chosen.
SEEN = frozenset({"hi", "en", "gu", "ta", "ur", "bn", "mr", "te", "pa", "zh", "ja", "ko"})
_MORE = {
    "turkish": "tr", "dutch": "nl", "polish": "pl", "swedish": "sv", "danish": "da",
    "norwegian": "no", "finnish": "fi", "czech": "cs", "romanian": "ro", "hungarian": "hu",
    "greek": "el", "hebrew": "he", "indonesian": "id", "vietnamese": "vi", "thai": "th",
    "ukrainian": "uk", "bulgarian": "bg", "serbian": "sr", "croatian": "hr", "persian": "fa",
    "malay": "ms", "tagalog": "tl", "swahili": "sw",
}  # fmt: skip
CODES = {row.name.lower(): code for code, row in LANGUAGES.items()} | _MORE
UNKNOWN = "und"
_NTREX = {
    "hi": "hin", "en": "eng-US", "gu": "guj", "ta": "tam", "ur": "urd", "ar": "arb", "ru": "rus",
    "es": "spa", "zh": "zho-CN",
}  # fmt: skip


def silence_outputs(data: Path) -> dict[str, list[str]]:
    """What a recogniser wrote while it heard silence, by language code."""
    path = data / "hallucination" / "base_hallucination_filter.json"
    found: dict[str, list[str]] = {}
    for name, texts in json.loads(path.read_text("utf-8")).items():
        found.setdefault(CODES.get(name, UNKNOWN), []).extend(texts)
    return found


def meeting_outputs(data: Path) -> dict[str, list[str]]:
    """What a recogniser wrote where nobody spoke in meetings, by language code."""
    return {path.stem[-2:]: list(_lines(path)) for path in _meeting_lists(data)}


def _meeting_lists(data: Path) -> list[Path]:
    return sorted((data / "hallucination" / "vexa").glob("*_??.txt"))


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def real_texts(data: Path, language: str) -> list[str]:
    """Sentences that people wrote or said: news, read speech, film dialogue."""
    name = f"mt_eval/ntrex/newstest2019-ref.{_NTREX[language]}.txt"
    texts = (data / name).read_text("utf-8").splitlines()
    if language == "hi":
        texts += [text for _, text in hindi_clips(data)]
    if language == "en":
        films = [*sorted((data / "film/morevna").glob("*eng.srt"))]
        films.append(data / "film/elephantsdream/captions.en.vtt")
        texts += [event.plaintext for film in films for event in pysubs2.load(str(film))]
    return [text for text in texts if text.strip()]


def hindi_clips(data: Path) -> list[tuple[Path, str]]:
    """Recordings of Hindi news and read speech with their texts."""
    rows = (row.split("\t") for row in (data / "MANIFEST.tsv").read_text("utf-8").splitlines())
    return [(data / row[0], row[9]) for row in rows if row[0].startswith("speech_hi_dev/indicw2v")]


def recordings_without_speech(data: Path) -> dict[str, tuple[Path, float]]:
    """Silence, noise and music, each with the second up to which nobody speaks."""
    return {
        "silence": (data / "hallucination/dadangdut_empty.mp3", 3.9),
        "music, then noise": (data / "music/ina/musanmix.mp3", 63.0),
        "music": (data / "music/test_nospeech_video.mp4", 38.0),
    }
