"""The worker: one warm process of an environment that runs stages on request.

Started as `python -m shared.worker` in the environment's own Python. Requests and answers are JSON
lines: `{"stage", "job_dir"}` in; `{"share", "text"}` while it runs and `{"exit_code"}` at the end
out. It dies with its parent.
"""

import signal
from pathlib import Path
from types import FrameType

from shared.errors import EXIT_FAILURE, CancelledByUserError
from shared.json_lines import LineChannel, claim_standard_streams
from shared.processes import requests_of
from shared.progress import reporting_to
from shared.script_loader import load_stage


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise CancelledByUserError("The run was stopped.", "Run the same command to go on.")


def _run(channel: LineChannel, stage: str, job_dir: Path) -> int:
    try:
        with reporting_to(lambda share, text: channel.send(share=share, text=text)):
            return load_stage(stage)(job_dir)
    except CancelledByUserError:
        return EXIT_FAILURE


def main() -> None:
    """Serves stage runs until the parent says quit."""
    channel = claim_standard_streams()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel.send(ready=True)
    for request in requests_of(channel):
        code = _run(channel, request["stage"], Path(request["job_dir"]))
        channel.send(exit_code=code)


if __name__ == "__main__":
    main()
