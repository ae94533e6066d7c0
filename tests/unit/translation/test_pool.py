import pytest

from cp_whisperx.translation.pool import engine_pool
from shared.errors import DependencyFailedError, ModelMissingError
from tests.support.fake_translators import FakeOpener, FakeTranslator, GarbageTranslator


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
