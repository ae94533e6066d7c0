"""The engines of one run: each is opened once, shared by all targets, and called by one at a time.

An engine that cannot be opened is not tried again; its error is raised for every later call.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

from cp_whisperx.translation.base import LineNotes, Translator
from shared.artifacts import ModelCall
from shared.engines import get_engine
from shared.errors import DependencyFailedError, PipelineError

OpenEngine = Callable[[str], AbstractContextManager[Translator]]


class EnginePool:
    """Opens engines by name when they are first asked for.

    Args:
        open_engine: Gives an engine as a context manager.
        stack: Closes the engines in the end.

    Attributes:
        usage: What metered engines have used so far, call by call.
    """

    def __init__(self, open_engine: OpenEngine, stack: ExitStack) -> None:
        self._open = open_engine
        self._stack = stack
        self._engines: dict[str, Translator | PipelineError] = {}
        self._opening = threading.Lock()
        self._calling: dict[str, threading.Lock] = {}
        self.usage: list[ModelCall] = []

    def translate(
        self,
        name: str,
        texts: Sequence[str],
        source: str,
        target: str,
        notes: Sequence[LineNotes] | None = None,
    ) -> list[str]:
        """Translates lines with one engine.

        Args:
            name: The engine's name.
            texts: Lines in the source language.
            source: BCP-47 code.
            target: BCP-47 code.
            notes: One for each line; for engines that take them.

        Raises:
            PipelineError: If the engine cannot be opened, fails, or breaks its contract.
        """
        if not texts:
            return []
        engine = self._engine(name)
        with self._calling[name]:
            lines = self._ask(name, engine, texts, source, target, notes)
        if len(lines) != len(texts) or not all(isinstance(line, str) for line in lines):
            raise DependencyFailedError(
                f"The engine {name} gave {len(lines)} lines for {len(texts)}.",
                "Choose another engine with TRANSLATION_ENGINE.",
            )
        return list(lines)

    def _ask(
        self,
        name: str,
        engine: Any,
        texts: Sequence[str],
        source: str,
        target: str,
        notes: Sequence[LineNotes] | None,
    ) -> list[str]:
        """Calls an engine as its row says; a call that failed may have cost something too."""
        row = get_engine("translation", name)
        try:
            if notes is not None and row.takes_notes:
                known = [dict(note) for note in notes]
                noted: list[str] = engine.translate_noted(list(texts), source, target, known)
                return noted
            plain: list[str] = engine.translate(list(texts), source, target)
            return plain
        finally:
            if row.metered:
                self.usage += map(ModelCall.model_validate, engine.take_usage())

    def _engine(self, name: str) -> Translator:
        with self._opening:
            if name not in self._engines:
                self._calling[name] = threading.Lock()
                self._engines[name] = self._opened(name)
            engine = self._engines[name]
        if isinstance(engine, PipelineError):
            raise engine
        return engine

    def _opened(self, name: str) -> Translator | PipelineError:
        try:
            return self._stack.enter_context(self._open(name))
        except PipelineError as error:
            return error


@contextmanager
def engine_pool(open_engine: OpenEngine) -> Iterator[EnginePool]:
    """Gives a pool; all its engines are closed when the block ends."""
    with ExitStack() as stack:
        yield EnginePool(open_engine, stack)
