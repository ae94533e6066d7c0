import pytest

from cp_whisperx.translation.pool import engine_pool
from shared.errors import DependencyFailedError, ModelMissingError
from tests.support.fake_translators import (
    CrashingNotingTranslator,
    FakeOpener,
    FakeTranslator,
    GarbageTranslator,
    NotingTranslator,
)


def test_an_engine_is_opened_once_when_first_needed_and_closed_in_the_end() -> None:
    engine = FakeTranslator()
    opener = FakeOpener(nllb=engine)
    with engine_pool(opener) as pool:
        assert opener.opened == []
        assert pool.translate("nllb", ["a"], "hi", "en") == ["<a>"]
        assert pool.translate("nllb", ["b"], "hi", "gu") == ["<b>"]
        assert not engine.closed
    assert opener.opened == ["nllb"]
    assert engine.closed


def test_nothing_to_translate_opens_nothing() -> None:
    opener = FakeOpener()
    with engine_pool(opener) as pool:
        assert pool.translate("nllb", [], "hi", "en") == []
    assert opener.opened == []


def test_an_engine_that_cannot_be_opened_is_not_tried_again() -> None:
    opener = FakeOpener()
    with engine_pool(opener) as pool:
        for _ in range(2):
            with pytest.raises(ModelMissingError, match="nllb"):
                pool.translate("nllb", ["a"], "hi", "en")
    assert opener.opened == ["nllb"]


def test_a_wrong_number_of_lines_is_an_error() -> None:
    with (
        engine_pool(FakeOpener(nllb=GarbageTranslator())) as pool,
        pytest.raises(DependencyFailedError, match="1 lines for 2"),
    ):
        pool.translate("nllb", ["a", "b"], "hi", "en")


def test_notes_go_to_engines_that_take_them_alone() -> None:
    plain, noting = FakeTranslator(), NotingTranslator()
    with engine_pool(FakeOpener(nllb=plain, llm=noting)) as pool:
        for name in ("nllb", "llm"):
            assert pool.translate(name, ["a"], "hi", "en", [{"scene": 3}]) == ["<a>"]
    assert noting.notes == [[{"scene": 3}]]
    assert plain.calls == [["a"]]


def test_what_a_metered_engine_used_is_kept_call_by_call() -> None:
    with engine_pool(FakeOpener(nllb=FakeTranslator(), llm=NotingTranslator())) as pool:
        pool.translate("nllb", ["a"], "hi", "en")
        pool.translate("llm", ["a", "b"], "hi", "en", [{}, {}])
        pool.translate("llm", ["c"], "hi", "gu", [{}])
    assert [(call.target, call.lines, call.cost) for call in pool.usage] == [
        ("en", 2, 0.5), ("gu", 1, 0.5),
    ]  # fmt: skip


def test_a_call_that_fails_is_counted_too() -> None:
    with engine_pool(FakeOpener(llm=CrashingNotingTranslator())) as pool:
        with pytest.raises(DependencyFailedError):
            pool.translate("llm", ["a"], "hi", "en", [{}])
        assert len(pool.usage) == 1
