"""The aligner on PyTorch: contract and true word times on the small model, and damaged models.

What needs PyTorch runs in its environment: `./run-tests.sh --engines`.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.alignment.ctc import CtcAligner
from cp_whisperx.alignment.wav2vec2 import Wav2Vec2Aligner
from cp_whisperx.alignment.windows import POOR
from shared.config import load_config
from shared.errors import (
    ConfigurationError,
    InvalidInputError,
    ModelMissingError,
    ResourceUnavailableError,
)
from shared.wav import read_samples
from tests.support.contracts.alignment import AlignmentContract, silent
from tests.support.ctc_model import CTC_MICRO, Spoken, start_errors

in_its_environment = pytest.mark.engines("whisperx")


@pytest.fixture(scope="session")
def torch_model(shared_data: Path) -> Path:
    """The folder of the small model's PyTorch form."""
    folder = shared_data.parent / "small-models" / "ctc"
    if not (folder / "model.safetensors").is_file():
        pytest.skip("the small alignment model is not on this machine")
    return folder


def make(folder: Path | str, **values: str) -> Wav2Vec2Aligner:
    usual = {"ALIGNMENT_MODEL": str(folder), "NUM_THREADS": "1", "MODEL_VERIFY": "false"}
    return Wav2Vec2Aligner(load_config(overrides=usual | values))


@in_its_environment
class TestContract(AlignmentContract):
    @pytest.fixture(autouse=True)
    def with_model(self, torch_model: Path) -> None:
        self.folder = torch_model

    def make_engine(self) -> Wav2Vec2Aligner:
        return make(self.folder)


@in_its_environment
@pytest.mark.parametrize("name", ["english", "hindi"])
def test_word_starts_are_true(clip: Callable[[str], Spoken], torch_model: Path, name: str) -> None:
    spoken = clip(name)
    aligned = make(torch_model).align(spoken.audio, spoken.transcript, spoken.regions, silent)
    errors = start_errors(aligned, spoken.truth)
    assert np.median(errors) < 0.015
    assert np.percentile(errors, 95) < 0.03
    assert all(POOR not in segment.flags for segment in aligned.segments)


@in_its_environment
def test_it_hears_as_the_same_model_on_onnxruntime(
    clip: Callable[[str], Spoken], torch_model: Path
) -> None:
    pytest.importorskip("onnxruntime")
    samples = read_samples(clip("hindi").audio, 0.0, 4.0)
    torch_engine = make(torch_model)
    torch_engine.align(clip("hindi").audio, clip("hindi").transcript, clip("hindi").regions, silent)
    values = {"ALIGNMENT_MODEL": str(CTC_MICRO), "MODEL_VERIFY": "false", "NUM_THREADS": "1"}
    onnx_engine = CtcAligner(load_config(overrides=values))
    ours, theirs = torch_engine.emissions(samples), onnx_engine.emissions(samples)
    assert np.allclose(ours, theirs, atol=0.05)


@in_its_environment
def test_weights_in_pytorchs_own_format(
    tmp_path: Path, clip: Callable[[str], Spoken], torch_model: Path
) -> None:
    import torch
    from safetensors.torch import load_file

    folder = tmp_path / "model"
    shutil.copytree(torch_model, folder)
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    spoken = clip("english")
    aligned = make(folder).align(spoken.audio, spoken.transcript, spoken.regions, silent)
    assert np.median(start_errors(aligned, spoken.truth)) < 0.015


@in_its_environment
def test_code_in_a_weights_file_never_runs(
    tmp_path: Path, clip: Callable[[str], Spoken], torch_model: Path
) -> None:
    import torch

    class Payload:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "canary",)  # type: ignore[return-value]

    folder = tmp_path / "model"
    shutil.copytree(torch_model, folder)
    (folder / "model.safetensors").unlink()
    torch.save({"lm_head.weight": Payload()}, folder / "pytorch_model.bin")
    with pytest.raises(InvalidInputError, match="no wav2vec2 CTC model"):
        open_with(make(folder), clip("english"))
    assert not (tmp_path / "canary").exists()


@in_its_environment
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", b""),
        ("model.safetensors", b"\x00" * 400),
        ("config.json", b"{"),
        ("config.json", b'{"model_type": "bert"}'),
    ],
)
def test_damaged_model(
    tmp_path: Path, clip: Callable[[str], Spoken], torch_model: Path, name: str, content: bytes
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(torch_model, folder)
    (folder / name).write_bytes(content)
    with pytest.raises(InvalidInputError):
        open_with(make(folder), clip("english"))


@in_its_environment
def test_weights_that_are_missing_are_not_made_up(
    tmp_path: Path, clip: Callable[[str], Spoken], torch_model: Path
) -> None:
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "model"
    shutil.copytree(torch_model, folder)
    weights = load_file(folder / "model.safetensors")
    del weights["lm_head.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(InvalidInputError, match="lacks weights"):
        open_with(make(folder), clip("english"))


@in_its_environment
def test_cuda_where_there_is_none(clip: Callable[[str], Spoken], torch_model: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a card")
    with pytest.raises(ResourceUnavailableError, match="no NVIDIA card"):
        open_with(make(torch_model, DEVICE="cuda"), clip("english"))


def open_with(engine: Wav2Vec2Aligner, spoken: Spoken) -> None:
    engine.align(spoken.audio, spoken.transcript, spoken.regions, silent)


@pytest.mark.parametrize("name", ["config.json", "vocab.json", "model.safetensors"])
def test_missing_file(tmp_path: Path, clip: Callable[[str], Spoken], name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(CTC_MICRO, folder)
    (folder / "model.safetensors").touch()
    (folder / name).unlink()
    with pytest.raises(ModelMissingError, match=name.replace(".", r"\.")):
        open_with(make(folder), clip("english"))


def test_the_languages_model_is_named_where_it_is_missing(
    tmp_path: Path, clip: Callable[[str], Spoken]
) -> None:
    nowhere = {"CACHE_DIR": str(tmp_path), "MODEL_HUB_URL": "http://127.0.0.1:9"}
    with pytest.raises(ModelMissingError, match=r"align-hi \(Harveenchadha"):
        open_with(make("auto", **nowhere), clip("hindi"))
    with pytest.raises(ModelMissingError, match="neither a folder nor a model"):
        open_with(make("/nowhere/at/all"), clip("hindi"))
    with pytest.raises(ConfigurationError, match="has no model"):
        open_with(make(""), clip("hindi"))


def test_nothing_is_loaded_for_an_empty_text(clip: Callable[[str], Spoken]) -> None:
    spoken = clip("english")
    empty = spoken.transcript.model_copy(update={"segments": ()})
    assert make("").align(spoken.audio, empty, spoken.regions, silent) == empty
