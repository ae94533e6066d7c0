"""Fake engines, for tests of faults alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from cp_whisperx.asr.base import RecognitionRequest
from shared.artifacts import Segment, Transcript, Word
from shared.config import Config


class CrashingFakeRecogniser:
    """Fails in the middle of its work with an error nobody foresaw."""

    def __init__(self, config: Config) -> None:
        self.closed = False

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        report(0.4)
        raise RuntimeError("the decoder fell over")

    def close(self) -> None:
        self.closed = True


class LoopingFakeRecogniser:
    """Returns one sentence 84 times over, as was seen in the field."""

    def __init__(self, config: Config) -> None:
        pass

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        segments = tuple(
            Segment(id=n, start=n * 2.0, end=n * 2.0 + 1.5, text="बलिया", language="hi")
            for n in range(84)
        )
        report(1.0)
        return Transcript(language="hi", duration=168.0, engine="fake", segments=segments)

    def close(self) -> None:
        pass


class RepentantFakeRecogniser(LoopingFakeRecogniser):
    """Goes astray as its parent does, but not when it is asked to be careful."""

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        astray = super().transcribe(request, report)
        if not request.careful:
            return astray
        return astray.model_copy(update={"segments": astray.segments[:1]})


class RomanisingFakeRecogniser:
    """Writes Hindi in Latin letters, and in Devanagari only where the script is pinned."""

    requests: ClassVar[list[RecognitionRequest]] = []

    def __init__(self, config: Config) -> None:
        pass

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        self.requests.append(request)
        text = "नमस्ते, आप कैसे हैं?" if request.script == "Deva" else "namaste, aap kaise hain?"
        region = request.regions.regions[0]
        step = (region.end - region.start) / 4
        words = tuple(
            Word(text=token, start=region.start + n * step, end=region.start + (n + 1) * step)
            for n, token in enumerate(text.split())
        )
        segment = Segment(id=0, start=region.start, end=region.end, text=text, words=words)
        report(1.0)
        return Transcript(language="hi", duration=9.0, engine="fake", segments=(segment,))

    def close(self) -> None:
        pass


class MisspellingFakeRecogniser:
    """Writes a name wrongly once and rightly once, over all that is said."""

    def __init__(self, config: Config) -> None:
        pass

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        regions = request.regions
        texts = ("रोत्लू आया है", "रोतलू कहाँ है")
        segments = tuple(
            Segment(id=n, start=regions.duration * n / 2, end=regions.duration * (n + 1) / 2,
                    text=text)
            for n, text in enumerate(texts)
        )  # fmt: skip
        report(1.0)
        return Transcript(
            language="hi", duration=regions.duration, engine="fake", segments=segments
        )

    def close(self) -> None:
        pass


class RecordingFakeRecogniser:
    """Understands nothing, and keeps what it was asked."""

    requests: ClassVar[list[RecognitionRequest]] = []

    def __init__(self, config: Config) -> None:
        pass

    def transcribe(
        self, request: RecognitionRequest, report: Callable[[float], None]
    ) -> Transcript:
        self.requests.append(request)
        return Transcript(language=request.language, duration=1.0, engine="fake")

    def close(self) -> None:
        pass


class UnloadableFakeEngine:
    """Cannot even be made: for stages that must not load an engine."""

    def __init__(self, config: Config) -> None:
        raise AssertionError("this engine must not be loaded")


@dataclass(frozen=True)
class FakeRow:
    """A row of the table of engines that holds a fake."""

    engine: Callable[[Config], Any]
    name: str = "fake"
    environment: str = "common"
    purpose: str = "a fake for tests"

    def load(self) -> Callable[[Config], Any]:
        """Returns the fake's class."""
        return self.engine


def use_fake(monkeypatch: pytest.MonkeyPatch, engine: Callable[[Config], Any]) -> None:
    """Makes every engine that is opened a fake."""
    monkeypatch.setattr("shared.engine_host.get_engine", lambda _role, _name: FakeRow(engine))


class MemoryHungryFakePipeline:
    """Passes batches on to a real pipeline, and runs out of memory on those that are too large."""

    def __init__(self, pipeline: Any, largest: int) -> None:
        self.pipeline = pipeline
        self.largest = largest
        self.sizes: list[int] = []

    def transcribe(self, audio: Any, *, batch_size: int, **options: Any) -> Any:
        self.sizes.append(batch_size)
        if batch_size > self.largest:
            raise RuntimeError("CUDA failed with error out of memory")
        return self.pipeline.transcribe(audio, batch_size=batch_size, **options)
