from collections.abc import Callable

from cp_whisperx.translation.copy import CopyTranslator
from cp_whisperx.translation.film import TargetResult, translate_target
from cp_whisperx.translation.pool import engine_pool
from cp_whisperx.translation.route import Route, Target
from cp_whisperx.translation.style import Style
from shared.artifacts import GlossaryTerm, Segment
from shared.config import Config
from shared.engine_choice import serves_pair
from shared.engines import get_engine
from shared.flow.speech import SegmentKind
from tests.support.fake_translators import FakeOpener, FakeTranslator


def test_roman_hindi_becomes_a_track_in_devanagari_without_a_model() -> None:
    segment = Segment(id=1, start=0.0, end=1.0, text="main theek hoon")
    copying = CopyTranslator(Config())
    with engine_pool(FakeOpener(copy=copying)) as pool:
        route = Route(pool, "hi-Latn", Target("hi", ("copy",)))
        result = translate_target(route, [segment], 1, lambda _lines: None)
    assert texts_of(result) == ["मैं ठीक हूँ"]
    assert serves_pair(get_engine("translation", "copy"), "hi-Latn", "hi")


def run(
    texts: list[str],
    answer: Callable[[str], str],
    *,
    kind: SegmentKind = "speech",
    source: str = "hi",
    target: str = "en",
    style: Style | None = None,
    terms: tuple[GlossaryTerm, ...] = (),
) -> tuple[TargetResult, FakeTranslator]:
    engine = FakeTranslator(answer)
    segments = [
        Segment(id=n, start=n, end=n + 0.5, text=text, kind=kind) for n, text in enumerate(texts)
    ]
    with engine_pool(FakeOpener(nllb=engine)) as pool:
        route = Route(pool, source, Target(target, ("nllb",)), terms, style or Style())
        return translate_target(route, segments, 2, lambda _lines: None), engine


def texts_of(result: TargetResult) -> list[str]:
    return [row.text for row in result.transcript.segments]


def test_a_line_that_comes_again_is_translated_once() -> None:
    count = iter(range(9))
    texts = ["चलो", "रुको", "चलो", "चलो"]
    result, engine = run(texts, lambda _line: f"go{'o' * next(count)}")
    assert texts_of(result) == ["go", "goo", "go", "go"]
    assert sum(map(len, engine.calls)) == 2
    assert (result.report.lines_repeated, result.report.lines_repeated_alike) == (2, 2)


def test_a_name_is_spelt_as_most_lines_spell_it() -> None:
    def answer(line: str) -> str:
        if "X1X" in line:
            return "Come, X1X!"
        if "Aditi" in line:
            return "Come, Aditi!"
        return {"अदिति आओ": "Come, Additty!", "वहाँ अदिति है": "There is Aditi."}.get(
            line, "I saw Aditi."
        )

    result, _ = run(["अदिति आओ", "वहाँ अदिति है", "मैंने अदिति को देखा"], answer)
    assert result.report.names_learnt == {"अदिति": "Aditi"}
    assert texts_of(result)[0] == "Come, Aditi!"
    assert result.report.terms_occurred == 0


def test_songs_are_what_the_style_asks_for() -> None:
    result, engine = run(["तुम दिल में हो"], str, kind="song", style=Style(songs="omitted"))
    assert texts_of(result) == [""]
    assert engine.calls == []
    assert result.report.engines == {"songs": 1}
    result, _ = run(["तुम दिल"], lambda _line: "you", kind="song")
    assert texts_of(result) == ["you"]


def test_numbers_are_said_the_targets_way_and_wrong_ones_flagged() -> None:
    made = {"5 लाख दो": "Give 5 lakh", "7 दिन": "8 days"}
    result, _ = run(list(made), lambda line: made[line])
    assert texts_of(result) == ["Give 500,000", "8 days"]
    assert [row.flags for row in result.transcript.segments] == [(), ("number_changed",)]


def test_roman_hindi_is_devanagari_to_a_model_and_keeps_its_source_text() -> None:
    result, engine = run(["main theek hoon"], lambda _line: "I am fine", source="hi-Latn")
    assert engine.calls[0] == ["मैं ठीक हूँ"]
    assert result.transcript.segments[0].source_text == "main theek hoon"


def test_a_mixed_line_is_brought_to_one_script_and_its_terms_hold() -> None:
    name = GlossaryTerm(term="महंत", kind="name", aliases=("Mahant",))
    result, engine = run(
        ["Mahant office में है"], lambda _line: "Mahant is in the office", terms=(name,)
    )
    assert engine.calls[0] == ["महंत ऑफ़िस में है"]
    assert (result.report.terms_occurred, result.report.terms_applied) == (1, 1)
