"""Errors carry an exit code, a message and a hint."""

import pytest

from shared.errors import (
    CancelledByUserError,
    ConfigurationError,
    DependencyFailedError,
    InvalidInputError,
    ModelMissingError,
    OutOfMemoryError,
    PipelineError,
    QualityGateError,
    ResourceUnavailableError,
    as_pipeline_error,
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (PipelineError, 1),
        (QualityGateError, 1),
        (CancelledByUserError, 1),
        (InvalidInputError, 2),
        (ConfigurationError, 2),
        (ResourceUnavailableError, 3),
        (ModelMissingError, 3),
        (OutOfMemoryError, 3),
        (DependencyFailedError, 4),
    ],
)
def test_exit_codes(kind: type[PipelineError], code: int) -> None:
    assert kind("It failed.").exit_code == code


def test_the_text_is_message_and_hint() -> None:
    assert str(PipelineError("It failed.", "Try again.")) == "It failed. Try again."
    assert str(PipelineError("It failed.")) == "It failed."


def test_errors_of_the_system_become_errors_of_ours() -> None:
    own = InvalidInputError("bad")
    assert as_pipeline_error(own) is own
    assert isinstance(as_pipeline_error(KeyboardInterrupt()), CancelledByUserError)
    assert isinstance(as_pipeline_error(MemoryError()), OutOfMemoryError)
    full = as_pipeline_error(OSError(28, "No space left on device", "/out/x"))
    assert full.exit_code == 3
    assert "No space left on device: '/out/x'" in full.message
    assert as_pipeline_error(ZeroDivisionError("by zero")).message == (
        "Unexpected ZeroDivisionError: by zero."
    )
