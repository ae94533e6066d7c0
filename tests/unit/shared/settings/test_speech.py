"""Parameters of hearing that depend on each other."""

import pytest

from shared.config import load_config
from shared.errors import ConfigurationError


@pytest.mark.parametrize(("fewest", "most"), [("2", "0"), ("2", "2"), ("1", "5")])
def test_a_range_of_speakers_is_taken(fewest: str, most: str) -> None:
    config = load_config(overrides={"DIARIZATION_MIN_SPEAKERS": fewest,
                                    "DIARIZATION_MAX_SPEAKERS": most})  # fmt: skip
    assert config.diarization_min_speakers == int(fewest)
    assert config.diarization_max_speakers == int(most)


def test_a_range_without_a_number_is_refused() -> None:
    values = {"DIARIZATION_MIN_SPEAKERS": "4", "DIARIZATION_MAX_SPEAKERS": "2"}
    with pytest.raises(ConfigurationError, match="at most 2 speakers and at least 4") as raised:
        load_config(overrides=values)
    assert "DIARIZATION_MAX_SPEAKERS" in str(raised.value)
    assert "DIARIZATION_MIN_SPEAKERS" in str(raised.value)
