import pytest

from cp_whisperx.translation.film import TargetResult, translate_target
from cp_whisperx.translation.pool import engine_pool
from cp_whisperx.translation.route import Route, Target
from shared.artifacts import GlossaryTerm, LineNotes, Segment
from shared.errors import DependencyFailedError
from tests.support.fake_translators import (
    CrashingNotingTranslator,
    CrashingTranslator,
    FakeOpener,
    FakeTranslator,
    GarbageTranslator,
    NotingTranslator,
)

SEGMENTS = tuple(
    Segment(id=10 + n, start=n, end=n + 0.5, text=f"यह पंक्ति {n}", speaker="A", kind=kind)
    for n, kind in enumerate(("speech", "song", "mixed", "speech", "speech"))
)
TARGET = Target("en", ("nllb", "apertium"))


def run(
    target: Target = TARGET, terms: tuple[GlossaryTerm, ...] = (), **engines: FakeTranslator
) -> TargetResult:
    with engine_pool(FakeOpener(**engines)) as pool:
        route = Route(pool, "hi", target, terms)
        return translate_target(route, SEGMENTS, 2, lambda _lines: None)


def english(line: str) -> str:
    return f"line {line[-1]}"


def test_ids_times_order_and_kinds_stay() -> None:
    rows = run(nllb=FakeTranslator(english)).transcript.segments
    kept = [(r.id, r.start, r.end, r.speaker, r.kind, r.source_text) for r in rows]
    assert kept == [(s.id, s.start, s.end, s.speaker, s.kind, s.text) for s in SEGMENTS]
    assert [row.text for row in rows] == [f"line {n}" for n in range(5)]
    assert {row.engine for row in rows} == {"nllb"}


def test_the_next_engine_takes_the_batch_that_fails() -> None:
    crashing = CrashingTranslator(on_calls=(2,))
    crashing._line = english
    result = run(nllb=crashing, apertium=FakeTranslator(english))
    used = [row.engine for row in result.transcript.segments]
    assert used == ["nllb", "nllb", "apertium", "apertium", "nllb"]
    assert result.degraded == ("nllb failed for en: The fake engine crashed.",)
    assert result.report.engines == {"nllb": 3, "apertium": 2}


@pytest.mark.parametrize("broken", [CrashingTranslator(), GarbageTranslator(english)])
def test_an_engine_that_keeps_failing_is_given_up(broken: FakeTranslator) -> None:
    result = run(nllb=broken, apertium=FakeTranslator(english))
    # A single line in the last batch would be no garbage, but the engine is given up by then.
    assert {row.engine for row in result.transcript.segments} == {"apertium"}
    assert len(broken.calls) == 2
    assert len(result.degraded) == 1


def test_an_engine_that_is_not_installed_is_passed_over() -> None:
    result = run(apertium=FakeTranslator(english))
    assert {row.engine for row in result.transcript.segments} == {"apertium"}
    assert "missing" in result.degraded[0]


def test_no_engine_left_is_an_error_that_names_all() -> None:
    with pytest.raises(DependencyFailedError, match=r"English.*nllb.*crashed.*apertium.*missing"):
        run(nllb=CrashingTranslator())


def test_doubtful_lines_are_tried_with_the_next_engine() -> None:
    def sometimes(line: str) -> str:
        return {"1": "", "2": "he is he is he is he is he is", "3": line}.get(
            line[-1], f"fine {line[-1]}"
        )

    result = run(nllb=FakeTranslator(sometimes), apertium=FakeTranslator(english))
    rows = result.transcript.segments
    assert [row.text for row in rows] == ["fine 0", "line 1", "line 2", "line 3", "fine 4"]
    assert [row.engine for row in rows] == ["nllb", "apertium", "apertium", "apertium", "nllb"]
    assert result.degraded == ()


def test_doubtful_lines_that_nobody_does_better_are_reported() -> None:
    def bad(line: str) -> str:
        return "" if line[-1] == "1" else english(line)

    result = run(nllb=FakeTranslator(bad), apertium=CrashingTranslator())
    flags = [row.flags for row in result.transcript.segments]
    assert flags == [(), ("empty",), (), (), ()]
    assert result.report.warnings == ("en: 1 of 5 lines are doubtful (empty).",)


def test_terms_are_counted_and_missed_ones_flagged() -> None:
    def stubborn(line: str) -> str:
        return "row three" if line.endswith("3") else english(line)

    terms = (GlossaryTerm(term="पंक्ति", translations={"en": "line"}),)
    result = run(Target("en", ("nllb",)), terms, nllb=FakeTranslator(stubborn))
    assert (result.report.terms_occurred, result.report.terms_applied) == (5, 4)
    assert [row.flags for row in result.transcript.segments][3] == ("term_missed",)
    assert result.transcript.segments[3].terms[0].expected == "line"
    assert result.report.warnings == (
        "en: 1 of 5 lines are doubtful (term_missed).",
        "en: glossary terms that the translation lacks: line for पंक्ति (lines 13).",
    )
    assert result.report.missed[0].segments == (13,)


def test_the_source_languages_own_track_ignores_the_glossary() -> None:
    terms = (GlossaryTerm(term="पंक्ति", translations={"hi": "कतार"}),)
    result = run(Target("hi", ("copy",)), terms, copy=FakeTranslator(str))
    assert [row.text for row in result.transcript.segments] == [s.text for s in SEGMENTS]
    assert result.report.terms_occurred == 0


