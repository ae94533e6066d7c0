"""Terms are found in every spelling, and never inside a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.artifacts import GlossaryTerm
from shared.glossary_lookup import TermFinder, fold


def term(text: str, *aliases: str) -> GlossaryTerm:
    return GlossaryTerm(term=text, aliases=aliases)


def found(text: str, *terms: GlossaryTerm) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.term.term) for m in TermFinder(terms).find(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("जय", ["जय"]),
        ("जय, इधर आ!", ["जय"]),
        ("अरे जय।", ["जय"]),
        ("जय।", ["जय"]),
        ("“जय”", ["जय"]),
        ("जय जय", ["जय", "जय"]),
        ("जयपुर", []),
        ("जया", []),
        ("विजय", []),
        ("जयं", []),
        ("जय्", []),
        ("जय२", []),
        ("संजय और जय", ["जय"]),
        ("", []),
    ],
)
def test_devanagari_words_are_whole(text: str, wanted: list[str]) -> None:
    assert [piece for piece, _ in found(text, term("जय"))] == wanted


@pytest.mark.parametrize(
    ("script_term", "inside", "alone"),
    [
        ("જય", "જયપુર", "જય, આવ"),
        ("ஜெய்", "ஜெய்ப்பூர்", "ஜெய் வா"),
        ("జయ", "జయపురం", "జయ!"),
        ("ਜੈ", "ਜੈਪੁਰ", "ਜੈ।"),
        ("Jai", "Jaipur", "Jai!"),
        ("Джай", "Джайпур", "Джай."),
        ("جے", "جےپور", "جے، آؤ"),
    ],
)
def test_other_scripts_have_whole_words_too(script_term: str, inside: str, alone: str) -> None:
    assert found(inside, term(script_term)) == []
    assert found(alone, term(script_term)) == [(script_term, script_term)]


def test_scripts_without_spaces_need_no_boundary() -> None:
    assert found("我爱孟买城", term("孟买")) == [("孟买", "孟买")]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("YAAR, chal", "yaar"),
        ("yaar's", "Yaar"),
        ("क्या हाल है पाँच", "पांच"),
        ("हिंदी में", "हिन्दी"),
        ("हिन्दी में", "हिंदी"),
        ("सम्बन्ध है", "संबंध"),
        ("इज़्ज़त", "इज्जत"),
        ("इज्जत", "इज़्ज़त"),
        ("ज\u093cरा", "\u095bरा"),
        ("\u095bरा", "जरा"),
        ("Jai  Singh", "jai singh"),
        ("Jai\nSingh", "Jai Singh"),
        ("Jai Singh", "Jai\u00a0Singh"),
        ("cafe\u0301", "café"),
        ("STRASSE", "straße"),
        ("क्\u200dष", "क्ष"),
    ],
)
def test_spelling_variants_are_found(text: str, spelling: str) -> None:
    assert len(found(text, term(spelling))) == 1


def test_the_span_is_in_the_original_text() -> None:
    text = "हाँ, साफ\u093c है"
    assert found(text, term("साफ")) == [("साफ\u093c", "साफ")]


def test_part_of_a_folded_character_is_no_match() -> None:
    assert found("groß", term("gros")) == []
    assert found("café", term("cafe")) == []


def test_the_longest_match_wins() -> None:
    terms = (term("Jai"), term("Jai Singh Rathore"), term("Singh"))
    assert found("Jai Singh Rathore aur Singh", *terms) == [
        ("Jai Singh Rathore", "Jai Singh Rathore"),
        ("Singh", "Singh"),
    ]


def test_a_shorter_term_is_found_where_the_longer_one_is_cut_short() -> None:
    assert found("ram ramesh", term("ram ram"), term("ram")) == [("ram", "ram")]


def test_an_alias_leads_to_its_term_and_a_term_wins_over_an_alias() -> None:
    bhai = term("bhai", "bhaiya", "भाई")
    assert found("bhaiya! भाई", bhai) == [("bhaiya", "bhai"), ("भाई", "bhai")]
    assert found("bhaiya", bhai, term("bhaiya")) == [("bhaiya", "bhaiya")]


def test_of_two_terms_with_one_spelling_the_first_is_found() -> None:
    first, second = GlossaryTerm(term="Ji", note="1"), GlossaryTerm(term="ji", note="2")
    assert TermFinder([first, second]).find("ji")[0].term.note == "1"


def test_no_terms_and_blank_terms_find_nothing() -> None:
    assert TermFinder([]).find("text") == []
    assert TermFinder([term(" "), term("\u093c")]).find("text and  more") == []


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=6), max_size=8))
def test_matches_are_ordered_apart_and_fold_to_a_spelling(text: str, spellings: list[str]) -> None:
    matches = TermFinder([term(s) for s in spellings]).find(text)
    ends = [0]
    for match in matches:
        assert ends[-1] <= match.start < match.end <= len(text)
        assert fold(text[match.start : match.end]) == fold(match.term.term)
        ends.append(match.end)
