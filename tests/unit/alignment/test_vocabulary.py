"""Words become columns; what the model does not know gets the wildcard."""

import json
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.alignment.vocabulary import Vocabulary, load_vocabulary
from shared.errors import InvalidInputError

UPPER = Vocabulary({"<pad>": 0, "|": 1, "<unk>": 2, "A": 3, "B": 4, "'": 5}, 0, 1)


def test_case_and_punctuation_do_not_matter() -> None:
    assert UPPER.tokens("ab") == UPPER.tokens("“AB!”") == [3, 4]
    assert UPPER.tokens("a'b") == [3, 5, 4]
    assert UPPER.tokens("...") == []
    assert UPPER.tokens("|") == []


def test_accents_fall_back_to_the_plain_letter() -> None:
    assert UPPER.tokens("à") == [3]


def test_digits_and_foreign_letters_are_wildcards() -> None:
    assert UPPER.wildcard == 6
    assert UPPER.tokens("b7") == [4, 6]
    assert UPPER.tokens("1995") == UPPER.tokens("₹500") == UPPER.tokens("50%") == [6]
    assert UPPER.tokens("🙂") == []


def test_devanagari_of_the_small_model(ctc_micro: Path) -> None:
    vocabulary = load_vocabulary(ctc_micro / "vocab.json")
    assert vocabulary.blank == 0
    assert vocabulary.delimiter == vocabulary.columns["|"]
    assert vocabulary.tokens("हैं?") == [vocabulary.columns[letter] for letter in "हैं"]
    assert vocabulary.wildcard not in vocabulary.tokens("ज़रा")


def test_wildcard_is_the_likeliest_letter() -> None:
    log_probs = np.log(np.array([[0.5, 0.2, 0.15, 0.05, 0.1, 0.0001]], dtype=np.float32))
    extended = UPPER.with_wildcard(log_probs)
    assert extended.shape == (1, 7)
    # It holds sounds: on a frame of silence it loses half against the blank.
    assert extended[0, UPPER.wildcard] == pytest.approx(np.log(0.5) - 0.7, abs=1e-4)
    spoken = np.log(np.array([[0.1, 0.1, 0.1, 0.05, 0.6, 0.05]], dtype=np.float32))
    assert UPPER.with_wildcard(spoken)[0, 6] == pytest.approx(np.log(0.6), abs=1e-4)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"a": "b"}', '{"a": -1}', json.dumps({"<pad>": 0}), "\udcff"]
)
def test_damaged_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "vocab.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidInputError, match=r"vocab\.json"):
        load_vocabulary(path)
