"""The small translation model that the project carries; it proves the path, never quality."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "models" / "nllb-micro"


@pytest.fixture(scope="session")
def nllb_micro() -> Path:
    """A model of the true NLLB class that knows the toy grammar of `tools/small_models`."""
    assert (FOLDER / "model.bin").is_file()
    return FOLDER
