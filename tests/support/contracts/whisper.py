"""What every engine of the Whisper family must hold to, on the small model."""

from abc import abstractmethod
from pathlib import Path

import pytest

from cp_whisperx.asr.base import Recogniser, RecognitionRequest
from shared.artifacts import Transcript
from shared.config import Config, load_config
from shared.errors import InvalidInputError, ModelMissingError, ResourceUnavailableError
from tests.support.audio import Said, said_in
from tests.support.contracts.asr import AsrContract, ignore, regions_of
from tests.support.wav import silence, write_wav

# How far an engine's times may be from the true ones, in seconds.
_SEGMENT = 0.13
_WORD = 0.25


def spans_of(said: list[Said]) -> tuple[tuple[float, float], ...]:
    """Returns where sentences are spoken, a little wider."""
    return tuple((s.start - 0.05, s.end + 0.05) for s in said)


def config_of(model: Path | str, cache: Path, **more: str) -> Config:
    """Returns a configuration for a small model."""
    values = {"WHISPERX_MODEL": str(model), "CACHE_DIR": str(cache), "NUM_THREADS": "1"}
    return load_config(overrides=values | {"MODEL_HUB_URL": "http://127.0.0.1:9"} | more)


def hear(
    engine: Recogniser, clip: Path, language: str, *hotwords: str, careful: bool = False
) -> Transcript:
    """Recognises one of the project's clips."""
    regions = regions_of(clip, *spans_of(said_in(f"{clip.stem}.opus")))
    request = RecognitionRequest(clip, regions, language, hotwords, careful=careful)
    return engine.transcribe(request, ignore)


def texts(transcript: Transcript) -> list[str]:
    """Returns what was understood."""
    return [segment.text for segment in transcript.segments]


class WhisperContract(AsrContract):
    """Inherit it, and say how the engine is made.

    Attributes:
        weights: Name of the file in the model's folder that holds most of it.
    """

    spans = spans_of(said_in("hindi.opus"))
    language = "hi"
    weights: str

    @abstractmethod
    def make(self, config: Config) -> Recogniser:
        """Makes the engine with a configuration."""

    @pytest.fixture
    def micro(self) -> Path:
        """The small model's folder."""
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def _configured(self, micro: Path, tmp_path: Path) -> None:
        self.config = config_of(micro, tmp_path / "cache")

    def make_engine(self) -> Recogniser:
        return self.make(self.config)

    @pytest.fixture
    def clip(self, spoken_hindi: Path) -> Path:
        return spoken_hindi

    @pytest.fixture
    def copy(self, micro: Path, tmp_path: Path) -> Path:
        """A copy of the model that a test may damage."""
        folder = tmp_path / "copy"
        folder.mkdir()
        for path in micro.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        return folder

    def test_text_and_times_are_right(
        self, engine: Recogniser, spoken_english: Path, spoken_hindi: Path
    ) -> None:
        for clip, language in ((spoken_english, "en"), (spoken_hindi, "hi")):
            said = said_in(f"{clip.stem}.opus")
            found = hear(engine, clip, language)
            assert texts(found) == [sentence.text for sentence in said]
            for segment, sentence in zip(found.segments, said, strict=True):
                assert segment.start == pytest.approx(sentence.start, abs=_SEGMENT)
                assert segment.end == pytest.approx(sentence.end, abs=_SEGMENT)
                for word, (_, start, _) in zip(segment.words, sentence.words, strict=True):
                    assert word.start == pytest.approx(start, abs=_WORD)

    def test_hotwords_are_told_and_do_not_disturb(
        self, engine: Recogniser, spoken_english: Path
    ) -> None:
        found = hear(engine, spoken_english, "en", *(f"Name{n}" for n in range(200)))
        assert texts(found) == [sentence.text for sentence in said_in("english.opus")]

    def test_language_is_detected(self, engine: Recogniser, spoken_hindi: Path) -> None:
        assert hear(engine, spoken_hindi, "auto").language == "hi"

    def test_the_careful_way_samples(self, engine: Recogniser, spoken_hindi: Path) -> None:
        found = hear(engine, spoken_hindi, "hi", careful=True)
        assert texts(found) == [sentence.text for sentence in said_in("hindi.opus")]
        assert all(segment.evidence["temperature"] > 0 for segment in found.segments)

    def test_silence_that_was_taken_for_speech(self, engine: Recogniser, tmp_path: Path) -> None:
        clip = write_wav(tmp_path / "quiet.wav", silence(6))
        request = RecognitionRequest(clip, regions_of(clip, (1.0, 5.0)), "en")
        assert engine.transcribe(request, ignore).segments == ()

    def test_language_the_model_lacks(self, engine: Recogniser, spoken_english: Path) -> None:
        with pytest.raises(InvalidInputError, match=r"does not understand Odia"):
            hear(engine, spoken_english, "or")

    def test_a_model_that_is_not_here_is_told_with_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissingError, match=r"could not be fetched.*\./bootstrap\.sh"):
            self.make(config_of("small", tmp_path))

    def test_a_folder_that_is_no_model(self, tmp_path: Path) -> None:
        folder = tmp_path / "empty"
        folder.mkdir()
        with pytest.raises(ResourceUnavailableError, match=rf"lacks .*{self.weights}"):
            self.make(config_of(folder, tmp_path))

    def test_a_model_of_rubbish(self, copy: Path, tmp_path: Path) -> None:
        (copy / self.weights).write_bytes(b"\x00" * 1000)
        with pytest.raises(ResourceUnavailableError, match=r"cannot be loaded"):
            self.make(config_of(copy, tmp_path / "other"))

    def test_a_model_with_one_bit_changed(self, copy: Path, tmp_path: Path) -> None:
        config = config_of(copy, tmp_path / "other")
        self.make(config).close()
        content = bytearray((copy / self.weights).read_bytes())
        content[len(content) // 2] ^= 1
        (copy / self.weights).write_bytes(content)
        with pytest.raises(ResourceUnavailableError, match=rf"damaged: {self.weights}"):
            self.make(config)
