"""Failures are met with growing pauses and a breaker; nothing goes where it was not sent."""

import json
import logging
import socket
import time
import tracemalloc

import pytest

from cp_whisperx.translation.llm_client import (
    ChatClient,
    EndpointRefusedError,
    EndpointUnavailableError,
    Patience,
)
from shared.errors import ConfigurationError
from tests.support.fake_chat_server import FakeChatServer, FakeReply
from tests.support.raw_server import Answer, ok, raw_server, reset

KEY = "canary0123456789abcdef"
HASTE = Patience(first_wait=0.01, longest_wait=0.3, failures=50)
ASKED = [{"role": "user", "content": json.dumps({"lines": [{"id": 1, "text": "नमस्ते"}]})}]


def client(
    url: str, key: str = "", timeout: float = 20.0, patience: Patience = HASTE
) -> ChatClient:
    return ChatClient(url, "small", key, timeout, patience)


def hello(_line: object) -> str:
    return "Hello"


def test_an_answer_comes_back_with_its_tokens() -> None:
    with FakeChatServer(hello) as server:
        answer = client(server.url + "/", KEY).ask(ASKED, 50)
    assert json.loads(answer.text) == {"lines": [{"id": 1, "text": "Hello"}]}
    assert (answer.whole, answer.tokens_in, answer.tokens_out) == (True, 100, 10)
    request = server.requests[0]
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.body["model"] == "small"
    assert KEY not in json.dumps(request.body)


def test_without_a_key_none_is_sent() -> None:
    with FakeChatServer(hello) as server:
        client(server.url).ask(ASKED, 50)
    assert "Authorization" not in server.requests[0].headers


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_passing_failures_are_tried_again(status: int) -> None:
    with FakeChatServer(hello) as server:
        server.first(FakeReply(status), FakeReply(status))
        assert client(server.url).ask(ASKED, 50).text
    assert len(server.requests) == 3


def test_the_wait_that_is_asked_for_is_kept_up_to_a_limit() -> None:
    with FakeChatServer(hello) as server:
        server.first(FakeReply(429, headers={"Retry-After": "3600"}))
        began = time.monotonic()
        client(server.url).ask(ASKED, 50)
    assert 0.3 <= time.monotonic() - began < 10


def test_in_the_end_it_gives_up_with_a_clear_word() -> None:
    with FakeChatServer(hello) as server:
        server.first(*[FakeReply(500)] * 9)
        with pytest.raises(EndpointUnavailableError, match=r"127\.0\.0\.1 answers with status 500"):
            client(server.url).ask(ASKED, 50)
    assert len(server.requests) == HASTE.attempts


def test_an_endpoint_that_keeps_failing_is_left_alone() -> None:
    weary = Patience(attempts=2, first_wait=0.01, longest_wait=0.02, failures=3)
    with FakeChatServer(hello) as server:
        server.first(*[FakeReply(500)] * 9)
        asking = client(server.url, patience=weary)
        for _ in range(4):
            with pytest.raises(EndpointUnavailableError):
                asking.ask(ASKED, 50)
        with pytest.raises(EndpointUnavailableError, match="left alone"):
            asking.ask(ASKED, 50)
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("status", "key", "message"),
    [(401, KEY, "refuses the key"), (403, "", "wants a key"), (404, "", "knows no model small"),
     (413, "", "status 413")],
)  # fmt: skip
def test_a_refusal_is_not_asked_again(status: int, key: str, message: str) -> None:
    with FakeChatServer(hello) as server:
        server.first(FakeReply(status))
        with pytest.raises(EndpointRefusedError, match=message):
            client(server.url, key).ask(ASKED, 50)
    assert len(server.requests) == 1


def test_what_a_server_does_not_know_is_left_out_from_then_on() -> None:
    with FakeChatServer(hello) as server:
        server.first(FakeReply(400, b'{"error": "unknown parameter"}'))
        asking = client(server.url)
        asking.ask(ASKED, 50)
        asking.ask(ASKED, 50)
    bodies = [request.body for request in server.requests]
    assert ["temperature" in body for body in bodies] == [True, False, False]
    assert ["response_format" in body for body in bodies] == [True, False, False]


def test_no_secret_gets_into_a_message(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LLM_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    with FakeChatServer(hello) as server:
        server.first(FakeReply(418, f"your key {KEY} is short".encode()))
        with pytest.raises(EndpointRefusedError) as caught:
            client(server.url, KEY).ask(ASKED, 50)
        client(server.url, KEY).ask(ASKED, 50)
    assert "is short" in str(caught.value)
    assert KEY not in str(caught.value)
    assert KEY not in caplog.text


def drip(connection: socket.socket) -> None:
    connection.sendall(ok(1000))
    while True:
        connection.sendall(b" ")
        time.sleep(0.05)


def half(connection: socket.socket) -> None:
    connection.sendall(ok(1000) + b'{"choices": [')


def half_json(connection: socket.socket) -> None:
    body = b'{"choices": [{"message": {"content": "He'
    connection.sendall(ok(len(body)) + body)


def no_completion(connection: socket.socket) -> None:
    connection.sendall(ok(2) + b"[]")


def no_choice(connection: socket.socket) -> None:
    connection.sendall(ok(15) + b'{"choices": [] }')


@pytest.mark.parametrize("answer", [reset, drip, half, half_json, no_completion, no_choice])
def test_broken_answers_are_tried_again_and_then_told(answer: Answer) -> None:
    brief = Patience(attempts=2, first_wait=0.01, longest_wait=0.02)
    with raw_server(answer) as (url, requests):
        with pytest.raises(EndpointUnavailableError):
            client(url, timeout=1.5, patience=brief).ask(ASKED, 50)
        assert len(requests) == 2


def send_forever(connection: socket.socket) -> None:
    connection.sendall(ok(10**9))
    while True:
        connection.sendall(bytes(65_536))


def test_a_huge_body_is_cut_off_early() -> None:
    with raw_server(send_forever) as (url, _):
        tracemalloc.start()
        with pytest.raises(EndpointRefusedError, match="more than 4,000,000 bytes"):
            client(url).ask(ASKED, 50)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    def say_nothing(_connection: socket.socket) -> None:
        """Accepts, and closes without an answer."""

    with raw_server(say_nothing) as (other, requests), FakeChatServer(hello) as server:
        server.first(FakeReply(status, headers={"Location": f"{other}/steal"}))
        with pytest.raises(EndpointRefusedError, match="redirects"):
            client(server.url, KEY).ask(ASKED, 50)
        assert requests == []


@pytest.mark.parametrize("url", ["", "localhost:11434", "ftp://x/v1", "file:///etc/passwd"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(ConfigurationError, match="LLM_BASE_URL"):
        client(url)


def test_a_key_goes_unencrypted_to_ones_own_network_alone() -> None:
    for own in ("http://127.0.0.1:9/v1", "http://192.168.1.5/v1", "http://[::1]:9/v1"):
        client(own, KEY)
    client("http://8.8.8.8/v1")
    client("https://8.8.8.8/v1", KEY)
    with pytest.raises(ConfigurationError, match="without encryption"):
        client("http://8.8.8.8/v1", KEY)


def test_an_answer_that_was_cut_off_says_so() -> None:
    body = {"choices": [{"message": {"content": "He"}, "finish_reason": "length"}]}
    with FakeChatServer(hello) as server:
        server.first(FakeReply(body=json.dumps(body).encode()))
        answer = client(server.url).ask(ASKED, 50)
    assert not answer.whole
    assert answer.tokens_in is None
