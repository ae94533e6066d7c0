import pytest

from cp_whisperx.translation.copy import CopyTranslator
from shared.config import build_config
from tests.support.contracts.translation import TranslatorContract


class TestCopy(TranslatorContract):
    source, target = "hi", "hi"
    unserved = ("hi", "en")
    lines = ("नमस्ते।", "कैसे हो?", "अच्छा।")

    @pytest.fixture
    def translator(self) -> CopyTranslator:
        return CopyTranslator(build_config([]))

    def test_lines_are_the_same(self, translator: CopyTranslator) -> None:
        assert translator.translate(self.lines, "hi", "hi") == list(self.lines)
