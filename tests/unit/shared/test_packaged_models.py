"""Models of packages are found without an import, and compared before they are opened."""

import hashlib
import sys
from pathlib import Path

import pytest

from shared.errors import EXIT_RESOURCE, ResourceUnavailableError
from shared.packaged_models import check_file, packaged_file, published_files
from tests.support.packages import flip_a_bit, installed_copy

MODEL = "silero_vad/data/silero_vad.onnx"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the model as it is installed, which a test may damage."""
    return installed_copy("silero-vad", MODEL, tmp_path / "site-packages", monkeypatch)


def test_an_undamaged_model_is_found(installed: Path) -> None:
    assert published_files("silero-vad", MODEL) == [installed]
    assert "silero_vad" not in sys.modules


def test_all_files_of_a_folder(installed: Path) -> None:
    del installed
    names = {path.name for path in published_files("pocketsphinx", "pocketsphinx/model/en-us")}
    assert {"mdef", "means", "en-us.lm.bin", "cmudict-en-us.dict"} <= names


def test_a_flipped_bit_is_told_with_what_to_do(installed: Path) -> None:
    flip_a_bit(installed)
    with pytest.raises(ResourceUnavailableError, match="damaged or was replaced") as raised:
        published_files("silero-vad", MODEL)
    assert str(installed) in raised.value.message
    assert "--rebuild" in raised.value.hint
    assert raised.value.exit_code == EXIT_RESOURCE


def test_a_file_that_was_removed(installed: Path) -> None:
    installed.unlink()
    with pytest.raises(ResourceUnavailableError, match=r"lacks .*silero_vad\.onnx"):
        published_files("silero-vad", MODEL)


@pytest.mark.parametrize("name", ["no-such-distribution", "pytest"])
def test_a_model_that_is_not_installed(name: str) -> None:
    with pytest.raises(ResourceUnavailableError, match="is not installed") as raised:
        published_files(name, MODEL)
    assert "./bootstrap.sh" in raised.value.hint


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pytorch_model.bin"
    path.write_bytes(b"another model")
    check_file(path, hashlib.sha256(b"another model").hexdigest())
    with pytest.raises(ResourceUnavailableError, match=r"checksum.*bootstrap\.sh"):
        check_file(path, hashlib.sha256(b"the model").hexdigest())


def test_a_package_that_is_not_there() -> None:
    with pytest.raises(ResourceUnavailableError, match=r"of the package no_such_package"):
        packaged_file("no_such_package", "model.bin")
