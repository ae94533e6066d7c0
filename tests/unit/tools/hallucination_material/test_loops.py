"""Every kind of loop really is one."""

import random
from collections import Counter

import pytest

from tools.hallucination_material.loops import KINDS, NATURAL, Kind

LINES = [f"{letter} एक दो तीन {letter} चार" for letter in "कखगघचछजझटठ"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_words_come_again_and_again(kind: Kind) -> None:
    texts = kind.make(random.Random(3), LINES)
    words = Counter(word for text in texts for word in text.split())
    assert max(words.values()) >= 6 or len(texts[0].split()[0]) > 6 * 5
    assert texts == kind.make(random.Random(3), LINES)


def test_some_kinds_are_held_out_and_natural_repetition_is_short() -> None:
    assert 3 <= sum(kind.held_out for kind in KINDS) < len(KINDS)
    assert all(len(text) < 60 for texts in NATURAL.values() for text in texts)
