"""Environment variables, as they are when they are asked for."""

import pytest

from shared.variables import variable, variables


def test_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CP_SAMPLE", "ü")
    assert variable("CP_SAMPLE") == "ü"
    copy = variables()
    assert copy["CP_SAMPLE"] == "ü"
    copy["CP_SAMPLE"] = "changed"
    assert variable("CP_SAMPLE") == "ü"
    monkeypatch.delenv("CP_SAMPLE")
    assert variable("CP_SAMPLE") == ""
    assert "CP_SAMPLE" not in variables()
