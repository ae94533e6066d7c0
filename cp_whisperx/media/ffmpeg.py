"""Finds ffmpeg and runs it; its failures become errors that say what to do."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from cp_whisperx.media.process import Outcome, run
from shared.config import Config
from shared.errors import (
    ConfigurationError,
    DependencyFailedError,
    InvalidInputError,
    PipelineError,
    ResourceUnavailableError,
)

_COMMON = ("-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-y")
_DISK_FULL = ("No space left on device", "Disk quota exceeded")
_BAD_INPUT = (
    "Invalid data found",
    "Error opening input",
    "not on whitelist",
    "Decoder not found",
    "Decoding requested, but no decoder",
    "Could not find codec parameters",
    "does not contain any stream",
    "matches no streams",
    "Nothing was written into output file",
)


def find_ffmpeg(config: Config) -> Path:
    """Returns the ffmpeg that is used: the configured one, else the one that a package brings.

    Raises:
        ConfigurationError: If `FFMPEG_BINARY` names no program.
        DependencyFailedError: If none is configured and the package has none for this machine.
    """
    if config.ffmpeg_binary:
        found = shutil.which(Path(config.ffmpeg_binary).expanduser())
        if found is None:
            raise ConfigurationError(
                f"FFMPEG_BINARY is {config.ffmpeg_binary!r}, which is no program.",
                "Leave it empty to use the ffmpeg that comes with the project.",
            )
        return Path(found)
    import imageio_ffmpeg

    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise DependencyFailedError(
            f"There is no ffmpeg for this machine: {error}",
            "Install ffmpeg and set FFMPEG_BINARY to its path.",
        ) from error


def run_ffmpeg(
    config: Config,
    arguments: Sequence[str],
    purpose: str,
    on_output: Callable[[bytes], None] | None = None,
) -> Outcome:
    """Runs ffmpeg; logs only errors, reads no terminal, is killed at the stage's time limit.

    Args:
        config: Says which ffmpeg, and how long it may take.
        arguments: All arguments after the common ones.
        purpose: What it is run for, as it reads in "ffmpeg could not ...".
        on_output: Takes what ffmpeg writes to `pipe:1`.

    Raises:
        InvalidInputError: If ffmpeg says that its input is at fault.
        ResourceUnavailableError: If the disk is full.
        DependencyFailedError: If it cannot be started, fails otherwise, or takes too long.
    """
    binary = find_ffmpeg(config)
    try:
        outcome = run([binary, *_COMMON, *arguments], config.stage_timeout_seconds, on_output)
    except OSError as error:
        raise DependencyFailedError(
            f"ffmpeg cannot be started from {binary}: {error}.", "Check FFMPEG_BINARY."
        ) from error
    if outcome.timed_out or outcome.returncode != 0:
        raise _failure(outcome, purpose, config.stage_timeout_seconds)
    return outcome


def _failure(outcome: Outcome, purpose: str, timeout: float) -> PipelineError:
    # The first lines name the cause, the last ones what came of it.
    telling = dict.fromkeys([*outcome.errors[:2], *outcome.errors[-1:]])
    said = " | ".join(telling) or "it said nothing"
    message = f"ffmpeg could not {purpose}: {said}"
    everything = "\n".join(outcome.errors)
    if outcome.timed_out:
        return DependencyFailedError(
            f"ffmpeg could not {purpose} within {timeout:.0f} s and was stopped.",
            "Raise STAGE_TIMEOUT_SECONDS if the machine is slow.",
        )
    if any(sign in everything for sign in _DISK_FULL):
        return ResourceUnavailableError(message, "Make room on the disk and run again.")
    if any(sign in everything for sign in _BAD_INPUT):
        return InvalidInputError(message, "The media file is damaged or of an unknown kind.")
    if outcome.returncode < 0:
        return DependencyFailedError(
            f"ffmpeg was killed by signal {-outcome.returncode} when it was to {purpose}.",
            "Check the memory and run again.",
        )
    return DependencyFailedError(message, "The log of the stage has all that ffmpeg said last.")


class ProgressParser:
    """Takes the output of `-progress pipe:1` and reports the share done.

    Args:
        duration: Seconds of the whole result.
        report: Takes the share done, 0 to 1.
    """

    ARGUMENTS = ("-progress", "pipe:1", "-stats_period", "0.5")

    def __init__(self, duration: float, report: Callable[[float], None]) -> None:
        self._duration = duration
        self._report = report
        self._rest = b""

    def __call__(self, chunk: bytes) -> None:
        """Takes a piece of the output; lines may be cut anywhere."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            name, _, value = line.strip().partition(b"=")
            if name == b"out_time_us" and value.isdigit() and self._duration > 0:
                self._report(min(1.0, int(value) / 1e6 / self._duration))
