"""Workers as the pipeline sees them: started on first use, kept warm, with limits."""

import contextlib
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.environment_manager import EnvironmentManager
from shared.errors import (
    CancelledByUserError,
    DependencyFailedError,
    OutOfMemoryError,
    PipelineError,
)
from shared.json_lines import LineChannel
from shared.processes import ManagedProcess
from shared.progress import ProgressReporter
from shared.variables import variables

_POLL_SECONDS = 0.2
_MEMORY_EVERY_SECONDS = 2.0
_KILLED = -9
# A worker imports little before it greets; on a busy network disk even that takes its time.
_START_SECONDS = 300.0


@dataclass(frozen=True)
class Limits:
    """What a stage may take. Zero memory means no limit."""

    seconds: float
    memory_mb: int = 0
    threads: int = 0


class Worker:
    """One process of an environment.

    Args:
        environment: The environment's name, for messages.
        command: Starts a process that speaks the protocol of `shared.worker`.
        threads: Threads its libraries may use; 0 leaves it to them.
        overrides: Further variables of its environment.

    Raises:
        DependencyFailedError: If it does not come up.
    """

    def __init__(
        self,
        environment: str,
        command: Sequence[str | Path],
        threads: int = 0,
        overrides: Mapping[str, str] | None = None,
    ) -> None:
        self.environment = environment
        self._process = ManagedProcess(command, _variables(threads) | dict(overrides or {}))
        self._channel = LineChannel(self._process.stdout, self._process.stdin)
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        if not self._greets():
            self._process.kill()
            raise DependencyFailedError(
                f"The environment {environment} does not start: "
                f"{self._process.tail() or f'it said nothing for {_START_SECONDS:g} s'}",
                f"Rebuild it: ./bootstrap.sh --envs {environment}.",
            )

    def _greets(self) -> bool:
        """Whether the process says in time that it is ready; one that ends early is let say why."""
        with contextlib.suppress(queue.Empty):
            greeting = self._messages.get(timeout=_START_SECONDS)
            if greeting is None:
                self._process.wait(5.0)
            return bool((greeting or {}).get("ready"))
        return False

    def _read(self) -> None:
        for message in self._channel.receive():
            self._messages.put(message)
        self._messages.put(None)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.returncode() is None

    @property
    def errors(self) -> str:
        """The last lines the process wrote to its standard error."""
        return self._process.tail(20)

    def run(
        self,
        stage: str,
        job_dir: Path,
        report: ProgressReporter,
        limits: Limits,
        cancelled: Callable[[], bool],
    ) -> int:
        """Runs a stage and returns its exit code.

        Raises:
            CancelledByUserError: If `cancelled` became true; the group has been stopped.
            PipelineError: If the process died, took too long or took too much memory.
        """
        # If the process has just died, the end of its messages tells so.
        with contextlib.suppress(OSError):
            self._channel.send(stage=stage, job_dir=str(job_dir))
        deadline = time.monotonic() + limits.seconds
        next_look = time.monotonic() + _MEMORY_EVERY_SECONDS
        while True:
            message = self._next_message()
            if message is None:
                raise self._died(stage)
            if "exit_code" in message:
                return int(message["exit_code"])
            if message:
                report(message["share"], message["text"])
            # In every round: a stage that reports without pause must obey too.
            if cancelled():
                self._process.close()
                raise CancelledByUserError("The run was stopped.")
            if time.monotonic() > next_look:
                self._check(stage, limits, deadline)
                next_look = time.monotonic() + _MEMORY_EVERY_SECONDS

    def _next_message(self) -> dict[str, Any] | None:
        """Returns the next message, an empty one if none comes soon, None if none can come."""
        try:
            return self._messages.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            return {}

    def _check(self, stage: str, limits: Limits, deadline: float) -> None:
        if time.monotonic() > deadline:
            self._process.close()
            raise PipelineError(
                f"The stage {stage} took longer than {limits.seconds:.0f} s and was stopped.",
                "Raise STAGE_TIMEOUT_SECONDS if the film needs it, then run again to go on.",
            )
        if limits.memory_mb and self._process.memory_mb() > limits.memory_mb:
            self._process.kill()
            raise OutOfMemoryError(
                f"The stage {stage} took more than {limits.memory_mb} MB and was stopped.",
                "Raise WORKER_MEMORY_LIMIT_MB or choose a smaller model or batch.",
            )

    def _died(self, stage: str) -> PipelineError:
        self._process.wait(5.0)
        code = self._process.returncode()
        # Programs that it had started, such as ffmpeg, must not go on writing.
        self._process.kill()
        if code == _KILLED:
            return OutOfMemoryError(
                f"The process of the stage {stage} was killed, most likely for want of memory.",
                "Choose a smaller model or batch, or close other programs; then run again.",
            )
        return PipelineError(
            f"The process of the stage {stage} ended unexpectedly (exit status {code}).",
            "Its last words are in the stage's stage.log. Run the same command to go on.",
        )

    def close(self) -> None:
        """Ends the process."""
        self._process.close(ask=lambda: self._channel.send(quit=True))

    def stop(self) -> None:
        """Ends the process without asking first."""
        self._process.close()


def _variables(threads: int) -> dict[str, str]:
    """The worker's environment variables: threads are limited before any library reads them."""
    wanted = {"OMP_WAIT_POLICY": "passive", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    if threads:
        wanted |= {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
    return variables() | wanted


class WorkerPool:
    """Warm workers by environment.

    Args:
        manager: Builds and finds environments.
        limits: What each stage may take.
        per_environment: Most processes of one environment at a time.
        overrides: Parameters of the command line, which win over the job's files in stages too.
    """

    def __init__(
        self,
        manager: EnvironmentManager,
        limits: Limits,
        per_environment: int = 2,
        overrides: Mapping[str, str] | None = None,
    ) -> None:
        self._manager = manager
        self._overrides = overrides or {}
        self.limits = limits
        self._idle: dict[str, list[Worker]] = defaultdict(list)
        self._lock = threading.Lock()
        self._places: dict[str, threading.Semaphore] = defaultdict(
            lambda: threading.Semaphore(per_environment)
        )

    @contextmanager
    def worker(self, environment: str) -> Iterator[Worker]:
        """Lends a worker of an environment; one that died is not taken back."""
        with self._lock:
            place = self._places[environment]
        with place:
            worker = self._take(environment)
            try:
                yield worker
            finally:
                if worker.alive:
                    with self._lock:
                        self._idle[environment].append(worker)

    def _take(self, environment: str) -> Worker:
        with self._lock:
            while self._idle[environment]:
                worker = self._idle[environment].pop()
                if worker.alive:
                    return worker
        python = self._manager.ensure(environment)
        command: list[str | Path] = [python, "-m", "shared.worker"]
        try:
            return Worker(environment, command, self.limits.threads, self._overrides)
        except DependencyFailedError:
            # What is installed is broken: build it anew, once.
            self._manager.build(environment)
            return Worker(environment, command, self.limits.threads, self._overrides)

    def close(self) -> None:
        """Ends all idle workers."""
        with self._lock:
            workers = [worker for group in self._idle.values() for worker in group]
            self._idle.clear()
        for worker in workers:
            worker.close()

    def __enter__(self) -> "WorkerPool":
        """Returns the pool."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Ends all idle workers."""
        self.close()
