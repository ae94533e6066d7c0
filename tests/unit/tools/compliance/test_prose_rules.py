"""Missing docstrings and types are found; what needs none is left alone."""

import pytest

from tests.support.compliance import found
from tools.compliance.prose_rules import PROSE_RULES

WHOLE = '''"""A module."""

from typing import overload


class Engine:
    """A class."""

    def __init__(self, size: int) -> None:
        self.size = size

    @property
    def name(self) -> str:
        """A property."""
        return "x"

    @name.setter
    def name(self, value: str) -> None:
        self.size = len(value)

    @classmethod
    def make(cls, *sizes: int, **more: int) -> "Engine":
        """A class method."""

        def inner(size: int) -> int:
            return size

        return cls(inner(sizes[0]))

    def _private(self) -> None:
        return None


@overload
def twice(value: int) -> int: ...
'''


def docstrings(code: str, path: str = "shared/sample.py") -> list[str]:
    return found(PROSE_RULES, "docstrings", code, path)


def hints(code: str, path: str = "shared/sample.py") -> list[str]:
    return found(PROSE_RULES, "type hints", code, path)


def test_a_whole_module_passes() -> None:
    assert docstrings(WHOLE) == []
    assert hints(WHOLE) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('"""A module."""\n', "1 the module has no docstring"),
        ('    """A class."""\n', "6 Engine has no docstring"),
        ('        """A property."""\n', "13 Engine.name has no docstring"),
        ('        """A class method."""\n', "22 Engine.make has no docstring"),
    ],
)
def test_missing_docstring(text: str, problem: str) -> None:
    assert docstrings(WHOLE.replace(text, "\n", 1)) == [problem]


def test_tests_speak_by_their_names() -> None:
    assert docstrings("def test_x() -> None: ...", "tests/unit/test_x.py") == []


@pytest.mark.parametrize(
    ("typed", "bare", "problem"),
    [
        ("(self, size: int)", "(self, size)", "9 __init__: no type for size"),
        ("*sizes: int", "*sizes", "22 make: no type for sizes"),
        ("**more: int", "**more", "22 make: no type for more"),
        ("def inner(size: int) -> int", "def inner(size: int)", "25 inner: no type for the result"),
        ("_private(self) -> None", "_private(self)", "30 _private: no type for the result"),
    ],
)
def test_missing_type(typed: str, bare: str, problem: str) -> None:
    code = WHOLE.replace(typed, bare)
    assert code != WHOLE
    assert hints(code) == [problem]


def test_tests_have_types_too() -> None:
    assert hints("def test_x(): ...", "tests/unit/test_x.py") == [
        "1 test_x: no type for the result"
    ]
