"""Makes loops of real sentences, as recognisers do, and repetition as people do."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Maker = Callable[[random.Random, Sequence[str]], list[str]]


@dataclass(frozen=True)
class Kind:
    """A kind of loop.

    Attributes:
        name: What it is.
        make: Makes the texts of neighbouring segments of sentences.
        held_out: Whether it was first tried after the rules were set.
    """

    name: str
    make: Maker
    held_out: bool = False


def _times(rng: random.Random) -> int:
    return rng.choice([6, 9, 15, 30])


def _within(rng: random.Random, lines: Sequence[str]) -> list[str]:
    return [" ".join([rng.choice(lines)] * _times(rng))]


def _torn(rng: random.Random, lines: Sequence[str]) -> list[str]:
    line = rng.choice(lines)
    return [" ".join([line] * _times(rng) + [line[: len(line) // 2]])]


def _without_spaces(rng: random.Random, lines: Sequence[str]) -> list[str]:
    return [rng.choice(lines).replace(" ", "") * _times(rng)]


def _neighbours(rng: random.Random, lines: Sequence[str]) -> list[str]:
    return [rng.choice(lines)] * _times(rng)


def _in_turn(rng: random.Random, lines: Sequence[str]) -> list[str]:
    return rng.sample(lines, 3) * _times(rng)


def _growing(rng: random.Random, lines: Sequence[str]) -> list[str]:
    words = rng.choice(lines).split()
    return [" ".join(" ".join(words[:n]) for n in range(1, len(words) + 1))]


def _growing_neighbours(rng: random.Random, lines: Sequence[str]) -> list[str]:
    line = rng.choice(lines)
    return [" ".join([line] * n) for n in range(1, 9)]


def _numbered(rng: random.Random, lines: Sequence[str]) -> list[str]:
    first, *rest = rng.choice(lines).split()
    return [" ".join(f"{first} {n} {' '.join(rest[:2])}" for n in range(1, 25))]


def _one_word(rng: random.Random, lines: Sequence[str]) -> list[str]:
    return [" ".join([rng.choice(lines).split()[0]] * rng.choice([20, 60, 200]))]


def _two_loops(rng: random.Random, lines: Sequence[str]) -> list[str]:
    one, two = rng.sample(lines, 2)
    return [" ".join([one] * 7 + [two] * 7)]


def _over_the_border(rng: random.Random, lines: Sequence[str]) -> list[str]:
    """A loop that segments cut anywhere but between its units."""
    words = (rng.choice(lines).split()) * 20
    size = rng.choice([11, 17, 23])
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]


def _paragraph(rng: random.Random, lines: Sequence[str]) -> list[str]:
    return rng.sample(lines, 5) * 7


def _misspelt(rng: random.Random, lines: Sequence[str]) -> list[str]:
    """Each time one letter of a long sentence is another."""
    line = max(rng.sample(lines, min(5, len(lines))), key=len)

    def misspell() -> str:
        at = rng.randrange(len(line))
        return line[:at] + rng.choice(line) + line[at + 1 :]

    return [misspell() for _ in range(12)]


def _with_strangers(rng: random.Random, lines: Sequence[str]) -> list[str]:
    line, *others = rng.sample(lines, 9)
    return [text for other in others for text in (line, line, other)]


KINDS = (
    Kind("sentence again and again in a segment", _within),
    Kind("the same, torn off at the end", _torn),
    Kind("the same without spaces or stops between", _without_spaces),
    Kind("one word dozens of times", _one_word),
    Kind("sentence over neighbouring segments", _neighbours),
    Kind("three sentences in turn", _in_turn),
    Kind("a number counts up in it", _numbered),
    Kind("beginnings that grow", _growing),
    Kind("segments that grow", _growing_neighbours),
    Kind("a stranger after every second one", _with_strangers),
    Kind("two loops in one segment", _two_loops, held_out=True),
    Kind("segments cut anywhere in the loop", _over_the_border),
    Kind("a paragraph of five sentences", _paragraph, held_out=True),
    Kind("misspelt another way each time", _misspelt, held_out=True),
)
# What people say again and again, by language; none of it may be shortened.
NATURAL = {
    "hi": (
        "नहीं नहीं", "चलो चलो चलो", "हा हा हा हा हा हा हा हा हा हा", "जय हो जय हो जय हो",
        "नहीं! नहीं! नहीं! नहीं! नहीं!", "धीरे धीरे आओ", "एक दो तीन चार पाँच छह सात आठ नौ दस",
        "1 2 3 4 5 6 7 8 9 10 11 12", "1 लाख, 2 लाख, 3 लाख, 4 लाख", "हाहाहाहाहा",
        "मैं मैं मैं नहीं जाऊँगा", "अरे अरे अरे, क्या कर रहे हो?", "राम राम राम राम राम",
    ),
    "en": (
        "no no no no no no", "Go, go, go, go, go!", "ha ha ha ha ha ha ha ha",
        "very very very very good", "I... I want... I want to go home.", "Noooooooooooooooo!",
        "Page 1, page 2, page 3, page 4, page 5.", "la la la la la la la la",
    ),
    "ja": ("そうそうそうそう", "はははははは", "待って待って待って", "ちょっとちょっと"),
    "zh": ("对对对对对", "快走快走快走", "哈哈哈哈哈哈哈哈", "好好好"),
}  # fmt: skip
