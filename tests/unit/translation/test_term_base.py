from pathlib import Path

from cp_whisperx.translation.term_base import TermBase
from shared.artifacts import GlossaryTerm
from tools.quality.translation import film_lines


def learnt(
    target: str, *pairs: tuple[str, str], known: tuple[GlossaryTerm, ...] = ()
) -> dict[str, str]:
    base = TermBase(known, target)
    for source, translation in pairs:
        base.add(source, translation)
    return {term.term: term.translations[target] for term in base.terms}


HERE = ("अदिति कहाँ है?", "Where is Aditi?")
SEEN = ("मैंने अदिति को देखा।", "I saw Aditi there.")


def test_two_lines_confirm_a_name() -> None:
    assert learnt("en", HERE, SEEN) == {"अदिति": "Aditi"}
    assert learnt("en", HERE) == {}
    assert learnt("en", HERE, HERE) == {}


def test_the_glossarys_names_are_not_learnt() -> None:
    known = (GlossaryTerm(term="अदिति", kind="name"),)
    assert learnt("en", HERE, SEEN, known=known) == {}


def test_inflected_spellings_are_one_name() -> None:
    pairs = [("I saw Morevna.", "Я видел Моревну."), ("Where is Morevna?", "Где Моревна?")]
    assert learnt("ru", *pairs) == {"Morevna": "Моревна"}


def test_a_name_that_is_seen_in_oblique_cases_alone_has_its_plain_form() -> None:
    pairs = [("मैं सिंगापुर में हूँ", "Я в Сингапуре."), ("सिंगापुर चलो", "Едем до Сингапура!")]
    assert learnt("ru", *pairs) == {"सिंगापुर": "Сингапур"}


def test_what_the_target_writes_small_is_no_name() -> None:
    pairs = [("A President came.", "Vino un presidente."), ("Go, President!", "¡Ve, presidente!")]
    assert learnt("es", *pairs) == {}


def test_a_possessive_is_no_part_of_a_name() -> None:
    pairs = [("See Aditi's house.", "Ve la casa de Aditi."), ("Ask Aditi.", "Pregunta a Aditi.")]
    assert learnt("es", *pairs) == {"Aditi": "Aditi"}


def test_a_word_that_is_written_small_elsewhere_is_no_name() -> None:
    pairs = [("The Actor came.", "Vino Actor."), ("See the Actor!", "¡Ve al Actor!")]
    assert learnt("es", *pairs) == {"Actor": "Actor"}
    assert learnt("es", *pairs, ("an actor", "un actor")) == {}


def test_a_real_films_heroine_is_learnt(shared_data: Path) -> None:
    lines = film_lines(shared_data, "morevna-ep4", "en", "es")
    assert learnt("es", *lines)["Morevna"] == "Morevna"
