import json

from tools.make_ordinary_words import WORDS, glossary_words


def test_the_shipped_lists_are_whole() -> None:
    lists = {name: words.split() for name, words in json.loads(WORDS.read_text("utf-8")).items()}
    assert set(lists) == {"en", "hi", "hi-Latn", "women", "men"}
    assert min(map(len, lists.values())) > 500
    for words in lists.values():
        assert len(words) == len(set(words))


def test_words_of_the_shipped_glossary_are_ordinary() -> None:
    lists = json.loads(WORDS.read_text("utf-8"))
    known = {word for words in lists.values() for word in words.split()}
    own = [word for word in glossary_words() if word.isascii() and word.isalpha() and len(word) > 1]
    assert len(own) > 1000
    assert set(own) <= known
