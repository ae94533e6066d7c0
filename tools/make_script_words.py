"""Make the word lists and the letter model with which scripts are told apart and converted.

Usage: python -m tools.make_script_words

Reads `tools/script_words` (lists written for this project), the Hindi, Gujarati, Tamil and English
lines of NTREX-128 (newstest2019, CC-BY-SA-4.0; the folder `data/mt_eval/ntrex` of the shared
folder), of which words and letter statistics alone are taken, and the unigrams of the English
language model that pocketsphinx carries (BSD-2-Clause). The reference texts of `speech_hi_dev` are
left out, so that they can measure. Writes `shared/hindi_words.json` and
`shared/romanised.json`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.atomic import write_text
from shared.devanagari import to_latin
from shared.paths import PROJECT_ROOT
from shared.romanised import grams
from tools.measure_quality import data_folder

LISTS = PROJECT_ROOT / "tools" / "script_words"
WORDS = PROJECT_ROOT / "shared" / "hindi_words.json"
MODEL = PROJECT_ROOT / "shared" / "romanised.json"
_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0971-\u097f]+")
_LATIN = re.compile(r"[a-z]+")
_FILM_COUNT = 12
_ENGLISH_WORDS = 12_000
_STEPS, _RATE, _DECAY = 400, 0.5, 2e-5
_QUANTUM = 0.05
_LEAST = 5
# How else people write sounds in Latin letters.
_VARIANTS = (
    (r"a(?=[^aeiou]*$)", "aa"), (r"^([^aeiou]+)a", r"\1aa"), ("i(?=[^aeiou])", "ee"), ("i$", "ee"),
    ("u(?=[^aeiou])", "oo"), ("v", "w"), ("z", "j"), ("ph", "f"), ("chh", "ch"), ("ain$", "ein"),
    ("en$", "ein"), ("n$", ""), ("sh", "s"), ("ai", "e"), ("au", "o"), (r"([aeiou])h", r"\1"),
)  # fmt: skip


def read_list(name: str) -> Iterator[tuple[str, list[str]]]:
    """Gives the rows of a list: a word in Devanagari and its spellings; words alone."""
    for line in (LISTS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            parts = [part for part in line.split() if not _LATIN.fullmatch(part)]
            if len(parts) == 1:
                yield parts[0], [part for part in line.split() if part not in parts]


def read_lines(data: Path, language: str) -> str:
    """Returns the lines of NTREX in a language."""
    return (data / "mt_eval" / "ntrex" / f"newstest2019-ref.{language}.txt").read_text("utf-8")


def hindi_words(data: Path) -> dict[str, tuple[str, int, list[str]]]:
    """Returns language, count and Latin spellings of each word in Devanagari."""
    counts = Counter(_DEVANAGARI.findall(read_lines(data, "hin")))
    films = dict(read_list("hindi.txt"))
    loans = dict(read_list("loans.txt"))
    rows: dict[str, tuple[str, int, list[str]]] = {}
    for word, count in counts.items():
        if word not in loans and to_latin(word):
            rows[word] = ("hi", count, [])
    for word, spellings in films.items():
        rows[word] = ("hi", counts[word] + _FILM_COUNT, spellings)
    for word, spellings in loans.items():
        if word not in films:
            rows[word] = ("en", counts[word] + 1, spellings)
    return rows


def english_counts(data: Path) -> dict[str, float]:
    """Returns the weight of each frequent English word."""
    import pocketsphinx

    folder = Path(pocketsphinx.__file__).parent / "model" / "en-us"
    model = pocketsphinx.NGramModel.readfile(str(folder / "en-us.lm.bin"))
    lines = (folder / "cmudict-en-us.dict").read_text("utf-8").splitlines()
    words = {line.split()[0] for line in lines}
    scores = {word: model.prob([word]) for word in words if _LATIN.fullmatch(word)}
    ranked = sorted(scores, key=lambda word: (-scores[word], word))[:_ENGLISH_WORDS]
    least = scores[ranked[-1]]
    weights = {word: 1.0 + (scores[word] - least) / 10_000 for word in ranked}
    for word, count in Counter(_LATIN.findall(read_lines(data, "eng-US").lower())).items():
        if word not in weights:
            weights[word] = 0.5 + 0.2 * log(count)
    chats = (LISTS / "english.txt").read_text(encoding="utf-8").splitlines()[1:]
    return weights | dict.fromkeys(" ".join(chats).split(), max(weights.values()))


def spellings_of(word: str, known: list[str]) -> dict[str, float]:
    """Returns how a Hindi word may be written in Latin letters, with weights."""
    found = {text: 1.0 / (1 + at) for at, text in enumerate(known)}
    base = (to_latin(word) or "").lower()
    found.setdefault(base, 0.3 if known else 1.0)
    for pattern, other in _VARIANTS:
        changed = re.sub(pattern, other, base)
        if changed != base:
            found.setdefault(changed, 0.15)
    return {text: weight for text, weight in found.items() if _LATIN.fullmatch(text)}


def other_indic(data: Path) -> dict[str, float]:
    """Returns Gujarati words in Latin letters, by way of Devanagari's parallel block."""
    moved = read_lines(data, "guj").translate(
        {point: point - 0x180 for point in range(0x0A80, 0x0B00)}
    )
    counts = Counter(_DEVANAGARI.findall(moved))
    pairs = ((to_latin(word), count) for word, count in counts.items())
    return {text.lower(): 0.2 + 0.1 * log(count) for text, count in pairs if text}


