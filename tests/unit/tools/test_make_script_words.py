import json
from pathlib import Path

from tools.make_script_words import WORDS, hindi_words, read_list, spellings_of


def test_the_shipped_words_are_what_the_lists_and_texts_give(shared_data: Path) -> None:
    made = {word: (lang, n, known) for word, (lang, n, known) in hindi_words(shared_data).items()}
    shipped = json.loads(WORDS.read_text(encoding="utf-8"))
    assert shipped == {word: [lang, n, " ".join(known)] for word, (lang, n, known) in made.items()}


def test_lists_have_a_word_and_spellings_in_each_row() -> None:
    for name in ("hindi.txt", "loans.txt"):
        rows = list(read_list(name))
        assert len(rows) > 200
        assert all(spellings for _, spellings in rows)


def test_spellings_by_rule_and_by_habit() -> None:
    found = spellings_of("वापस", ["wapas"])
    assert found["wapas"] == max(found.values())
    assert "vapas" in found
    assert "vaapas" in found
