import time
from collections.abc import Sequence
from types import SimpleNamespace

import psutil
import pytest

from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.film import TargetResult
from cp_whisperx.translation.pool import engine_pool
from cp_whisperx.translation.route import Target
from cp_whisperx.translation.targets import Outcome, translate_all
from shared.artifacts import Segment
from shared.errors import DependencyFailedError
from tests.support.fake_translators import (
    CrashingTranslator,
    FakeOpener,
    FakeTranslator,
    NotingTranslator,
    SlowTranslator,
)


def need(name: str, _languages: Sequence[str]) -> int:
    """Some bytes for a model, few for a program."""
    return 2_000_000_000 if name == "nllb" else 200_000_000


SEGMENTS = tuple(Segment(id=n, start=n, end=n + 1, text=f"पंक्ति {n}") for n in range(4))
TARGETS = (
    Target("hi", ("copy",)), Target("en", ("nllb",)), Target("gu", ("nllb",)),
    Target("es", ("apertium",)),
)  # fmt: skip


def run(*targets: Target, **engines: FakeTranslator) -> dict[str, Outcome]:
    return run_telling([], *targets, **engines)


def run_telling(
    shares: list[float], *targets: Target, **engines: FakeTranslator
) -> dict[str, Outcome]:
    def progress(done: float, total: float, _text: str) -> None:
        shares.append(done / total)

    with engine_pool(FakeOpener(**engines)) as pool:
        return translate_all(
            pool, "hi", targets, SEGMENTS, terms=(), batch=2, progress=progress, need=need
        )


def slow_engines() -> dict[str, FakeTranslator]:
    return {"copy": SlowTranslator(), "nllb": SlowTranslator(), "apertium": SlowTranslator()}


def test_all_targets_are_made_in_the_order_asked_for() -> None:
    outcomes = run(*TARGETS, **slow_engines())
    assert list(outcomes) == ["hi", "en", "gu", "es"]
    assert all(isinstance(outcome, TargetResult) for outcome in outcomes.values())


def test_engines_run_side_by_side_and_none_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    plenty = SimpleNamespace(available=64_000_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: plenty)
    engines = slow_engines()
    began = time.monotonic()
    run(*TARGETS, **engines)
    # Eight calls of 0.15 s take 1.2 s one by one; nllb's four alone take 0.6 s.
    assert time.monotonic() - began < 1.0
    assert not any(engine.overlapped for engine in engines.values())


def test_little_memory_runs_them_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    scarce = SimpleNamespace(available=300_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: scarce)
    began = time.monotonic()
    run(*TARGETS, **slow_engines())
    assert time.monotonic() - began >= 1.2


def test_progress_goes_up_to_the_end() -> None:
    shares: list[float] = []
    run_telling(shares, *TARGETS, **slow_engines())
    assert shares == sorted(shares)
    assert len(shares) == 8
    assert shares[-1] == 1.0


def test_a_target_that_fails_leaves_the_others_whole() -> None:
    outcomes = run(*TARGETS, copy=FakeTranslator(), nllb=CrashingTranslator(),
                   apertium=FakeTranslator())  # fmt: skip
    assert isinstance(outcomes["en"], DependencyFailedError)
    assert isinstance(outcomes["gu"], DependencyFailedError)
    assert isinstance(outcomes["es"], TargetResult)


def test_an_unexpected_error_is_not_swallowed() -> None:
    def broken(_line: str) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(*TARGETS, copy=FakeTranslator(), nllb=FakeTranslator(broken),
            apertium=FakeTranslator())  # fmt: skip


def test_no_targets_and_no_segments_need_no_engine() -> None:
    assert run() == {}
    with engine_pool(FakeOpener()) as pool:
        outcomes = translate_all(
            pool, "hi", TARGETS, (), terms=(), batch=2, progress=lambda *_args: None, need=need
        )
    assert all(isinstance(outcome, TargetResult) for outcome in outcomes.values())


def test_need_is_asked_by_engine_with_all_its_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, tuple[str, ...]] = {}

    def told(name: str, languages: Sequence[str]) -> int:
        asked[name] = tuple(languages)
        return 1

    with engine_pool(FakeOpener(**slow_engines())) as pool:
        translate_all(
            pool, "hi", TARGETS, (), terms=(), batch=2, progress=lambda *_args: None, need=told
        )
    assert asked == {"copy": ("hi",), "nllb": ("en", "gu"), "apertium": ("es",)}


def test_notes_reach_the_engine_with_their_segments() -> None:
    engine = NotingTranslator()
    notes = [LineNotes(scene=n) for n in range(len(SEGMENTS))]
    with engine_pool(FakeOpener(llm=engine)) as pool:
        translate_all(
            pool, "hi", [Target("en", ("llm",))], SEGMENTS, terms=(), batch=3,
            progress=lambda *_args: None, need=need, notes=lambda _target: notes,
        )  # fmt: skip
    assert [[note.get("scene") for note in call] for call in engine.notes] == [[0, 1, 2], [3]]
