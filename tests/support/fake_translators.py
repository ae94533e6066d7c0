"""Fake translation engines for tests alone: they misbehave as real ones do, on purpose."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from cp_whisperx.translation.base import LineNotes, Translator
from shared.errors import DependencyFailedError, ModelMissingError


class FakeTranslator:
    """Translates by a function of a line; counts calls, and whether two ran at once."""

    def __init__(self, translate_line: Callable[[str], str] = "<{}>".format) -> None:
        self._line = translate_line
        self.calls: list[list[str]] = []
        self.closed = False
        self.overlapped = False
        self._busy = threading.Lock()

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        self.overlapped |= not self._busy.acquire(blocking=False)
        try:
            self.calls.append(list(texts))
            return self.work([self._line(text) for text in texts])
        finally:
            if self._busy.locked():
                self._busy.release()

    def work(self, lines: list[str]) -> list[str]:
        return lines

    def close(self) -> None:
        self.closed = True


class CrashingTranslator(FakeTranslator):
    """Fails on the calls whose numbers are given, counted from 1; on all of them by default."""

    def __init__(self, on_calls: Sequence[int] = ()) -> None:
        super().__init__()
        self._on_calls = on_calls

    def work(self, lines: list[str]) -> list[str]:
        if not self._on_calls or len(self.calls) in self._on_calls:
            raise DependencyFailedError("The fake engine crashed.", "It is meant to.")
        return lines


class GarbageTranslator(FakeTranslator):
    """Gives one line too few."""

    def work(self, lines: list[str]) -> list[str]:
        return lines[:-1]


class NotingTranslator(FakeTranslator):
    """Takes notes, keeps them, and says what each call cost."""

    def __init__(self, translate_line: Callable[[str], str] = "<{}>".format) -> None:
        super().__init__(translate_line)
        self.notes: list[list[LineNotes]] = []
        self._calls: list[dict[str, Any]] = []

    def translate_noted(
        self, texts: Sequence[str], source: str, target: str, notes: Sequence[LineNotes]
    ) -> list[str]:
        self.notes.append(list(notes))
        self._calls.append(
            {"engine": "llm", "model": "fake", "source": source, "target": target,
             "lines": len(texts), "tokens_in": 10, "tokens_out": 5, "cost": 0.5}
        )  # fmt: skip
        return self.translate(texts, source, target)

    def take_usage(self) -> list[dict[str, Any]]:
        taken, self._calls = self._calls, []
        return taken


class CrashingNotingTranslator(NotingTranslator, CrashingTranslator):
    """Fails after the service has counted the call."""

    def __init__(self) -> None:
        NotingTranslator.__init__(self)
        self._on_calls = ()


class SlowTranslator(FakeTranslator):
    """Takes a moment for each call."""

    def work(self, lines: list[str]) -> list[str]:
        time.sleep(0.15)
        return lines


class FakeOpener:
    """Opens fakes by name, as the engine host does; a name it has no fake for is not installed."""

    def __init__(self, **engines: Translator) -> None:
        self._engines = engines
        self.opened: list[str] = []

    def __call__(self, name: str) -> AbstractContextManager[Translator]:
        return self._open(name)

    @contextmanager
    def _open(self, name: str) -> Iterator[Translator]:
        self.opened.append(name)
        if name not in self._engines:
            raise ModelMissingError(f"The fake model of {name} is missing.", "It is meant to be.")
        try:
            yield self._engines[name]
        finally:
            self._engines[name].close()
