"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest

pytest_plugins = (
    "tests.support.ctc_model",
    "tests.support.nllb_model",
    "tests.support.small_models",
)


PROJECT_ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real recordings and subtitle sets; tests that need it skip without it."""
    root = Path(os.environ.get("CP_WHISPERX_SHARED", PROJECT_ROOT.parent / "shared"))
    if not (root / "data").is_dir():
        pytest.skip("the folder of real recordings is not on this machine")
    return root / "data"
