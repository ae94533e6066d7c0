"""Environment variables: the only module that looks at them. Standard library alone."""

import os


def variable(name: str) -> str:
    """Returns a variable's value, or an empty string."""
    return os.environ.get(name, "")


def variables() -> dict[str, str]:
    """Returns all variables."""
    return dict(os.environ)
