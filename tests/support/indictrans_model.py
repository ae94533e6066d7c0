"""The small IndicTrans2 that the project carries; it proves the path, never quality."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "models" / "indictrans2-micro"


@pytest.fixture(scope="session")
def indictrans_micro() -> Path:
    """A model of the published class and files that knows the toy grammar."""
    assert (FOLDER / "model.safetensors").is_file()
    return FOLDER
