"""How well misspelt names are mended, and that nothing else is."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import pysubs2

from cp_whisperx.context.mending import mend_names
from cp_whisperx.context.name_book import NameBook, name_book
from cp_whisperx.context.ordinary import is_ordinary
from cp_whisperx.context.tokens import parted
from cp_whisperx.glossary.names import name_terms
from shared.artifacts import Character, GlossarySnapshot, Segment, Transcript
from shared.glossary_lookup import fold
from shared.paths import PROJECT_ROOT
from tools.quality.hinglish import hinglish_lines
from tools.quality.script import hindi_references

TITLE = "Names"

_LISTS = PROJECT_ROOT / "cp_whisperx" / "context" / "ordinary.json"
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_STEP = 4
_FILM_LINES = 400
# What recognisers do to names in Latin letters and in Devanagari: one or two of these at once.
_LATIN = (("a", "u"), ("i", "ee"), ("ee", "i"), ("u", "oo"), ("v", "w"), ("sh", "s"), ("th", "t"),
          ("dh", "d"), ("bh", "b"), ("kh", "k"), ("j", "z"), ("ai", "ay"), ("a", "aa"), ("y", "i"),
          ("e", "ae"), ("oo", "u"))  # fmt: skip
_DEVANAGARI = (("ि", "ी"), ("ी", "ि"), ("ु", "ू"), ("ू", "ु"), ("ा", ""), ("त", "ट"), ("द", "ड"),
               ("श", "स"), ("व", "ब"), ("े", "ै"), ("ो", "ौ"), ("भ", "ब"), ("ध", "द"),
               ("ण", "न"))  # fmt: skip


def measure(data: Path) -> str:
    """Measures on the folder's references, right and with their names distorted."""
    texts = references(data)
    return "\n\n".join((_false_mends(texts), _recall(texts)))


def references(data: Path) -> dict[tuple[str, str], list[str]]:
    """Returns lines as they are right, by what they are and their language."""
    films = sorted((data / "film").glob("*/*eng*.srt")) + sorted((data / "film").glob("*/*.en.vtt"))
    news = data / "mt_eval" / "ntrex"
    return {
        ("NTREX news", "en"): _lines(news / "newstest2019-ref.eng-US.txt"),
        ("NTREX news", "hi"): _lines(news / "newstest2019-ref.hin.txt"),
        ("film subtitles", "en"): [e.plaintext for f in films for e in pysubs2.load(str(f))],
        ("radio and read speech", "hi"): hindi_references(data),
        ("film lines written for this project", "hi"): [
            line.devanagari for line in hinglish_lines() if line.devanagari
        ],
    }


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@cache
def given_names() -> tuple[str, ...]:
    """Returns given names in Latin letters."""
    lists = json.loads(_LISTS.read_text(encoding="utf-8"))
    names = sorted({*lists["women"].split(), *lists["men"].split()})
    return tuple(name.title() for name in names if name.isascii())


def names_in(lines: Sequence[str]) -> list[str]:
    """Returns the names of people and places that English lines hold twice or oftener."""
    counts = Counter(name for line in lines for name in _CAPITALISED.findall(line))
    return [name for name, count in counts.items() if count > 1 and not is_ordinary(name, "en")]


def books_of(cast: Iterable[str]) -> Callable[[str], NameBook]:
    """Returns the names of a cast by script, as a job has them."""
    terms = tuple(name_terms(Character(name=name) for name in cast))
    snapshot = GlossarySnapshot(terms=terms)
    return cache(lambda script: name_book(snapshot, None, script))


def transcript_of(lines: Sequence[str], language: str) -> Transcript:
    """Makes a transcript of lines, as if they had been recognised."""
    segments = tuple(
        Segment(id=n, start=2.0 * n, end=2.0 * n + 2, text=line) for n, line in enumerate(lines)
    )
    duration = 2.0 * len(lines) + 2
    return Transcript(language=language, duration=duration, engine="text", segments=segments)


