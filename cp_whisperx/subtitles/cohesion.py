"""Words in scripts without spaces: which neighbouring characters belong together.

Chinese and Japanese part no words. The commonest Chinese words of two characters are listed
(`rules/chinese_words.json`), and a track teaches itself the rest: two characters that stand
together far more often than chance would have it are taken for a word, and lines are not broken
within.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from cp_whisperx.subtitles.tokens import Token

_FILE = Path(__file__).parent / "rules" / "chinese_words.json"
_LEAST_OFTEN = 3
_LEAST_ASSOCIATION = 20.0


def learn_words(runs: Iterable[Sequence[Token]]) -> frozenset[str]:
    """Finds pairs of characters that form words in a track, whatever its language.

    Args:
        runs: The tokens of each passage of a track, in an unspaced script.

    Returns:
        Pairs as strings of two characters. A pair counts that occurs at least three times and
        twenty times as often as its characters would meet by chance.
    """
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for tokens in runs:
        singles.update(token.text[-1] for token in tokens)
        pairs.update(junction(left, right) for left, right in pairwise(tokens))
    total = singles.total()
    return frozenset(
        pair
        for pair, count in pairs.items()
        if count >= _LEAST_OFTEN
        and pair.isalpha()
        and count * total >= _LEAST_ASSOCIATION * max(1, singles[pair[0]] * singles[pair[1]])
    )


@cache
def common_words() -> frozenset[str]:
    """Returns the commonest Chinese words of two characters."""
    lines: list[str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return frozenset(word for line in lines for word in line.split())


def junction(left: Token, right: Token) -> str:
    """Returns the two characters that meet between two tokens."""
    return left.text[-1] + right.text[0]
