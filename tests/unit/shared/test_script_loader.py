"""Loading scripts by their file names."""

import pytest

from shared.script_loader import load_script, load_stage
from shared.stage_order import STAGE_ORDER


def test_a_script_is_loaded_once() -> None:
    assert load_script("prepare-job") is load_script("prepare-job")


def test_a_missing_script_is_told() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-script"):
        load_script("no-such-script")


@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_every_stage_can_be_loaded(stage: str) -> None:
    assert callable(load_stage(stage))
