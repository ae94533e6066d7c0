"""Where a stage's progress goes."""

from shared.progress import current_reporter, reporting_to


def test_reports_go_to_the_innermost_and_nowhere_afterwards() -> None:
    outer: list[tuple[float, str]] = []
    inner: list[float] = []
    with reporting_to(lambda share, text: outer.append((share, text))):
        current_reporter()(0.25, "a quarter")
        with reporting_to(lambda share, _text: inner.append(share)):
            current_reporter()(0.5, "half")
        current_reporter()(0.75, "three")
    current_reporter()(1.0, "nobody listens")
    assert outer == [(0.25, "a quarter"), (0.75, "three")]
    assert inner == [0.5]
