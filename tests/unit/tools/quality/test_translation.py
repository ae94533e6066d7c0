from pathlib import Path

import pytest

from cp_whisperx.translation.apertium import ApertiumTranslator
from tools.quality import translation


def test_films_are_scored_beside_the_untranslated_text(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ("en", "es") not in ApertiumTranslator.available_pairs():
        pytest.skip("Apertium's pair eng-spa is not installed.")
    monkeypatch.setattr(translation, "_FILMS", ("morevna-ep4",))
    monkeypatch.setattr(translation, "_NEWS_LINES", 2)
    row = next(line for line in translation.measure(shared_data).splitlines() if "| films" in line)
    _, _, pair, lines, _, chrf, _, untranslated, _, _ = (cell.strip() for cell in row.split("|"))
    assert (pair, lines) == ("en to es", "61")
    assert float(chrf) > float(untranslated) > 0


def test_without_an_engine_it_says_so(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ApertiumTranslator, "available_pairs", staticmethod(frozenset))
    assert "nothing was measured" in translation.measure(shared_data)