def tried(result: TargetResult) -> list[tuple[str, ...]]:
    return [row.tried for row in result.transcript.segments]


def test_each_line_says_who_was_asked_for_it() -> None:
    def sometimes(line: str) -> str:
        return "" if line[-1] == "3" else english(line)

    crashing = CrashingTranslator(on_calls=(1,))
    crashing._line = sometimes
    result = run(nllb=crashing, apertium=FakeTranslator(english))
    both = ("nllb", "apertium")
    assert tried(result) == [both, both, ("nllb",), both, ("nllb",)]
    engines = [row.engine for row in result.transcript.segments]
    assert engines == ["apertium", "apertium", "nllb", "apertium", "nllb"]


def test_an_engine_that_was_given_up_is_not_named_where_it_was_not_asked() -> None:
    result = run(nllb=CrashingTranslator(), apertium=FakeTranslator(english))
    assert tried(result)[0] == ("nllb", "apertium")
    assert tried(result)[4] == ("apertium",)


TERM = (GlossaryTerm(term="पंक्ति", translations={"en": "row"}),)


def test_an_engine_that_takes_notes_is_told_the_terms_and_asked_again_where_it_missed_one() -> None:
    answers = {"यह पंक्ति 1": iter(["line 1", "row 1"]), "यह पंक्ति 2": iter(["line 2", "still 2"])}

    def careless(line: str) -> str:
        return next(answers[line]) if line in answers else f"row {line[-1]}"

    engine = NotingTranslator(careless)
    result = run(Target("en", ("llm",)), TERM, llm=engine)
    assert [row.text for row in result.transcript.segments] == [
        "row 0", "row 1", "line 2", "row 3", "row 4",
    ]  # fmt: skip
    assert engine.notes[0][0] == {"terms": {"पंक्ति": "row"}}
    (again,) = engine.notes[1]
    assert (again["draft"], again["faults"]) == ("line 1", ["term_missed"])
    assert [row.flags for row in result.transcript.segments][2] == ("term_missed",)


def test_the_reviser_does_again_what_came_out_badly_and_nothing_else() -> None:
    def sometimes(line: str) -> str:
        return {"1": "", "3": "line 3"}.get(line[-1], f"row {line[-1]}")

    reviser = NotingTranslator(lambda line: f"row {line[-1]} revised")
    target = Target("en", ("nllb",), reviser="llm")
    result = run(target, TERM, nllb=FakeTranslator(sometimes), llm=reviser)
    texts = [row.text for row in result.transcript.segments]
    assert texts == ["row 0", "row 1 revised", "row 2", "row 3 revised", "row 4"]
    assert reviser.calls == [["यह पंक्ति 1"], ["यह पंक्ति 3"]]
    first, second = (call[0] for call in reviser.notes)
    assert "draft" not in first
    assert first["faults"] == ["empty", "term_missed"]
    assert first["before"] == ["यह पंक्ति 0"]
    assert second["draft"] == "line 3"
    assert tried(result)[1] == ("nllb", "llm")
    assert tried(result)[2] == ("nllb",)


@pytest.mark.parametrize(("shorter", "kept"), [("row", "row"), ("a far longer row", "a long row")])
def test_the_reviser_shortens_what_cannot_be_read_in_its_time(shorter: str, kept: str) -> None:
    reviser = NotingTranslator(lambda _line: shorter)
    with engine_pool(FakeOpener(nllb=FakeTranslator(lambda _: "a long row"), llm=reviser)) as pool:
        route = Route(pool, "hi", Target("en", ("nllb",), reviser="llm"))
        known: list[LineNotes] = [{"characters": 40}, {"characters": 8}]
        first, second = route.translate(["यह पहली पंक्ति है", "यह लंबी पंक्ति है"], known)
    assert (first.held.text, first.tried) == ("a long row", ("nllb",))
    assert (second.held.text, second.tried) == (kept, ("nllb", "llm"))
    assert reviser.notes[0][0]["faults"] == ["too_long"]
    assert second.faults == ()


def test_a_draft_stays_where_the_reviser_fails_or_does_worse() -> None:
    target = Target("en", ("nllb",), reviser="llm")
    for reviser in (CrashingNotingTranslator(), NotingTranslator(lambda _line: "")):
        result = run(target, TERM, nllb=FakeTranslator(english), llm=reviser)
        assert [row.text for row in result.transcript.segments] == [f"line {n}" for n in range(5)]
        assert {row.engine for row in result.transcript.segments} == {"nllb"}


def test_a_reviser_that_fails_is_told() -> None:
    target = Target("en", ("nllb",), reviser="llm")
    result = run(target, TERM, nllb=FakeTranslator(english))
    assert "llm failed for en" in result.degraded[0]


def test_a_doubtful_line_is_better_than_none() -> None:
    loop = "he is he is he is he is he is"
    result = run(nllb=FakeTranslator(lambda _line: ""), apertium=FakeTranslator(lambda _line: loop))
    rows = result.transcript.segments
    assert {(row.text, row.engine, row.flags) for row in rows} == {
        (loop, "apertium", ("looped", "number_changed"))
    }
