"""ALIGNMENT_MODEL names a folder or a known model; changed files are told."""

import shutil
from pathlib import Path

import pytest

from cp_whisperx.alignment.model_folder import open_folder
from shared.config import load_config
from shared.errors import ModelMissingError, ResourceUnavailableError
from tests.support.ctc_model import CTC_MICRO


def test_a_folder_is_taken_and_a_changed_file_in_it_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(CTC_MICRO, folder)
    config = load_config(overrides={"CACHE_DIR": str(tmp_path / "cache")})
    assert open_folder(str(folder), config, "hint") == folder
    content = bytearray((folder / "model.onnx").read_bytes())
    content[5000] ^= 1
    (folder / "model.onnx").write_bytes(content)
    with pytest.raises(ResourceUnavailableError, match=r"model\.onnx differs"):
        open_folder(str(folder), config, "hint")


def test_neither(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="neither") as raised:
        open_folder(str(tmp_path / "none"), load_config(), "Name a folder.")
    assert raised.value.hint == "Name a folder."
