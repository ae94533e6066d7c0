import pytest

from cp_whisperx.translation.holding import translate_holding
from cp_whisperx.translation.terms import TermKeeper
from shared.artifacts import GlossaryTerm

TERMS = (
    GlossaryTerm(term="यार", kind="address", translations={"en": "dude"}),
    GlossaryTerm(term="राम", kind="name"),
)
KEEPER = TermKeeper(TERMS, "en")


class Model:
    """Answers from a table and notes what it was asked."""

    def __init__(self, **answers: str) -> None:
        self._answers = dict(answers.items())
        self.asked: list[list[str]] = []

    def __call__(self, lines: list[str]) -> list[str]:
        self.asked.append(lines)
        return [self._answer(line) for line in lines]

    def _answer(self, line: str) -> str:
        kind = "placeholder" if "X1X" in line else "place" if "Ram" in line else "plain"
        return self._answers[kind]


def test_what_is_right_at_once_is_asked_once() -> None:
    model = Model(plain="Ram came.")
    (row,) = translate_holding(["राम आया।"], KEEPER, model)
    assert row.text == "Ram came."
    assert row.unmet == ()
    assert model.asked == [["राम आया।"], [], [], []]


def test_a_rendering_in_the_source_line_is_the_second_try() -> None:
    model = Model(plain="Victory came.", place="Ram came.")
    (row,) = translate_holding(["राम आया।"], KEEPER, model)
    assert row.text == "Ram came."
    assert model.asked[1:] == [["Ram आया।"], [], []]


def test_a_placeholder_is_the_third_try() -> None:
    model = Model(plain="Victory came.", place="Rama came.", placeholder="X1X came.")
    (row,) = translate_holding(["राम आया।"], KEEPER, model)
    assert row.text == "Ram came."
    assert [use.applied for use in row.terms] == [True]


def test_what_no_try_applies_is_reported_and_keeps_the_plain_line() -> None:
    model = Model(plain="Victory came.", place="Rama came.", placeholder="XX came.")
    (row,) = translate_holding(["राम आया।"], KEEPER, model)
    assert row.text == "Victory came."
    assert [use.applied for use in row.terms] == [False]
    assert [item.rendering for item in row.unmet] == ["Ram"]


def test_a_try_that_loops_or_loses_most_of_the_line_is_not_taken() -> None:
    loop = "Ram is Ram is Ram is Ram is Ram is"
    model = Model(plain="Victory came home.", place=loop, placeholder="X1X")
    (row,) = translate_holding(["राम आया।"], KEEPER, model)
    assert row.text == "Victory came home."


def test_the_try_with_most_terms_wins() -> None:
    model = Model(plain="Friend, victory came.", place="Ram came, friend.", placeholder="gone")
    (row,) = translate_holding(["यार, राम आया।"], KEEPER, model)
    assert row.text == "Ram came, friend."
    assert [use.applied for use in row.terms] == [False, True]


def test_a_line_of_nothing_but_terms_needs_no_engine() -> None:
    model = Model()
    rows = translate_holding(["यार!", "राम, यार।"], KEEPER, model)
    assert [row.text for row in rows] == ["Dude!", "Ram, dude."]
    assert model.asked == [[], [], [], []]


def test_lines_without_terms_pass_in_order() -> None:
    rows = translate_holding(
        ["एक।", "राम!", "दो।"], KEEPER, lambda lines: [f"<{x}>" for x in lines]
    )
    assert [row.text for row in rows] == ["<एक।>", "Ram!", "<दो।>"]


def test_several_missing_terms_are_tried_one_by_one_in_the_end() -> None:
    def translate(lines: list[str]) -> list[str]:
        keeps_one = {"X1X, राम आया।": "X1X, victory came.", "यार, X1X आया।": "Friend, he came."}
        return [keeps_one.get(line, "Friend, victory came.") for line in lines]

    (row,) = translate_holding(["यार, राम आया।"], KEEPER, translate)
    assert row.text == "Dude, victory came."
    assert [use.applied for use in row.terms] == [True, False]


@pytest.mark.parametrize(
    ("target", "line"),
    [("en", "Ram."), ("bn", "রাম।"), ("gu", "રામ."), ("zh", "拉姆。"), ("ur", "رام۔")],
)
def test_a_line_of_terms_alone_ends_as_its_language_does(target: str, line: str) -> None:
    renderings = {"bn": "রাম", "zh": "拉姆", "ur": "رام"}
    terms = (GlossaryTerm(term="राम", kind="name", translations=renderings),)
    model = Model()
    (row,) = translate_holding(["राम।"], TermKeeper(terms, target), model)
    assert row.text == line
    assert model.asked[0] == []
