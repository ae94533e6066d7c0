"""Measures the memory of what a function starts, in a process of its own.

The system's figure for children is a peak over all of a process's children, so the test run's own
process cannot be asked: it has had others. Nor can a fork of it, because a program that is about to
be started counts with the memory of whoever forked: hence a fresh, small process.
"""

import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def children_peak_kb(
    function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> tuple[Result, int]:
    """Calls a module's function in a fresh process.

    Returns:
        Its result, and the largest resident memory of any process it started, in kB.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(_measured, function, args, kwargs).result()


def _measured(
    function: Callable[..., Result], args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[Result, int]:
    result = function(*args, **kwargs)
    return result, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
