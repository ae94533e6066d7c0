"""What every separation engine must hold to."""

import wave
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pytest

from cp_whisperx.separation.base import Separator
from shared.wav import duration_of
from tests.support.wav import SAMPLE_RATE, silence, tone, write_wav


class SeparationContract(ABC):
    """Inherit it, and say how the engine is made."""

    @abstractmethod
    def make_engine(self) -> Separator:
        """Makes the engine with its default settings."""

    @pytest.fixture
    def engine(self) -> Iterator[Separator]:
        made = self.make_engine()
        yield made
        made.close()

    @pytest.mark.parametrize("seconds", [0, 5])
    def test_vocals_are_as_long_as_the_audio_or_not_there(
        self, engine: Separator, tmp_path: Path, seconds: int
    ) -> None:
        audio, vocals = write_wav(tmp_path / "a.wav", tone(seconds)), tmp_path / "vocals.wav"
        energies = engine.separate(audio, vocals, seconds * SAMPLE_RATE, lambda _: None)
        assert vocals.exists() is (energies is not None) is engine.makes_vocals
        if energies:
            assert duration_of(vocals) == duration_of(audio)
            assert len(energies.vocals_db) == len(energies.accompaniment_db)
            assert len(energies.vocals_db) * energies.step == pytest.approx(seconds, abs=0.5)
            with wave.open(str(vocals)) as wav:
                assert (wav.getframerate(), wav.getnchannels()) == (SAMPLE_RATE, 1)

    def test_the_audio_is_left_as_it_was(self, engine: Separator, tmp_path: Path) -> None:
        audio = write_wav(tmp_path / "a.wav", silence(2))
        before = audio.read_bytes()
        engine.separate(audio, tmp_path / "vocals.wav", 2 * SAMPLE_RATE, lambda _: None)
        assert audio.read_bytes() == before

    def test_reports_progress_to_the_end(self, engine: Separator, tmp_path: Path) -> None:
        shares: list[float] = []
        audio = write_wav(tmp_path / "a.wav", tone(2))
        engine.separate(audio, tmp_path / "vocals.wav", 2 * SAMPLE_RATE, shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
