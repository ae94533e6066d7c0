"""A fake worker that speaks the protocol and misbehaves as its argument says. For tests alone."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def say(**message: object) -> None:
    print(json.dumps(message), flush=True)


def fork(job_dir: str) -> None:
    """Starts a child, which inherits whatever signals are ignored."""
    child = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL)
    pid_file = Path(job_dir, "child")
    pid_file.with_suffix(".new").write_text(str(child.pid))
    pid_file.with_suffix(".new").rename(pid_file)


def stay(*, busy: bool) -> None:
    """Does not end by itself for long, in silence or reporting without pause."""
    if not busy:
        time.sleep(600)
    deadline = time.monotonic() + 30.0
    while time.monotonic() < deadline:
        say(share=0.5, text="still at it")
        time.sleep(0.01)


def misbehave(how: str, job_dir: str) -> None:
    if how == "crash":
        sys.stderr.write("the last words\n")
        os.abort()
    elif how == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif how == "chatter":
        sys.stderr.write("x" * 10_000_000 + "\nend of chatter\n")
    elif how in ("hang", "busy"):
        stay(busy=how == "busy")
    elif how == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        fork(job_dir)
        time.sleep(600)
    elif how == "orphan":
        fork(job_dir)
        os.kill(os.getpid(), signal.SIGKILL)
    elif how == "careless":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        fork(job_dir)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        time.sleep(600)
    elif how == "greedy":
        hoard = bytearray(300_000_000)
        hoard[::4096] = b"x" * len(hoard[::4096])
        time.sleep(600)


def main() -> None:
    how = sys.argv[1]
    if how == "stillborn":
        sys.exit("cannot import what it needs")
    if how == "mute":
        time.sleep(600)
    say(ready=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request.get("quit"):
            return
        print("a library that prints is passed over", flush=True)
        say(share=0.5, text="half way")
        misbehave(how, request["job_dir"])
        say(exit_code=7 if how == "fail" else 0)


if __name__ == "__main__":
    main()
