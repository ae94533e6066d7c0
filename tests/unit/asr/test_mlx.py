"""mlx-whisper on the small model, in its own environment; away from Apple Silicon on the CPU."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cp_whisperx.asr.base import Recogniser
from cp_whisperx.asr.mlx import MlxWhisper, _as_object
from shared.config import Config
from shared.errors import ConfigurationError, ResourceUnavailableError
from tests.support.contracts.whisper import WhisperContract, config_of


@pytest.mark.engines("mlx")
class TestMlxWhisper(WhisperContract):
    weights = "weights.npz"

    def make(self, config: Config) -> Recogniser:
        return MlxWhisper(config)

    @pytest.fixture
    def micro(self, mlx_micro: Path) -> Path:
        return mlx_micro


@pytest.mark.engines("mlx")
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"WHISPERX_COMPUTE_TYPE": "int8"}, "does not work with MLX"),
        ({"WHISPERX_DEVICE": "cuda"}, "does not run on CUDA"),
    ],
)
def test_what_mlx_cannot_do_is_told(
    mlx_micro: Path, tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigurationError, match=said):
        MlxWhisper(config_of(mlx_micro, tmp_path, **settings))


@pytest.mark.engines("mlx")
def test_a_poisoned_model_never_runs(mlx_micro: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"

    class Payload:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (canary,)

    folder = tmp_path / "poisoned"
    folder.mkdir()
    (folder / "config.json").write_bytes((mlx_micro / "config.json").read_bytes())
    poison: dict[str, Any] = {"encoder.conv1.weight": np.array([Payload()], dtype=object)}
    np.savez(folder / "weights.npz", **poison)
    with pytest.raises(ResourceUnavailableError, match="cannot be loaded"):
        MlxWhisper(config_of(folder, tmp_path / "cache"))
    assert not canary.exists()


def test_rows_are_read_by_name() -> None:
    row = _as_object({"text": "a", "words": [{"word": " a", "start": 0.1}]})
    assert row.text == "a"
    assert row.words[0].start == 0.1
    assert _as_object({"text": ""}).words == []
