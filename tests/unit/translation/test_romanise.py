import pytest

from cp_whisperx.translation.romanise import Romaniser
from shared.config import build_config
from tests.support.contracts.translation import TranslatorContract


class TestRomanise(TranslatorContract):
    source, target = "hi", "hi-Latn"
    unserved = ("hi", "en")
    lines = ("नमस्ते।", "तुम कैसे हो?", "मेरा फ़ोन कहाँ है?")

    @pytest.fixture
    def translator(self) -> Romaniser:
        return Romaniser(build_config([]))

    def test_lines_read_as_people_type_them(self, translator: Romaniser) -> None:
        assert translator.translate(self.lines, "hi", "hi-Latn") == [
            "Namaste.", "Tum kaise ho?", "Mera phone kahan hai?",
        ]  # fmt: skip
