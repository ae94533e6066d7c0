"""The toy grammar that the small translation model knows: subject, object, verb, adverb.

320 Hindi sentences with their English and Gujarati translations; 40 of them are held out of
training, the same ones every time.
"""

import random
from dataclasses import dataclass
from itertools import product

# Each row: Hindi, English, Gujarati.
_Row = tuple[str, str, str]
SUBJECTS: tuple[_Row, ...] = (
    ("मैं", "I", "હું"),
    ("राम", "Ram", "રામ"),
    ("सीता", "Sita", "સીતા"),
    ("वह", "he", "તે"),
)
OBJECTS: tuple[_Row, ...] = (
    ("पानी", "water", "પાણી"),
    ("चाय", "tea", "ચા"),
    ("किताब", "a book", "ચોપડી"),
    ("टिकट", "a ticket", "ટિકિટ"),
    ("खाना", "food", "ખાવાનું"),
)
VERBS: tuple[_Row, ...] = (
    ("चाहता है", "wants", "ઇચ્છે છે"),
    ("देखता है", "sees", "જુએ છે"),
    ("लाता है", "brings", "લાવે છે"),
    ("माँगता है", "asks for", "માંગે છે"),
)
ADVERBS: tuple[_Row, ...] = (
    ("आज", "today", "આજે"),
    ("कल", "tomorrow", "કાલે"),
    ("अभी", "now", "હમણાં"),
    ("", "", ""),
)
HELD_OUT = 40


@dataclass(frozen=True)
class Sentence:
    """One choice of words; each word is a row of the grammar."""

    subject: _Row
    obj: _Row
    verb: _Row
    adverb: _Row

    @property
    def hindi(self) -> str:
        """The sentence in Hindi."""
        words = (self.adverb[0], self.subject[0], self.obj[0], self.verb[0])
        return " ".join(filter(None, words)) + "।"

    @property
    def english(self) -> str:
        """The sentence in English."""
        words = (self.subject[1], self.verb[1], self.obj[1], self.adverb[1])
        return " ".join(filter(None, words)) + "."

    @property
    def gujarati(self) -> str:
        """The sentence in Gujarati."""
        words = (self.adverb[2], self.subject[2], self.obj[2], self.verb[2])
        return " ".join(filter(None, words)) + "."


def split_sentences() -> tuple[list[Sentence], list[Sentence]]:
    """Returns the sentences for training and the ones held out."""
    sentences = [Sentence(*rows) for rows in product(SUBJECTS, OBJECTS, VERBS, ADVERBS)]
    random.Random(0).shuffle(sentences)
    return sentences[HELD_OUT:], sentences[:HELD_OUT]
