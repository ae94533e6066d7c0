from cp_whisperx.asr.hotwords import choose_hotwords, scene_hotwords
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


def test_japanese_and_chinese_names_are_kept() -> None:
    names = ("田中", "さくら", "王小明", "Tanaka")
    terms = tuple(GlossaryTerm(term=name, kind="name", source="tmdb") for name in names)
    glossary = GlossarySnapshot(terms=terms)
    assert choose_hotwords(glossary, "ja") == ("田中", "さくら", "王小明")
    assert choose_hotwords(glossary, "zh") == ("田中", "王小明")


NAMES = tuple(letter * 4 for letter in "ABCDEFGHIJKLMNOP")


def test_what_was_just_heard_comes_first() -> None:
    few = ("अदिति", "राहुल", "रणजोत")
    assert scene_hotwords(few, "कहाँ है राहूल, बोलो।", 0) == ("राहुल", "अदिति", "रणजोत")
    assert scene_hotwords(few, "", 7) == few
    assert scene_hotwords((), "राहुल", 0) == ()


def test_a_full_name_is_heard_by_its_first_one() -> None:
    names = ("Jai Singh", "Aditi Rathore")
    assert scene_hotwords(names, "Where is Aditi?", 0) == ("Aditi Rathore", "Jai Singh")


def test_of_many_all_have_their_turn_and_the_likeliest_stay() -> None:
    turns = [scene_hotwords(NAMES, "", turn) for turn in range(12)]
    assert all(sorted(order) == sorted(NAMES) for order in turns)
    assert all(order[:4] == NAMES[:4] for order in turns)
    assert {name for order in turns for name in order[:10]} == set(NAMES)
    assert scene_hotwords(NAMES, "", 3) == scene_hotwords(NAMES, "", 3)
