import pytest

from cp_whisperx.translation.terms import (
    Held,
    TermKeeper,
    in_place,
    invented_placeholders,
    masked,
    missed_terms,
    missed_warning,
    rendering_of,
    unmasked,
    uses,
    without_placeholders,
)
from shared.artifacts import GlossaryTerm, MissedTerm, TermUse, TranslatedSegment
from shared.languages import get_language

YAAR = GlossaryTerm(term="यार", kind="address", translations={"en": "dude"})
RAM = GlossaryTerm(term="राम", kind="name")
JAI = GlossaryTerm(term="Jai", kind="name", aliases=("जय",))


@pytest.mark.parametrize(
    ("term", "found", "target", "expected"),
    [
        (YAAR, "यार", "en", "dude"),
        (YAAR, "यार", "gu", None),
        (RAM, "राम", "en", "Ram"),
        (RAM, "राम", "gu", "રામ"),
        (RAM, "राम", "mr", "राम"),
        (RAM, "राम", "ta", "ராம்"),
        (RAM, "राम", "ru", "Рам"),
        (RAM, "राम", "zh", "Ram"),
        (RAM, "राम", "ko", None),
        (JAI, "जय", "en", "Jai"),
        (JAI, "जय", "mr", "जय"),
        (JAI, "जय", "gu", "જય"),
        (RAM.model_copy(update={"translations": {"en": "Raam"}}), "राम", "en", "Raam"),
        (RAM.model_copy(update={"translations": {"en": " "}}), "राम", "en", "Ram"),
        (RAM.model_copy(update={"kind": "transliterate"}), "राम", "es", "Ram"),
        (GlossaryTerm(term="पूजा", kind="keep"), "पूजा", "en", "Puja"),
        (GlossaryTerm(term="OK", kind="keep"), "OK", "ta", "OK"),
        (GlossaryTerm(term="पूजा", kind="keep"), "पूजा", "ta", "பூஜா"),
        (GlossaryTerm(term="पूजा", kind="keep"), "पूजा", "ko", "पूजा"),
    ],
)
def test_each_kind_has_its_rendering(
    term: GlossaryTerm, found: str, target: str, expected: str | None
) -> None:
    assert rendering_of(term, found, get_language(target)) == expected


def held_in(line: str, *terms: GlossaryTerm, target: str = "en") -> tuple[Held, ...]:
    return TermKeeper(terms, target).find(line)


def test_terms_are_found_in_order_and_never_inside_words() -> None:
    held = held_in("यार, राम रामपुर में है।", RAM, YAAR)
    assert [(item.term.term, item.rendering) for item in held] == [("यार", "dude"), ("राम", "Ram")]


def test_terms_without_a_rendering_are_left_to_the_engine() -> None:
    assert held_in("अरे यार", YAAR, target="gu") == ()


def test_renderings_and_placeholders_take_the_terms_place() -> None:
    line = "यार, राम आया।"
    held = held_in(line, RAM, YAAR)
    assert in_place(line, held) == "dude, Ram आया।"
    assert masked(line, held) == "X1X, X2X आया।"


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("X2X came, X1X.", "Ram came, dude."),
        ("X1X, X2X came.", "Dude, Ram came."),
        ("x 2 x came, X1x!", "Ram came, dude!"),
        ("X2X came.", None),
        ("X1X X2X X1X", None),
        ("X1X X3X", None),
        ("aX1X X2X", None),
    ],
)
def test_placeholders_are_put_back_or_refused(translation: str, expected: str | None) -> None:
    assert unmasked(translation, held_in("यार, राम आया।", RAM, YAAR)) == expected


def test_uses_are_counted_as_whole_words_without_regard_to_case() -> None:
    held = held_in("यार, राम आया, यार।", RAM, YAAR)
    assert [use.applied for use in uses("Dude, Ram came, dude.", held)] == [True, True, True]
    assert [use.applied for use in uses("Dude, Rambo came.", held)] == [True, False, False]


def test_a_name_inside_a_longer_name_does_not_count_twice() -> None:
    full = GlossaryTerm(term="राम सिंह", kind="name")
    held = held_in("राम सिंह, राम", RAM, full)
    assert [use.applied for use in uses("Ram Singh.", held)] == [True, False]


def test_devanagari_renderings_are_whole_words_too() -> None:
    held = held_in(
        "Ram is here", GlossaryTerm(term="Ram", kind="name", aliases=("राम",)), target="hi"
    )
    assert [use.applied for use in uses("रामपुर यहाँ है", held)] == [False]
    assert [use.applied for use in uses("राम यहाँ है", held)] == [True]


def test_placeholders_that_an_engine_invents_are_found_and_removed() -> None:
    assert invented_placeholders("वह आया", "X2X came with x 4 x.")
    assert not invented_placeholders("X1X आया", "X1X came")
    assert without_placeholders("X2X came with x 4 x.") == "came with ."


def test_inflected_renderings_of_two_terms_count_each_for_its_own() -> None:
    terms = [
        GlossaryTerm(term=term, kind="name", translations={"ru": rendering})
        for term, rendering in (("राम", "Рам"), ("रामा", "Рама"))
    ]
    held = held_in("राम और रामा", *terms, target="ru")
    assert [use.applied for use in uses("Рама нет у Рамы.", held)] == [False, True]
    assert [use.applied for use in uses("Рамом и Рамой.", held)] == [True, True]


def test_missed_terms_are_listed_with_their_segments() -> None:
    def row(number: int, applied: bool) -> TranslatedSegment:
        use = TermUse(term="राम", expected="Ram", applied=applied)
        return TranslatedSegment(
            id=number, start=0.0, end=1.0, text="", source_text="", engine="x", terms=(use, use)
        )

    missed = missed_terms([row(1, True), row(2, False), row(3, False)])
    assert missed == (MissedTerm(term="राम", expected="Ram", segments=(2, 3)),)
    (warning,) = missed_warning("es", missed)
    assert "Ram for राम (lines 2, 3)" in warning
    assert missed_warning("es", ()) == []