def training_rows(data: Path) -> tuple[list[str], NDArray[Any], NDArray[Any]]:
    """Returns words in Latin letters, whether each is Indian, and its weight."""
    indian: Counter[str] = Counter()
    for word, (language, count, known) in hindi_words(data).items():
        if language == "hi":
            for text, share in spellings_of(word, known).items():
                indian[text] += share * (1 + log(count))  # type: ignore[assignment]
    for text, weight in other_indic(data).items():
        indian[text] += weight  # type: ignore[assignment]
    english = english_counts(data)
    words = [*indian, *english]
    labels = np.array([1.0] * len(indian) + [0.0] * len(english))
    weights = np.array([*indian.values(), *english.values()])
    for label in (0.0, 1.0):
        weights[labels == label] /= weights[labels == label].sum()
    return words, labels, weights


def train(
    words: list[str], labels: NDArray[Any], weights: NDArray[Any]
) -> tuple[float, dict[str, int]]:
    """Fits a logistic regression over letter sequences; returns bias and quantised weights."""
    from scipy.sparse import csr_matrix

    features = [grams(word) for word in words]
    counts = Counter(gram for row in features for gram in row)
    names = sorted(gram for gram, count in counts.items() if count > 2 or gram[0] == "=")
    index = {name: at for at, name in enumerate(names)}
    cells = [[index[gram] for gram in sorted(row) if gram in index] for row in features]
    pointers = np.cumsum([0] + [len(row) for row in cells])
    flat = np.concatenate([np.array(row, dtype=int) for row in cells])
    matrix = csr_matrix((np.ones(len(flat)), flat, pointers), shape=(len(words), len(names)))
    theta, bias = np.zeros(len(names)), 0.0
    moments, squares = np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _STEPS + 1):
        logits = matrix @ theta + bias
        errors = weights * (1 / (1 + np.exp(-logits)) - labels)
        slope = matrix.T @ errors + _DECAY * theta
        moments = 0.9 * moments + 0.1 * slope
        squares = 0.999 * squares + 0.001 * slope**2
        unbiased = moments / (1 - 0.9**step) / (np.sqrt(squares / (1 - 0.999**step)) + 1e-9)
        theta -= 0.05 * unbiased
        bias -= _RATE * errors.sum()
    rounded = np.round(theta / _QUANTUM).astype(int)
    return bias, {name: int(rounded[at]) for name, at in index.items() if abs(rounded[at]) > _LEAST}


def main() -> None:
    """Writes both files."""
    data = data_folder()
    rows = hindi_words(data)
    ordered = sorted(rows.items(), key=lambda row: (-row[1][1], row[0]))
    lines = [
        json.dumps({w: [lang, n, " ".join(known)]}, ensure_ascii=False)[1:-1]
        for w, (lang, n, known) in ordered
    ]
    write_text(WORDS, "{\n" + ",\n".join(lines) + "\n}\n")
    bias, weights = train(*training_rows(data))
    model = {"scale": _QUANTUM, "bias": round(bias, 3), "weights": weights}
    write_text(MODEL, json.dumps(model, ensure_ascii=True, separators=(",", ":")) + "\n")
    print(f"{len(rows)} words, {len(weights)} weights")


if __name__ == "__main__":
    main()
