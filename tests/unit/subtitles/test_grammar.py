from cp_whisperx.subtitles.grammar import GRAMMARS, get_grammar
from shared.languages import LANGUAGES


def test_the_project_s_languages_have_a_grammar() -> None:
    assert {"hi", "hi-Latn", "en", "gu", "ta", "es", "ru", "zh", "ar"} <= set(GRAMMARS)
    assert set(GRAMMARS) <= set(LANGUAGES)


def test_words_are_in_lower_case_and_postpositions_trail() -> None:
    for language, grammar in GRAMMARS.items():
        for words in (grammar.conjunctions, grammar.prepositions, grammar.determiners):
            assert all(word == word.lower() for word in words), language
        assert grammar.postpositions <= grammar.trailing, language


def test_other_languages_get_empty_sets() -> None:
    assert not get_grammar("ja").conjunctions
