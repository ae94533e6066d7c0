"""Errors that carry an exit code and a hint on what to do.

Only `shared.stage_runner` and the command line catch them; everything else lets them rise.
Exit codes: 0 success, 1 general failure, 2 invalid input or configuration, 3 resource not
available, 4 external dependency failed.
"""

EXIT_OK = 0
EXIT_FAILURE = 1
EXIT_INVALID = 2
EXIT_RESOURCE = 3
EXIT_DEPENDENCY = 4


class PipelineError(Exception):
    """A failure the user can understand.

    Args:
        message: What went wrong and where, in one sentence.
        hint: What the user can do about it.
    """

    exit_code = EXIT_FAILURE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class QualityGateError(PipelineError):
    """The result exists but must not be shipped as a success."""


class CancelledByUserError(PipelineError):
    """The run was stopped by a signal; it can be resumed."""


class InvalidInputError(PipelineError):
    """The media, a file or an argument cannot be used."""

    exit_code = EXIT_INVALID


class ConfigurationError(InvalidInputError):
    """One or more parameters are wrong; the message lists all of them."""


class ResourceUnavailableError(PipelineError):
    """Something the machine should have is missing: a model, an environment, memory, disk."""

    exit_code = EXIT_RESOURCE


class ModelMissingError(ResourceUnavailableError):
    """A model is not on this machine and could not be fetched."""


class OutOfMemoryError(ResourceUnavailableError):
    """A stage or engine ran out of memory."""


class DependencyFailedError(PipelineError):
    """A tool or service outside the project failed."""

    exit_code = EXIT_DEPENDENCY


def _interrupted(error: BaseException | None) -> bool:
    """Whether an interrupt is what an error began with; libraries make others of it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def as_pipeline_error(error: BaseException) -> PipelineError:
    """Gives errors of Python and the system an exit code and a sentence."""
    if _interrupted(error):
        return CancelledByUserError("The run was stopped.", "Run the same command to go on.")
    if isinstance(error, PipelineError):
        return error
    if isinstance(error, MemoryError):
        return OutOfMemoryError(
            "The memory did not suffice.", "Close other programs or choose a smaller model."
        )
    if isinstance(error, OSError):
        return ResourceUnavailableError(
            f"The system refused a file operation: {error}.",
            "Check free space and permissions, then run the same command to go on.",
        )
    return PipelineError(
        f"Unexpected {type(error).__name__}: {error}.", "The traceback is in stage.log."
    )
