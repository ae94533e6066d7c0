import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pysubs2
import pytest

from cp_whisperx.translation.apertium import ApertiumTranslator
from cp_whisperx.translation.holding import translate_holding
from cp_whisperx.translation.terms import TermKeeper
from shared.artifacts import GlossaryTerm
from shared.config import build_config
from shared.errors import DependencyFailedError, ResourceUnavailableError
from tests.support.contracts.translation import TranslatorContract

CONFIG = build_config([])
needs_english_spanish = pytest.mark.skipif(
    ("en", "es") not in ApertiumTranslator.available_pairs(),
    reason="apertium-eng-spa is not installed",
)


@needs_english_spanish
class TestApertium(TranslatorContract):
    source, target = "en", "es"
    unserved = ("en", "ta")
    lines = (
        "The house is big.",
        "I want to drink water",
        "Where is my brother?",
        "No!",
        "He said: [yes] <b>we</b> ^can$ {do} it / now \\ @ *here*...",
    )

    @pytest.fixture
    def translator(self) -> ApertiumTranslator:
        return ApertiumTranslator(CONFIG)

    def test_it_translates(self, translator: ApertiumTranslator) -> None:
        lines = ["The house is big.", "I want to drink water.", "Wait..."]
        result = translator.translate(lines, "en", "es")
        assert result[0] == "La casa es grande."
        assert "agua" in result[1]
        assert result[2].endswith("...")

    def test_lines_do_not_run_into_each_other(self, translator: ApertiumTranslator) -> None:
        apart = translator.translate(["The big", "house"], "en", "es")
        assert apart == [translator.translate([x], "en", "es")[0] for x in ("The big", "house")]
        assert "casa" not in apart[0]

    def test_unknown_words_stay_without_a_mark(self, translator: ApertiumTranslator) -> None:
        (line,) = translator.translate(["My zogblat is here."], "en", "es")
        assert "zogblat" in line
        assert "*" not in line

    def test_placeholders_pass_through(self, translator: ApertiumTranslator) -> None:
        (line,) = translator.translate(["X1X brings water to X2X."], "en", "es")
        assert "X1X" in line
        assert "X2X" in line

    def test_line_ends_within_a_line_become_spaces(self, translator: ApertiumTranslator) -> None:
        assert len(translator.translate(["The house\nis big.\r\n"], "en", "es")) == 1


def test_without_the_program_there_are_no_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert ApertiumTranslator.available_pairs() == frozenset()
    with pytest.raises(ResourceUnavailableError, match="not installed"):
        ApertiumTranslator(CONFIG)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the program answers, call by call, where none is needed."""
    rows: list[Any] = [
        subprocess.CompletedProcess([], 0, "  eng-spa\n  spa-eng_US\n  xxx-eng\n", "")
    ]

    def run(*_args: object, **_options: object) -> Any:
        answer = rows.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/apertium")
    monkeypatch.setattr(subprocess, "run", run)
    return rows


def test_pairs_are_read_from_the_programs_list(answers: list[Any]) -> None:
    assert ApertiumTranslator.available_pairs() == {("en", "es")}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (subprocess.CompletedProcess([], 1, "", "mode broken"), "mode broken"),
        (subprocess.CompletedProcess([], 0, "one\0two\0", ""), "one by one"),
        (subprocess.TimeoutExpired("apertium", 30), "30 s"),
    ],
)
def test_failures_of_the_program_are_told(answers: list[Any], answer: Any, message: str) -> None:
    engine = ApertiumTranslator(CONFIG)
    answers.append(answer)
    with pytest.raises(DependencyFailedError, match=message):
        engine.translate(["Hello there."], "en", "es")


FILM_TERMS = (
    *(GlossaryTerm(term=name, kind="name") for name in ("Pepper", "Carrot", "Coriander", "Komona")),
    GlossaryTerm(term="potion", translations={"es": "poción"}),
    GlossaryTerm(term="contest", translations={"es": "certamen"}),
)


@needs_english_spanish
def test_a_real_films_terms_are_all_applied(shared_data: Path) -> None:
    cues = pysubs2.load(str(shared_data / "film/morevna/pepper-and-carrot-ep6-eng.srt"))
    lines = [" ".join(cue.plaintext.split()) for cue in cues]
    engine = ApertiumTranslator(CONFIG)
    rows = translate_holding(
        lines, TermKeeper(FILM_TERMS, "es"), lambda given: engine.translate(given, "en", "es")
    )
    assert len(rows) == len(lines) == 98
    terms = [use for row in rows for use in row.terms]
    assert len(terms) > 30
    assert all(use.applied for use in terms)
    assert not any(re.search(r"X\d+X", row.text) for row in rows)
