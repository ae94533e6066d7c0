from pathlib import Path

import jiwer
import numpy as np
import pytest

from cp_whisperx.asr.base import Recogniser, RecognitionRequest
from cp_whisperx.asr.pocketsphinx import PocketSphinx
from shared.config import load_config
from shared.errors import InvalidInputError
from tests.support.audio import said_in
from tests.support.contracts.asr import AsrContract, ignore, regions_of
from tests.support.wav import silence, write_wav

SPAN = (0.6, 4.0)


class TestPocketSphinx(AsrContract):
    spans = (SPAN,)
    language = "en"

    def make_engine(self) -> Recogniser:
        return PocketSphinx(load_config())

    @pytest.fixture
    def clip(self, spoken_flite: Path) -> Path:
        return spoken_flite


def heard(clip: Path, *hotwords: str) -> str:
    request = RecognitionRequest(clip, regions_of(clip, SPAN), "en", hotwords)
    segments = PocketSphinx(load_config()).transcribe(request, ignore).segments
    return " ".join(segment.text for segment in segments)


def test_understands_clear_speech_and_writes_it_readably(spoken_flite: Path) -> None:
    text = heard(spoken_flite)
    reference = said_in("flite.opus")[0].text
    assert jiwer.wer(reference, text.lower().rstrip(".")) <= 0.25
    assert text[0].isupper()
    assert text.endswith(".")


def test_hotwords_keep_their_capitals(spoken_flite: Path) -> None:
    assert "Tea" in heard(spoken_flite, "Tea", "Xyzzyplugh")


@pytest.mark.parametrize("language", ["hi", "auto", "gu"])
def test_other_languages_are_refused(spoken_flite: Path, language: str) -> None:
    request = RecognitionRequest(spoken_flite, regions_of(spoken_flite, SPAN), language)
    with pytest.raises(InvalidInputError, match=r"English alone.*ASR_ENGINE=faster_whisper"):
        PocketSphinx(load_config()).transcribe(request, ignore)


@pytest.mark.parametrize("seconds", [0.05, 1.0])
def test_region_without_words(tmp_path: Path, seconds: float) -> None:
    clip = write_wav(tmp_path / "quiet.wav", np.concatenate((silence(seconds), silence(0.1))))
    request = RecognitionRequest(clip, regions_of(clip, (0.0, seconds)), "en")
    assert PocketSphinx(load_config()).transcribe(request, ignore).segments == ()
