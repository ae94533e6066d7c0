"""Fixtures that all tests share."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest_plugins = (
    "tests.support.ctc_model",
    "tests.support.indictrans_model",
    "tests.support.nllb_model",
    "tests.support.small_models",
    "tests.support.mlx_model",
)


PROJECT_ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--environment", help="of the tests marked engines, those of this one alone")


def pytest_configure() -> None:
    """Lets a property take its time: what is imported on first use is slow on a busy machine."""
    # The environments of engines have no hypothesis, nor tests that need it.
    if find_spec("hypothesis") is not None:
        from hypothesis import settings

        settings.register_profile("unhurried", deadline=None)
        settings.load_profile("unhurried")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leaves alone what an environment of engines has no tests in: it lacks other tests' needs."""
    wanted = config.getoption("--environment")
    if wanted in (None, "dev") or not collection_path.name.startswith("test_"):
        return None
    return f'engines("{wanted}")' not in collection_path.read_text(encoding="utf-8") or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = config.getoption("--environment")
    if wanted is None:
        return
    other = [item for item in items if _environment_of(item) not in (None, wanted)]
    config.hook.pytest_deselected(items=other)
    items[:] = [item for item in items if item not in other]


def _environment_of(item: pytest.Item) -> str | None:
    marker = item.get_closest_marker("engines")
    return str(marker.args[0]) if marker else None


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real recordings and subtitle sets; tests that need it skip without it."""
    root = Path(os.environ.get("CP_WHISPERX_SHARED", PROJECT_ROOT.parent / "shared"))
    if not (root / "data").is_dir():
        pytest.skip("the folder of real recordings is not on this machine")
    return root / "data"
