"""What every translation engine keeps to; each engine's test class inherits this one."""

import json
from typing import ClassVar

import pytest

from cp_whisperx.translation.base import Translator
from shared.errors import PipelineError


class TranslatorContract:
    """Inherit, give `translator`, a pair and lines that the engine can translate."""

    source: ClassVar[str]
    target: ClassVar[str]
    unserved: ClassVar[tuple[str, str]]
    lines: ClassVar[tuple[str, ...]]

    @pytest.fixture
    def translator(self) -> Translator:
        raise NotImplementedError

    def test_as_many_lines_come_back_in_order(self, translator: Translator) -> None:
        alone = [translator.translate([x], self.source, self.target)[0] for x in self.lines]
        together = translator.translate(self.lines, self.source, self.target)
        backwards = translator.translate(self.lines[::-1], self.source, self.target)
        assert together == alone
        assert backwards == alone[::-1]
        assert all(line.strip() for line in together)

    def test_lines_without_letters_come_back_as_they_are(self, translator: Translator) -> None:
        blank = ["", "   ", "...", "?!", "♪", "—"]
        assert translator.translate(blank, self.source, self.target) == blank

    def test_blank_lines_do_not_move_others(self, translator: Translator) -> None:
        mixed = ["", self.lines[0], "...", self.lines[1], ""]
        result = translator.translate(mixed, self.source, self.target)
        expected = translator.translate(self.lines[:2], self.source, self.target)
        assert result == ["", expected[0], "...", expected[1], ""]

    def test_nothing_in_nothing_out(self, translator: Translator) -> None:
        assert translator.translate([], self.source, self.target) == []

    def test_results_are_plain_json(self, translator: Translator) -> None:
        result = translator.translate(self.lines, self.source, self.target)
        assert json.loads(json.dumps(result)) == result
        assert type(result) is list

    def test_a_pair_that_is_not_served_is_a_clear_error(self, translator: Translator) -> None:
        with pytest.raises(PipelineError) as caught:
            translator.translate(self.lines, *self.unserved)
        assert caught.value.message
        assert caught.value.hint

    def test_closes_cleanly(self, translator: Translator) -> None:
        translator.translate(self.lines[:1], self.source, self.target)
        translator.close()
