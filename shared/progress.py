"""How a stage tells whoever runs it how far it is.

A worker sets the reporter before it runs a stage; without one, progress goes nowhere.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ProgressReporter = Callable[[float, str], None]


def _silent(_share: float, _text: str) -> None:
    """Takes a report and does nothing with it."""


_reporter: ContextVar[ProgressReporter] = ContextVar("progress_reporter", default=_silent)


def current_reporter() -> ProgressReporter:
    """Returns the function that takes the share done (0 to 1) and a short text."""
    return _reporter.get()


@contextmanager
def reporting_to(reporter: ProgressReporter) -> Iterator[None]:
    """Sends progress to a function while the block runs."""
    token = _reporter.set(reporter)
    try:
        yield
    finally:
        _reporter.reset(token)
