from cp_whisperx.asr.whisper_prompt import build_prompt


def words(text: str) -> int:
    return len(text.split())


def test_whole_terms_until_the_prompt_is_full() -> None:
    terms = ("Jai Singh Rathore", "Aditi", "Meow", "Ratanjot")
    assert build_prompt(terms, words, limit=5) == "Jai Singh Rathore, Aditi, Meow"


def test_term_that_is_too_long_alone() -> None:
    assert build_prompt(("a b c d",), words, limit=3) is None


def test_none() -> None:
    assert build_prompt((), words) is None
