"""The worker: one warm process of an environment that runs stages on request.

Started as `python -m shared.worker` in the environment's own Python. Requests and answers are JSON
lines: `{"stage", "job_dir"}` in; `{"share", "text"}` while it runs and `{"exit_code"}` at the end
out. It dies with its parent.
"""

import signal
from pathlib import Path
from types import FrameType

from shared.json_lines import LineChannel, claim_standard_streams
from shared.processes import requests_of
from shared.progress import reporting_to
from shared.script_loader import load_stage


class _Stopped:
    """Remembers a SIGTERM: the stage is interrupted, then the worker ends.

    It raises what Ctrl-C raises, because stages and libraries may catch every `Exception`: a
    fallback to the next engine must not take an order to stop for an engine's failure.
    """

    def __init__(self) -> None:
        self.received = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.received = True
        raise KeyboardInterrupt


def _run(channel: LineChannel, stage: str, job_dir: Path) -> int:
    with reporting_to(lambda share, text: channel.send(share=share, text=text)):
        return load_stage(stage)(job_dir)


def main() -> None:
    """Serves stage runs until the parent says quit or SIGTERM comes."""
    channel = claim_standard_streams()
    stopped = _Stopped()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        signal.signal(signal.SIGTERM, stopped)
        channel.send(ready=True)
        for request in requests_of(channel):
            channel.send(exit_code=_run(channel, request["stage"], Path(request["job_dir"])))
            if stopped.received:
                break
    except KeyboardInterrupt:
        # SIGTERM came between two stages: there is nothing to bring to an end.
        return


if __name__ == "__main__":
    main()
