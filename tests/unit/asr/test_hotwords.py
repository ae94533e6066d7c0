from cp_whisperx.asr.hotwords import choose_hotwords
from shared.artifacts import GlossarySnapshot, GlossaryTerm

GLOSSARY = GlossarySnapshot(
    terms=(
        GlossaryTerm(term="beta", aliases=("बेटा",), source="master"),
        GlossaryTerm(term="दिवाली", kind="name", source="master"),
        GlossaryTerm(term="दरगाह", kind="keep", source="job"),
        GlossaryTerm(term="Aditi", aliases=("अदिति", "अदिती"), kind="name", source="tmdb"),
        GlossaryTerm(term="Jai", kind="name", source="tmdb"),
        GlossaryTerm(term="अदिति", kind="name", source="job"),
    )
)


def test_names_first_in_the_language_s_script() -> None:
    assert choose_hotwords(GLOSSARY, "hi") == ("अदिति", "दरगाह")


def test_english() -> None:
    assert choose_hotwords(GLOSSARY, "en") == ("Aditi", "Jai")


def test_detected_language_takes_the_first_spelling() -> None:
    assert choose_hotwords(GLOSSARY, "auto") == ("Aditi", "Jai", "अदिति", "दरगाह")


def test_no_glossary() -> None:
    assert choose_hotwords(None, "hi") == ()
