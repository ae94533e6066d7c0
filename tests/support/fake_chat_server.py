"""A fake language model behind a real HTTP server, for tests alone.

It answers chat completions by a function of a line; what it shall do wrong is put in line first.
By hand, to try the pipeline without a model: `python -m tests.support.fake_chat_server 8123`
answers every line in English.
"""

import json
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Line = dict[str, Any]
Words = Callable[[list[Line]], str]


@dataclass(frozen=True)
class FakeReply:
    """An answer that is no chat completion."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class FakeRequest:
    """What the server was asked."""

    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def content(self) -> dict[str, Any]:
        """What the user message holds."""
        found: dict[str, Any] = json.loads(self.body["messages"][-1]["content"])
        return found

    @property
    def lines(self) -> list[Line]:
        """The lines that were asked for."""
        found: list[Line] = self.content["lines"]
        return found


def as_json(rows: list[tuple[int, str]]) -> str:
    """Returns lines as a model is asked to give them."""
    return json.dumps({"lines": [{"id": i, "text": text} for i, text in rows]}, ensure_ascii=False)


class FakeChatServer:
    """Serves `/v1/chat/completions` on a free port while the block runs.

    Args:
        line: Makes a translation of a line's object.
    """

    def __init__(self, line: Callable[[Line], str], port: int = 0) -> None:
        self._line = line
        self._first: list[FakeReply | Words] = []
        self.requests: list[FakeRequest] = []
        self.lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """What LLM_BASE_URL would be."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def first(self, *answers: FakeReply | Words) -> None:
        """Has the next requests answered otherwise, one by one."""
        self._first += answers

    def reply(self, request: FakeRequest) -> FakeReply:
        """Answers one request."""
        with self.lock:
            self.requests.append(request)
            planned = self._first.pop(0) if self._first else None
        if isinstance(planned, FakeReply):
            return planned
        lines = request.lines
        words = planned(lines) if planned else as_json([(x["id"], self._line(x)) for x in lines])
        usage = {"prompt_tokens": 100, "completion_tokens": 10 * len(lines)}
        choice = {"message": {"role": "assistant", "content": words}, "finish_reason": "stop"}
        completion = {"object": "chat.completion", "choices": [choice], "usage": usage}
        return FakeReply(body=json.dumps(completion).encode())

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                reply = server.reply(FakeRequest(dict(self.headers), body))
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_arguments: object) -> None:
                """Says nothing."""

        return Handler

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()


if __name__ == "__main__":
    with FakeChatServer(lambda line: f"This is line {line['id']}.", int(sys.argv[1])) as fake:
        print(fake.url, flush=True)
        threading.Event().wait()