def _false_mends(texts: dict[tuple[str, str], list[str]]) -> str:
    """Mends right lines with the names in them, and with strangers' names, as cast."""
    own = names_in([line for key, lines in texts.items() if key[1] == "en" for line in lines])
    casts = {"names of the texts themselves": own}
    for first in range(_STEP):
        casts[f"given names, quarter {first + 1}"] = list(given_names()[first::_STEP])
    rows = []
    for (name, language), lines in texts.items():
        for label, cast in casts.items():
            found = mend_names(transcript_of(lines, language), books_of(cast)).repairs
            shown = ", ".join(dict.fromkeys(f"{r.before} > {r.after}" for r in found))
            rows.append((f"{name} ({language})", len(lines), label, len(cast), len(found), shown))
    return _table(
        "Lines that are right, and how many words would be changed: every change is a false one. "
        "The casts are large on purpose.",
        ("text", "lines", "cast", "names", "false mends", "which"), rows,
    )  # fmt: skip


def _recall(texts: dict[tuple[str, str], list[str]]) -> str:
    rows = []
    for (name, language), lines in texts.items():
        cast = _cast_in(lines, language)
        if not cast:
            continue
        chosen = [line for line in lines if any(w in cast for w in _cores(line))][:_FILM_LINES]
        spoilt, places = _spoilt(chosen, cast, language)
        mended = mend_names(transcript_of(spoilt, language), books_of(_latin(cast)))
        kinds = Counter(
            _judged(chosen[n], spoilt[n], mended.segments[n].text, at) for n, at in places
        )
        total = len(places)
        rows.append((f"{name} ({language})", len(cast), total, f"{kinds['right'] / total:.0%}",
                     f"{kinds['wrong'] / total:.0%}", f"{kinds['left'] / total:.0%}"))  # fmt: skip
    return _table(
        "Every other occurrence of a name distorted as recognisers do it (vowels, aspiration, "
        "like-sounding consonants; one or two changes): how many came back right, were made "
        "another name, or were left as they were. In Devanagari a name counts as right in any "
        "spelling that the glossary has of it.",
        ("text", "names", "distorted", "right", "wrong", "left"), rows,
    )  # fmt: skip


def _cores(line: str) -> list[str]:
    return [parted(word)[1] for word in line.split()]


def _names_of(lines: Sequence[str]) -> dict[str, str]:
    """Returns given names, and the words of the names that lines hold."""
    found = {name: name for name in given_names()}
    return found | {word: name for name in names_in(lines) for word in name.split()}


@cache
def _spellings() -> dict[str, str]:
    """Returns given names by their likely spellings in Devanagari."""
    terms = name_terms(Character(name=name) for name in given_names())
    return {alias: term.term for term in reversed(terms) for alias in reversed(term.aliases)}


def _cast_in(lines: Sequence[str], language: str) -> dict[str, str]:
    """Returns the words of names that lines hold twice or oftener, each with the whole name."""
    known = _spellings() if language == "hi" else _names_of(lines)
    counts = Counter(core for line in lines for core in _cores(line) if core in known)
    least = 3 if language == "hi" else 4
    return {name: known[name] for name, count in counts.items() if count > 1 and len(name) >= least}


def _latin(cast: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(cast.values()))


def _spoilt(
    lines: Sequence[str], cast: dict[str, str], language: str
) -> tuple[list[str], list[tuple[int, int]]]:
    """Distorts every other name; returns the lines and the places that were distorted."""
    chance = random.Random(7)
    spoilt, places, turn = [], [], 0
    for number, line in enumerate(lines):
        words = line.split()
        for at, word in enumerate(words):
            before, core, after = parted(word)
            if core in cast:
                turn += 1
                bad = distorted(core, language, chance) if turn % 2 else core
                if bad != core:
                    words[at] = before + bad + after
                    places.append((number, at))
        spoilt.append(" ".join(words))
    return spoilt, places


def distorted(name: str, language: str, chance: random.Random) -> str:
    """Spells a name wrongly, with one or two changes of sound or spelling."""
    table = _DEVANAGARI if language == "hi" else _LATIN
    plain = name.lower()
    fitting = [pair for pair in table if pair[0] in plain]
    for old, new in chance.sample(fitting, min(len(fitting), chance.choice((1, 1, 2)))):
        plain = plain.replace(old, new, 1)
    return plain if language == "hi" else plain.title()


def _judged(right: str, spoilt: str, mended: str, at: int) -> str:
    words = [parted(text.split()[at])[1] for text in (right, spoilt, mended)]
    latin = _spellings()
    same = fold(words[0]) == fold(words[2]) or (
        latin.get(words[2]) is not None and latin.get(words[2]) == latin.get(words[0])
    )
    if same:
        return "right"
    return "left" if words[1] == words[2] else "wrong"


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return caption + "\n\n" + "\n".join(lines)
