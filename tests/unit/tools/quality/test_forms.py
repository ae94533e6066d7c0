from pathlib import Path

from tools.quality import forms


def test_no_reference_is_spoilt(shared_data: Path) -> None:
    report = forms.measure(shared_data)
    rows = [
        line.split(" | ") for line in report.splitlines() if line.startswith("| Russian, films")
    ]
    gender, address = rows
    assert int(gender[2]) > 5
    assert gender[3] == "0"
    assert gender[4] == f"{gender[2]} |"
    assert int(address[2]) > 20
    assert "| Russian, NTREX news | 300 | 0 | 0 |" in report
    assert "| Spanish, NTREX news | 300 | 0 | 0 |" in report
