"""What the commands have in common: how they read their arguments, and how they fail.

Standard library alone: some commands run on a bare Python, before anything is installed.
"""

import argparse
import contextlib
import difflib
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from shared.errors import EXIT_FAILURE, EXIT_INVALID, PipelineError, as_pipeline_error
from shared.logger import printable
from shared.secrets import redact

Tell = Callable[[PipelineError], None]


def clean(text: str) -> str:
    """Makes any text fit for the terminal: secrets masked, control characters escaped."""
    return "\n".join(printable(line) for line in redact(text).split("\n"))


def tell_plainly(error: PipelineError) -> None:
    """Writes an error and what to do about it on standard error."""
    hint = f"{clean(error.hint)}\n" if error.hint else ""
    sys.stderr.write(f"Error: {clean(error.message)}\n{hint}")


class CommandParser(argparse.ArgumentParser):
    """A command line whose mistakes are told in two lines, with the option that was meant.

    Args:
        name: The command's name, without a suffix.
        description: What it does.
        epilog: Examples.
    """

    def __init__(self, name: str, description: str | None, epilog: str) -> None:
        super().__init__(
            prog=name,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            # A shortened option would change its meaning when another one is added.
            allow_abbrev=False,
        )

    def read(self, arguments: Sequence[str] | None) -> argparse.Namespace:
        """Reads arguments, the process's own if None; a mistake ends the process with 2."""
        parsed, unknown = self.parse_known_args(arguments)
        if unknown:
            self.error(f"{unknown[0]} is not known{self._guess(unknown[0])}")
        return parsed

    def error(self, message: str) -> NoReturn:
        """Tells a mistake and ends the process with 2."""
        message = message if message.endswith(("?", ".")) else f"{message}."
        sys.stderr.write(clean(f"Error: {message}\nSee {self.prog} --help.") + "\n")
        raise SystemExit(EXIT_INVALID)

    def _guess(self, option: str) -> str:
        known = re.findall(r"(?<![\w-])--[a-z][a-z-]+", self.format_usage() + self.format_help())
        close = difflib.get_close_matches(option.partition("=")[0], known, n=1)
        return f"; did you mean {close[0]}?" if close else ""


@contextlib.contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """An order to stop from a service manager is answered as Ctrl-C is."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run_command(
    command: Callable[[], int], tell: Tell = tell_plainly, *, debug: bool = False
) -> int:
    """Runs a command's work: what goes wrong is told in sentences and becomes an exit code.

    Args:
        command: Does the work and returns the exit code.
        tell: Shows an error.
        debug: Whether the traceback follows.
    """
    try:
        with _sigterm_as_ctrl_c():
            code = command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Run the same command to go on.\n")
        return EXIT_FAILURE
    except BrokenPipeError:
        # Whoever read the output has gone, as `| head` does. Nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return EXIT_FAILURE
    except (PipelineError, OSError) as error:
        failure = as_pipeline_error(error)
        tell(failure)
        if debug:
            sys.stderr.write(redact(traceback.format_exc()))
        return failure.exit_code
    return code
