"""The progress of a fetch: live on a terminal, a line each tenth elsewhere."""

import io

from shared.fetch_report import FetchReport


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *shares: float) -> str:
    report = FetchReport("small", stream)
    for share in shares:
        report(share)
    report.close()
    return stream.getvalue()


def test_plain_lines_elsewhere() -> None:
    lines = shown(io.StringIO(), 0.0, 0.04, 0.12, 0.13, 0.99, 1.0).splitlines()
    assert [line.rpartition(": ")[2] for line in lines] == ["0 %", "10 %", "90 %", "100 %"]
    assert lines[0].startswith("Fetching the model whisper-small (about ")


def test_one_live_line_on_a_terminal() -> None:
    text = shown(Terminal(), 0.0, 0.041, 0.049, 1.0)
    assert text.count("\r") == 3
    assert text.count("\n") == 1
    assert text.endswith("100 %\n")


def test_nothing_fetched_nothing_said() -> None:
    assert shown(Terminal()) == ""


def test_a_model_that_is_not_in_the_catalogue_is_called_by_its_name() -> None:
    stream = io.StringIO()
    FetchReport("my-model", stream)(0.5)
    assert stream.getvalue() == "Fetching the model my-model: 50 %\n"
