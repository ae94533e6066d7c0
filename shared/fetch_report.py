"""Shows how far the fetching of a model is: a live line on a terminal, plain lines elsewhere."""

import sys
from typing import TextIO

from shared.model_catalog import find_model

_PLAIN_STEP = 10


class FetchReport:
    """Takes the share fetched, 0 to 1; writes nothing where nothing is fetched.

    Args:
        name: The model's name, as the settings have it.
        stream: Where to write; standard error if left out.
    """

    def __init__(self, name: str, stream: TextIO | None = None) -> None:
        model = find_model(name)
        size = f" (about {model.megabytes} MB)" if model else ""
        self._label = f"Fetching the model {model.name if model else name}{size}"
        self._stream = stream or sys.stderr
        self._shown = -1

    def __call__(self, share: float) -> None:
        """Shows a share, unless it is shown already."""
        percent = int(share * 100)
        live = self._stream.isatty()
        step = percent if live else percent - percent % _PLAIN_STEP
        if step <= self._shown:
            return
        self._shown = step
        self._stream.write(
            f"\r{self._label}: {step:3d} %" if live else f"{self._label}: {step} %\n"
        )
        self._stream.flush()

    def close(self) -> None:
        """Ends the live line, if one was begun."""
        if self._shown >= 0 and self._stream.isatty():
            self._stream.write("\n")
