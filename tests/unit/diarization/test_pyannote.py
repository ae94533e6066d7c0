"""The community pipeline: portions joined, foreign checkpoints refused, a real pipeline run."""

import os
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.diarization.base import Diarizer
from cp_whisperx.diarization.pyannote import (
    PyannoteDiarizer,
    load_pipeline,
    one_person_over_portions,
    refuse_foreign_classes,
)
from cp_whisperx.diarization.turns import RawTurn
from shared.config import load_config
from shared.errors import ModelMissingError, ResourceUnavailableError
from tests.support.contracts.diarization import DiarizerContract

TURNS = [
    RawTurn(0.0, 9.0, "0.000 A"), RawTurn(9.0, 12.0, "0.000 B"),
    RawTurn(900.0, 905.0, "900.000 A"), RawTurn(906.0, 911.0, "900.000 B"),
]  # fmt: skip
NEAR, FAR = np.array([1.0, 0.1, 0.0], np.float32), np.array([0.0, 0.2, 1.0], np.float32)


def test_one_person_has_one_name_over_portions() -> None:
    vectors = {"0.000 A": NEAR, "0.000 B": FAR, "900.000 A": FAR * 2, "900.000 B": NEAR * 3}
    people = one_person_over_portions(TURNS, vectors, 1, 0)
    assert people["0.000 A"] == people["900.000 B"]
    assert people["0.000 B"] == people["900.000 A"]
    assert people["0.000 A"] != people["0.000 B"]


def test_two_of_one_portion_stay_two_however_alike() -> None:
    vectors = dict.fromkeys(("0.000 A", "0.000 B", "900.000 A", "900.000 B"), NEAR)
    people = one_person_over_portions(TURNS, vectors, 1, 0)
    assert people["0.000 A"] != people["0.000 B"]
    assert people["900.000 A"] != people["900.000 B"]
    assert len(set(people.values())) == 2


def test_who_is_not_described_stays_himself() -> None:
    people = one_person_over_portions(TURNS, {"0.000 A": np.zeros(3, np.float32)}, 1, 0)
    assert people == {turn.speaker: turn.speaker for turn in TURNS}


def test_a_missing_model_is_told_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.model_store.get_secret", lambda _: "")
    nowhere = {"CACHE_DIR": str(tmp_path), "MODEL_HUB_URL": "http://127.0.0.1:9"}
    with pytest.raises(ModelMissingError, match=r"HF_TOKEN is not set.*accept its conditions"):
        PyannoteDiarizer(load_config(overrides=nowhere))


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline of the true class: the packaged segmentation, and an embedding of random weights.

    It shows that a pipeline in a folder loads and runs; its speakers mean nothing.
    """
    import shutil

    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.embedding import WeSpeakerResNet34

    from shared.speaker_network import packaged_checkpoint

    folder = tmp_path_factory.mktemp("pipeline")
    for part in ("segmentation", "embedding"):
        (folder / part).mkdir()
    shutil.copy(packaged_checkpoint(), folder / "segmentation" / "pytorch_model.bin")
    torch.manual_seed(1)
    model = WeSpeakerResNet34()
    content = {
        "state_dict": model.state_dict(),
        "hyper_parameters": dict(model.hparams),
        "pytorch-lightning_version": "2.6.6",
        "pyannote.audio": {
            "versions": {"torch": "2.13.0", "pyannote.audio": "4.0.7"},
            "architecture": {"module": "pyannote.audio.models.embedding",
                             "class": "WeSpeakerResNet34"},
            "specifications": Specifications(
                Problem.REPRESENTATION, Resolution.CHUNK, duration=5.0
            ),
        },
    }  # fmt: skip
    torch.save(content, folder / "embedding" / "pytorch_model.bin")
    write_plda(folder / "plda")
    (folder / "config.yaml").write_text(PIPELINE)
    return folder


PIPELINE = """\
version: 3.1.0
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    embedding: $model/embedding
    segmentation: $model/segmentation
    plda: $model/plda
params:
  clustering: {threshold: 0.6, Fa: 0.07, Fb: 0.8}
  segmentation: {threshold: 0.5, min_duration_off: 0.0}
"""


def write_plda(folder: Path) -> None:
    folder.mkdir()
    random = np.random.default_rng(1)
    np.savez(folder / "xvec_transform.npz", mean1=np.zeros(256), mean2=np.zeros(128),
             lda=random.standard_normal((256, 128)))  # fmt: skip
    np.savez(folder / "plda.npz", mu=np.zeros(128), tr=np.eye(128), psi=np.linspace(2, 1, 128))


@pytest.mark.engines("pyannote")
class TestPyannoteDiarizer(DiarizerContract):
    @pytest.fixture(autouse=True)
    def _model(self, pipeline: Path) -> None:
        self.pipeline = pipeline

    def make_engine(self) -> Diarizer:
        settings = {"DIARIZATION_MODEL": str(self.pipeline), "CACHE_DIR": str(self.pipeline.parent)}
        return PyannoteDiarizer(load_config(overrides=settings))


class Payload:
    """Would leave a file if its pickle were opened."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.trace),)


@pytest.mark.engines("pyannote")
def test_a_poisoned_checkpoint_never_runs(tmp_path: Path) -> None:
    import torch

    folder = tmp_path / "pipeline" / "segmentation"
    folder.mkdir(parents=True)
    torch.save({"weights": Payload(tmp_path / "trace")}, folder / "pytorch_model.bin")
    with pytest.raises(ResourceUnavailableError, match=r"mkdir.*was not opened"):
        refuse_foreign_classes(tmp_path / "pipeline")
    assert not (tmp_path / "trace").exists()


@pytest.mark.engines("pyannote")
def test_a_damaged_checkpoint_is_told(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"no checkpoint")
    with pytest.raises(ResourceUnavailableError, match="cannot be read"):
        refuse_foreign_classes(tmp_path)
    (tmp_path / "pytorch_model.bin").unlink()
    (tmp_path / "config.yaml").write_text("version: 3.1.0\npipeline: {name: none.such}\n")
    with pytest.raises(ResourceUnavailableError, match="cannot be loaded"):
        load_pipeline(tmp_path)
