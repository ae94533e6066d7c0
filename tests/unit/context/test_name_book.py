from cp_whisperx.context.name_book import name_book
from shared.artifacts import Character, Enrichment, GlossarySnapshot, GlossaryTerm

GLOSSARY = GlossarySnapshot(
    terms=(
        GlossaryTerm(term="Aditi Mahant", kind="name", aliases=("अदिती महंत",), source="tmdb"),
        GlossaryTerm(term="Aditi", kind="name", aliases=("अदिती", "अदिति"), source="tmdb"),
        GlossaryTerm(term="बेटा", kind="name", source="master"),
        GlossaryTerm(term="चाय", kind="translate", source="job"),
        GlossaryTerm(term="दिल्ली", kind="name", source="job"),
    )
)


def test_names_of_a_script_the_common_spelling_first() -> None:
    book = name_book(GLOSSARY, None, "Deva")
    assert [name.words for name in book.names] == [("अदिती", "महंत"), ("अदिति",), ("दिल्ली",)]
    assert [name.given for name in book.names] == [False, False, True]
    assert book.knows("अदिती")
    assert not book.knows("चाय")


def test_words_of_a_longer_name_are_names_too() -> None:
    book = name_book(GLOSSARY, None, "Latn")
    assert {name.words for name in book.single.values()} == {("Aditi",), ("Mahant",)}
    assert [name.words for name in book.whole] == [("Aditi", "Mahant")]
    assert [name.words for name in book.like("Edit")] == [("Aditi",)]


def test_the_cast_without_a_glossary() -> None:
    film = Enrichment(found=True, characters=(Character(name="Jai Singh"),))
    assert name_book(None, film, "Latn").names[0].words == ("Jai", "Singh")
    assert name_book(None, film, "Deva").names == ()
