"""The web server of one process: whose connections are counted, and that it tells that it works."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from stack import server
from stack.heartbeat import FILE
from stack.home import free_port
from tests.pace import allowed

Started = Callable[[bool], int]


def answer(_environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Started]:
    """Starts a server that takes all callers, or none of them, for a proxy; its port."""
    monkeypatch.setenv(FILE, str(tmp_path / "heartbeat"))
    monkeypatch.setattr(server, "PER_ADDRESS", 3)
    monkeypatch.setattr(server, "LOOK_SECONDS", 0)
    made: list[server.Server] = []

    def start(behind_proxy: bool) -> int:
        port = free_port()
        made.append(server.make(answer, port, lambda _headers: False, lambda _address: behind_proxy))
        threading.Thread(target=made[-1].run, daemon=True).start()
        return port

    yield start
    for each in made:
        each.close()


def answered(port: int, number: int) -> int:
    """How many of so many connections, all open at once, get an answer."""
    dialled = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(number)]
    got = 0
    for each in dialled:
        try:
            each.sendall(b"GET / HTTP/1.1\r\nHost: portal\r\n\r\n")
            got += each.recv(100).startswith(b"HTTP/1.1 200")
        except ConnectionError:
            continue
    for each in dialled:
        each.close()
    return got


def test_an_address_has_no_more_than_its_share(started: Started):
    assert answered(started(False), 8) == 3


def test_the_share_is_no_proxy_s_behind_which_many_come(started: Started):
    assert answered(started(True), 8) == 8


def test_it_tells_that_it_works(started: Started, tmp_path: Path):
    with closing(socket.create_connection(("127.0.0.1", started(False)), timeout=10)):
        end = time.monotonic() + 10
        while not (tmp_path / "heartbeat").exists():
            assert time.monotonic() < end
            time.sleep(0.02)


BODY = 8 * 1024 * 1024
REFUSED = b"POST /spend/returns/new HTTP/1.1\r\nHost: portal\r\nCookie: ckan=old\r\nContent-Length: %d\r\n\r\n" % BODY


def sent_whole(port: int, request: bytes) -> bytes:
    """What a client reads that sends all before it looks, as browsers and proxies do."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as dialled:
        dialled.sendall(request)
        said = b""
        while more := dialled.recv(65536):
            said += more
        return said


def test_who_sends_a_file_after_the_session_has_ended_reads_why_it_is_refused(started: Started):
    port = started(False)
    for _ in range(10):
        said = sent_whole(port, REFUSED + b"a" * BODY)
        assert said.startswith(b"HTTP/1.1 403 ")
        assert b"Sign in" in said


def test_what_comes_of_a_refused_request_is_no_request(started: Started):
    said = sent_whole(started(False), REFUSED + b"GET / HTTP/1.1\r\nHost: portal\r\n\r\n" * 5000)
    assert said.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(("bound", "small"), [("LINGER_SECONDS", 0.2), ("lingers_for", 200_000)])
def test_nobody_is_listened_to_for_ever(started: Started, monkeypatch: pytest.MonkeyPatch, bound: str, small: float):
    monkeypatch.setattr(server.Channel if bound == "lingers_for" else server, bound, small)
    with closing(socket.create_connection(("127.0.0.1", started(False)), timeout=10)) as dialled:
        dialled.sendall(REFUSED.replace(b"%d" % BODY, b"900000000"))
        end = time.monotonic() + allowed(5)
        with suppress(ConnectionError):
            while time.monotonic() < end:
                dialled.sendall(b"a" * 50_000)
                time.sleep(0.01)
        assert time.monotonic() < end
