from cp_whisperx.context.cast import cast_of
from cp_whisperx.context.tokens import tokens_of
from shared.artifacts import Character, Enrichment, GlossarySnapshot, GlossaryTerm, Segment

FILM = Enrichment(
    found=True,
    characters=(
        Character(name="Aditi Mahant", gender="female"),
        Character(name="Aditi Rao", gender="female"),
        Character(name="Jai"),
    ),
)
GLOSSARY = GlossarySnapshot(
    terms=(
        GlossaryTerm(term="Jai", kind="name", aliases=("जय",), source="tmdb"),
        GlossaryTerm(term="Aditi", kind="name", aliases=("अदिति",), source="tmdb"),
        GlossaryTerm(term="राहुल", kind="name", source="job"),
    )
)


def named(text: str) -> list[tuple[str, str, str]]:
    line = next(tokens_of([Segment(id=0, start=0, end=1, text=text)]))
    found = (mention.character for mention in cast_of(GLOSSARY, FILM).mentions(line))
    return [(person.name, person.gender, person.known) for person in found]


def test_in_both_scripts() -> None:
    assert named("Jai, जय!") == [("Jai", "male", "name")] * 2


def test_the_longest_name_and_the_cast_s_gender() -> None:
    assert named("Aditi Mahant came.") == [("Aditi Mahant", "female", "cast")]


def test_two_people_s_first_name_names_neither() -> None:
    assert named("Aditi came.") == []


def test_the_glossary_s_own() -> None:
    assert named("राहुल आया") == [("राहुल", "male", "name")]


def test_who_has_a_name() -> None:
    cast = cast_of(GLOSSARY, FILM)
    jai = cast.character("जय")
    assert jai is not None
    assert jai.name == "Jai"
    assert cast.character("Aditi") is None
    assert cast.character("Nobody") is None


def test_nobody() -> None:
    line = next(tokens_of([Segment(id=0, start=0, end=1, text="Jai")]))
    assert cast_of(None, None).mentions(line) == []
