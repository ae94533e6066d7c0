"""Errors: what they say, and the exit code that a shell sees."""

import inspect

import pytest

from shared import errors
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

CODES = {
    PipelineError: 1,
    QualityGateError: 1,
    CancelledByUserError: 1,
    InvalidInputError: 2,
    ConfigurationError: 2,
    ResourceUnavailableError: 3,
    ModelMissingError: 3,
    OutOfMemoryError: 3,
    DependencyFailedError: 4,
}


@pytest.mark.parametrize(("kind", "code"), CODES.items(), ids=str)
def test_each_error_has_its_exit_code(kind: type[PipelineError], code: int) -> None:
    with pytest.raises(PipelineError) as caught:
        raise kind("It went wrong.")
    assert caught.value.exit_code == code


def test_the_exit_codes_are_known_to_the_last_error() -> None:
    kinds = {kind for _, kind in inspect.getmembers(errors, inspect.isclass)}
    assert kinds == set(CODES)


def test_message_and_hint_are_said_together_and_kept_apart() -> None:
    error = InvalidInputError("The film is empty.", "Give another.")
    assert str(error) == "The film is empty. Give another."
    assert (error.message, error.hint) == ("The film is empty.", "Give another.")


def test_without_a_hint_there_is_no_trailing_space() -> None:
    assert str(DependencyFailedError("ffmpeg failed.")) == "ffmpeg failed."
    assert ModelMissingError("Gone.").hint == ""


def test_a_missing_model_can_be_caught_as_a_missing_resource() -> None:
    with pytest.raises(ResourceUnavailableError, match="whisper-tiny"):
        raise ModelMissingError("The model whisper-tiny is missing.")


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


def test_an_interrupt_that_a_library_turned_into_another_error_is_one() -> None:
    def load() -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as interrupt:
            raise ImportError("a module could not be loaded") from interrupt

    with pytest.raises(ImportError) as raised:
        load()
    assert isinstance(as_pipeline_error(raised.value), CancelledByUserError)
    assert not isinstance(as_pipeline_error(ImportError("x")), CancelledByUserError)
