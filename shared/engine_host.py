"""Opens engines: in this process where the packages are, else in a process of their environment.

The far side is this module run as `python -m shared.engine_host ROLE NAME JOB_DIR`; method calls
go there and back as JSON lines. Only methods with plain JSON arguments and results can go there.
"""

import argparse
import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

from shared import errors
from shared.config import Config, load_config
from shared.engines import Engine, Role, get_engine
from shared.environment_manager import EnvironmentManager, current_environment
from shared.errors import DependencyFailedError, PipelineError
from shared.json_lines import LineChannel, claim_standard_streams
from shared.processes import ManagedProcess, requests_of
from shared.stage_utils import StageIO


@contextmanager
def open_engine(role: Role, name: str, io: StageIO) -> Iterator[Any]:
    """Makes an engine with the job's configuration and closes it at the end.

    Raises:
        PipelineError: If the engine cannot be loaded; also what its methods raise.
    """
    row = get_engine(role, name)
    here = current_environment()
    io.manifest.engine = ", ".join(filter(None, (io.manifest.engine, name)))
    io.logger.info(f"Engine: {name} ({row.purpose})")
    if here in (None, row.environment):
        engine = make_engine(row, io.config)
    else:
        engine = RemoteEngine(role, name, io.output_base)
    try:
        yield engine
    finally:
        engine.close()


def make_engine(row: Engine, config: Config) -> Any:
    """Makes an engine in this process.

    Raises:
        DependencyFailedError: If a package that it needs is not there or is broken.
        PipelineError: What the engine itself raises.
    """
    try:
        return row.load()(config)
    except ImportError as error:
        raise DependencyFailedError(
            f"The engine {row.name} cannot be loaded, because its environment {row.environment} "
            f"is not whole: {error}.",
            f"Build it anew: ./bootstrap.sh --envs {row.environment} --rebuild.",
        ) from error


class RemoteEngine:
    """An engine in another environment's process; its methods are called as if it were here."""

    def __init__(self, role: Role, name: str, job_dir: Path) -> None:
        self._name = name
        python = EnvironmentManager().ensure(get_engine(role, name).environment)
        self._process = ManagedProcess([python, "-m", "shared.engine_host", role, name, job_dir])
        self._channel = LineChannel(self._process.stdout, self._process.stdin)
        self._answers = self._channel.receive()
        self._result()

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """Makes any method of the engine callable from here."""

        def call(*args: Any) -> Any:
            # If the process is gone, what it said last is told by the missing answer.
            with contextlib.suppress(OSError):
                self._channel.send(method=method, args=args)
            return self._result()

        return call

    def close(self) -> None:
        """Ends the engine's process."""
        self._process.close(ask=lambda: self._channel.send(quit=True))

    def _result(self) -> Any:
        answer = next(self._answers, None)
        if answer is None:
            self._process.wait(5.0)
            raise DependencyFailedError(
                f"The engine {self._name} ended unexpectedly "
                f"(exit status {self._process.returncode()}): {self._process.tail()}",
                "See stage.log; ./bootstrap.sh --check tells whether its environment is whole.",
            )
        if "error" in answer:
            raise error_from_json(answer["error"])
        return answer.get("result")


def error_to_json(error: PipelineError) -> dict[str, str]:
    """Turns an error into plain values; an engine's own class goes as the one it is based on."""
    known = next(kind.__name__ for kind in type(error).__mro__ if hasattr(errors, kind.__name__))
    return {"class": known, "message": error.message, "hint": error.hint}


def error_from_json(values: dict[str, str]) -> PipelineError:
    """Makes the error again on the near side."""
    kind = getattr(errors, values["class"], PipelineError)
    made: PipelineError = kind(values["message"], values["hint"])
    return made


def _serve(role: Role, name: str, job_dir: Path, channel: LineChannel) -> None:
    try:
        engine = make_engine(get_engine(role, name), load_config(job_dir))
    except PipelineError as error:
        channel.send(error=error_to_json(error))
        return
    channel.send(result="ready")
    for request in requests_of(channel):
        try:
            channel.send(result=getattr(engine, request["method"])(*request["args"]))
        except PipelineError as error:
            channel.send(error=error_to_json(error))
    engine.close()


def main() -> None:
    """Serves one engine until the near side closes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=get_args(Role))
    parser.add_argument("name")
    parser.add_argument("job_dir", type=Path)
    arguments = parser.parse_args()
    channel = claim_standard_streams()
    _serve(arguments.role, arguments.name, arguments.job_dir, channel)


if __name__ == "__main__":
    main()
