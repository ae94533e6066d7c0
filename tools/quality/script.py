"""How well the wrong script is found and mended, and words told by language."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pysubs2
from jiwer import cer

from cp_whisperx.asr.script_faults import find_fault
from cp_whisperx.asr.urdu_to_devanagari import urdu_to_devanagari
from cp_whisperx.asr.word_languages import languages_of
from shared.devanagari import to_latin
from shared.roman_to_devanagari import roman_to_devanagari
from tools.quality.hinglish import Line, hinglish_lines

TITLE = "Script and language of words"

_NTREX = {"hi": "hin", "gu": "guj", "ta": "tam", "ur": "urd", "ar": "arb", "ru": "rus", "es": "spa",
          "zh": "zho-CN", "en": "eng-US"}  # fmt: skip
# The marks of short vowels, which Urdu does not write.
_MARKS = re.compile(r"[\u064b-\u065f\u0670]")
Convert = Callable[[Sequence[str]], list[str]]


def measure(data: Path) -> str:
    """Measures on the folder's texts and on lines written for this project."""
    texts = hindi_references(data)
    lines = hinglish_lines()
    return "\n\n".join((_found(texts, lines), _false_alarms(data, texts, lines),
                        _converted(texts, lines), _told(lines)))  # fmt: skip


def hindi_references(data: Path) -> list[str]:
    """Returns the reference texts of the Hindi recordings."""
    with (data / "MANIFEST.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = (row["ref"] for row in rows if row["file"].startswith("speech_hi_dev"))
    return [text for text in found if text != "none"]


def _found(texts: list[str], lines: list[Line]) -> str:
    """The detector's recall."""
    rows = [("reference texts romanised by the project's own rule", _by_rule(texts))]
    for name, made in _foreign_spellings(texts).items():
        rows.append((f"reference texts in {name}", made))
    natural = [line.text for line in lines if line.kind == "hi" and not line.seen]
    rows.append(("film lines in natural spelling, unseen", natural))
    mixed = [line.text for line in lines if line.kind == "mixed"]
    table = [(name, len(made), sum(_is_whole(text) for text in made)) for name, made in rows]
    table.append(("lines that mix both, with a Hindi word in Latin letters", len(mixed),
                  sum(find_fault(text, "hi") is not None for text in mixed)))  # fmt: skip
    return _table(
        "Segments of Hindi in the wrong script, and how many the guard finds.",
        ("what", "segments", "found"), table,
    )  # fmt: skip


def _is_whole(text: str) -> bool:
    fault = find_fault(text, "hi")
    return fault is not None and fault.whole


def _false_alarms(data: Path, texts: list[str], lines: list[Line]) -> str:
    english = [line.text for line in lines if line.kind == "en"]
    books = [path.read_text("utf-8") for path in (data / "speech_en" / "librivox_ps").glob("*.txt")]
    checked = [
        ("Hindi reference texts", "hi", texts),
        ("English film subtitles, in a Hindi film", "hi", _film_lines(data)),
        ("English audio book lines, in a Hindi film", "hi", books),
        ("English lines written to be confused, in a Hindi film", "hi", english),
    ]
    for code, name in _NTREX.items():
        path = data / "mt_eval" / "ntrex" / f"newstest2019-ref.{name}.txt"
        checked.append((f"NTREX news lines ({code})", code, path.read_text("utf-8").splitlines()))
    table = [
        (name, len(rows), sum(find_fault(text, code) is not None for text in rows))
        for name, code, rows in checked
    ]
    return _table(
        "Segments in the right script, and how many the guard would touch. NTREX's Hindi, "
        "Gujarati and English words are among those that the lists and the model were made of.",
        ("what", "segments", "false alarms"), table,
    )  # fmt: skip


def _film_lines(data: Path) -> list[str]:
    paths = sorted((data / "film").glob("*/*eng*.srt"))
    return [line.plaintext for path in paths for line in pysubs2.load(str(path))]


def _converted(texts: list[str], lines: list[Line]) -> str:
    """Character error rates of the conversions into Devanagari."""
    rows: list[tuple[str, list[str], list[str], Convert]] = [
        ("Latin, the project's own rule", texts, _by_rule(texts), roman_to_devanagari)
    ]
    for name, made in _foreign_spellings(texts).items():
        is_urdu = name.startswith("Urdu")
        rows.append((name, texts, made, urdu_to_devanagari if is_urdu else roman_to_devanagari))
    for name, seen in (("unseen", False), ("seen while the lists were written", True)):
        chosen = [line for line in lines if line.kind == "hi" and line.seen == seen]
        rows.append((f"Latin, film lines in natural spelling, {name}",
                     [line.devanagari for line in chosen], [line.text for line in chosen],
                     roman_to_devanagari))  # fmt: skip
    table = []
    for name, expected, made, convert in rows:
        written = [" ".join(convert(text.split())) for text in made]
        words = [pair for text, got in zip(expected, written, strict=True)
                 for pair in zip(text.split(), got.split(), strict=False)]  # fmt: skip
        right = sum(one == other for one, other in words) / len(words)
        table.append((name, len(expected), f"{cer(expected, written):.1%}", f"{right:.1%}"))
    return _table(
        "Conversion into Devanagari: characters wrong, and words right to the letter (one of two "
        "accepted spellings, such as यहाँ and यहां, counts as wrong). The reference texts are news, "
        "whose learned words the lists lack; none of them went into the lists. What a program "
        "romanised by rule is easier than what people write; the film lines stand for that.",
        ("from", "segments", "characters wrong", "words right"), table,
    )  # fmt: skip


def _told(lines: list[Line]) -> str:
    table = []
    for name, seen in (("unseen", False), ("seen, many written to be confused", True)):
        pairs = [
            (language, told)
            for line in lines
            if line.seen == seen
            for language, told in zip(line.languages, languages_of(line.words, "hi"), strict=True)
            if language != "name"
        ]
        right = sum(one == other for one, other in pairs)
        table.append((name, len(pairs), f"{right / len(pairs):.1%}"))
    return _table(
        "Words in Latin letters told as Hindi or English, in labelled lines written for this "
        "project; names are left out.",
        ("lines", "words", "told rightly"), table,
    )  # fmt: skip


def _by_rule(texts: list[str]) -> list[str]:
    return [" ".join((to_latin(word) or word).lower() for word in text.split()) for text in texts]


def _foreign_spellings(texts: list[str]) -> dict[str, list[str]]:
    """Returns the texts as aksharamukha writes them; nothing where it is not installed.

    It is no requirement of the project: its licence is the AGPL.
    """
    try:
        from aksharamukha import transliterate
    except ImportError:
        return {}
    latin = [
        transliterate.process("Devanagari", "RomanColloquial", text,
                              pre_options=["RemoveSchwaHindi"])
        for text in texts
    ]  # fmt: skip
    urdu = (_MARKS.sub("", transliterate.process("Devanagari", "Urdu", text)) for text in texts)
    # It writes the conjunction as one letter; Urdu never does.
    conjoined = [" ".join("کہ" if w == "ک" else w for w in text.split()) for text in urdu]
    return {
        "Latin letters by aksharamukha": latin,
        "Urdu's letters by aksharamukha, without short vowels": conjoined,
    }


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return caption + "\n\n" + "\n".join(lines)
