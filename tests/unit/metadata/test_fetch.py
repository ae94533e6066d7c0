"""A request goes only where it may, and never takes more time or room than allowed."""

import gzip
import socket
import time
import tracemalloc

import pytest
from pytest_httpserver import HTTPServer

from cp_whisperx.metadata.fetch import Guard, RefusedError, UnavailableError
from shared.errors import ConfigurationError
from tests.support.raw_server import Answer, ok, raw_server, reset


def guard(url: str, timeout: float = 5.0, max_bytes: int = 100_000) -> Guard:
    return Guard(url, chosen_by_user=True, timeout=timeout, max_bytes=max_bytes)


def say_nothing(connection: socket.socket) -> None:
    """Accepts, and closes without an answer."""


def test_an_answer_comes_back_whole(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/3/x", query_string={"q": "जय"}).respond_with_data("[1]")
    reply = guard(httpserver.url_for("/3/")).get("/x", {"q": "जय"}, {})
    assert (reply.status, reply.body) == (200, b"[1]")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_private_addresses_are_refused_before_a_connection(host: str) -> None:
    with pytest.raises(RefusedError, match="private address"):
        Guard(f"https://{host}:9").get("/x", {}, {})


def test_nothing_reaches_a_private_listener() -> None:
    with raw_server(say_nothing) as (url, requests):
        with pytest.raises(RefusedError):
            Guard(url.replace("http:", "https:")).get("/x", {"api_key": "canary"}, {})
        with pytest.raises(RefusedError, match="without encryption"):
            Guard(url).get("/x", {}, {})
        assert requests == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/",
        "http://127.0.0.1:{port}/",
        "http://127.0.0.1:{other}/",
        "https://localhost:{port}/",
        "http://169.254.169.254/",
        "//127.0.0.3/x",
        "file:///etc/passwd",
        "gopher://x/",
    ],
)
def test_redirects_to_elsewhere_are_not_followed(httpserver: HTTPServer, target: str) -> None:
    with raw_server(say_nothing) as (other, requests):
        where = target.format(port=httpserver.port, other=other.rsplit(":", 1)[1])
        httpserver.expect_request("/x").respond_with_data("", 302, {"Location": where})
        with pytest.raises((RefusedError, UnavailableError)):
            guard(httpserver.url_for("")).get("/x", {"api_key": "canary"}, {})
        assert requests == []
    assert len(httpserver.log) == 1


def test_a_redirect_within_the_service_is_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("", 301, {"Location": "/y"})
    httpserver.expect_request("/y").respond_with_data("{}")
    assert guard(httpserver.url_for("")).get("/x", {}, {}).body == b"{}"


def test_endless_redirects_end(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("", 302, {"Location": "/x"})
    with pytest.raises(RefusedError, match="without end"):
        guard(httpserver.url_for("")).get("/x", {}, {})


def send_forever(connection: socket.socket) -> None:
    connection.sendall(ok(10**9))
    while True:
        connection.sendall(bytes(65_536))


def test_a_huge_body_is_cut_off_early() -> None:
    with raw_server(send_forever) as (url, _):
        tracemalloc.start()
        with pytest.raises(RefusedError, match="more than 1,000,000 bytes"):
            guard(url, max_bytes=1_000_000).get("/x", {}, {})
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 20_000_000


def test_a_compressed_bomb_is_cut_off(httpserver: HTTPServer) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    httpserver.expect_request("/x").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(RefusedError, match="more than"):
        guard(httpserver.url_for("")).get("/x", {}, {})


def test_gzip_is_understood_and_other_encodings_are_refused(httpserver: HTTPServer) -> None:
    packed = gzip.compress(b"[1]")
    httpserver.expect_request("/g").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
    httpserver.expect_request("/z").respond_with_data(b"x", headers={"Content-Encoding": "zstd"})
    assert guard(httpserver.url_for("")).get("/g", {}, {}).body == b"[1]"
    with pytest.raises(RefusedError, match="encoding"):
        guard(httpserver.url_for("")).get("/z", {}, {})


def drip_body(connection: socket.socket) -> None:
    connection.sendall(ok(1000))
    for _ in range(200):
        connection.sendall(b" ")
        time.sleep(0.05)


def drip_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(200):
        connection.sendall(b"a")
        time.sleep(0.05)


def silence(connection: socket.socket) -> None:
    connection.recv(1)


@pytest.mark.parametrize("answer", [drip_body, drip_head, silence])
def test_a_slow_service_is_given_up_in_time(answer: Answer) -> None:
    with raw_server(answer) as (url, _):
        start = time.monotonic()
        with pytest.raises(UnavailableError, match=r"within 0\.4 s"):
            guard(url, timeout=0.4).get("/x", {}, {})
        assert time.monotonic() - start < 3


def cut_short(connection: socket.socket) -> None:
    connection.sendall(ok(100) + b'{"half": ')


@pytest.mark.parametrize("answer", [reset, cut_short, lambda c: c.sendall(b"\x00\xff garbage\r\n")])
def test_broken_connections_are_told(answer: Answer) -> None:
    with raw_server(answer) as (url, _), pytest.raises(UnavailableError, match="cannot be reached"):
        guard(url).get("/x", {}, {})


def test_a_host_that_is_not_found_is_told() -> None:
    with pytest.raises(UnavailableError, match="cannot be reached"):
        Guard("https://no-such-host.invalid").get("/x", {}, {})


@pytest.mark.parametrize("url", ["", "ftp://x/", "file:///etc/passwd", "api.example", "http://"])
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(ConfigurationError):
        Guard(url)
