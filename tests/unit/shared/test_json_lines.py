"""JSON lines over pipes, and the standard streams that a worker claims."""

import io
import json
import subprocess
import sys
import threading

from shared.json_lines import LineChannel
from shared.paths import PROJECT_ROOT

WORKER = """
import os, subprocess, sys
from shared.json_lines import claim_standard_streams
channel = claim_standard_streams()
print("a library prints")
subprocess.run([sys.executable, "-c", "print('a child prints'); assert input is not None"])
os.write(1, b"a C library prints\\n")
assert sys.stdin.read() == ""
for message in channel.receive():
    channel.send(echo=message)
"""


def test_messages_come_as_they_went_and_noise_is_passed_over() -> None:
    stream = io.StringIO()
    channel = LineChannel(io.StringIO(), stream)
    channel.send(text="नमस्ते\nदो", share=0.5)
    channel.send(done=True)
    noise = "not JSON\n[1, 2]\n\n" + stream.getvalue()
    received = list(LineChannel(io.StringIO(noise), io.StringIO()).receive())
    assert received == [{"text": "नमस्ते\nदो", "share": 0.5}, {"done": True}]


def test_lines_of_several_threads_do_not_mix() -> None:
    stream = io.StringIO()
    channel = LineChannel(io.StringIO(), stream)

    def send(number: int) -> None:
        for count in range(200):
            channel.send(number=number, count=count, filling="x" * 50)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert len(rows) == 800
    for number in range(4):
        assert [row["count"] for row in rows if row["number"] == number] == list(range(200))


def test_what_libraries_print_does_not_reach_the_protocol() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKER], input='{"a": "दो"}\n', capture_output=True, text=True,
        cwd=PROJECT_ROOT, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == '{"echo": {"a": "दो"}}\n'
    for noise in ("a library prints", "a child prints", "a C library prints"):
        assert noise in done.stderr
