"""Loads the scripts, whose names (`06_asr.py`, `prepare-job.py`) no import statement can say."""

import importlib.util
from functools import cache
from types import ModuleType

from shared.paths import SCRIPTS_DIR
from shared.stage_order import get_stage_dir
from shared.stage_runner import RunStage


@cache
def load_script(name: str) -> ModuleType:
    """Loads a script by its file name without `.py`.

    Raises:
        FileNotFoundError: If there is no such script.
    """
    path = SCRIPTS_DIR / f"{name}.py"
    spec = importlib.util.spec_from_file_location("script_" + name.replace("-", "_"), path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_stage(name: str) -> RunStage:
    """Loads a stage's `run_stage`."""
    run_stage: RunStage = load_script(get_stage_dir(name)).run_stage
    return run_stage
