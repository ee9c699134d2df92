"""Requests that a proxy and the server could cut in different places are refused, and their connection is closed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from stack import framing, server
from stack.heartbeat import FILE
from stack.home import free_port

POST, HOST = "POST / HTTP/1.1\r\n", "Host: portal:5000\r\n"
SECOND = "GET /second HTTP/1.1\r\nHost: portal\r\n\r\n"
LENGTH, CHUNKED = "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"

PLAIN = {
    "nothing is sent": "GET / HTTP/1.1\r\n" + HOST,
    "a body": POST + HOST + LENGTH,
    "pieces": POST + HOST + CHUNKED,
    "pieces in capitals": POST + "HOST:portal\r\ntransfer-encoding:\tCHUNKED \r\n",
    "an old program": "GET / HTTP/1.0\r\n",
    "a health check": "GET /\r\n",
    "names in other headers": POST + HOST + "X-Host: other\r\nX-Content-Length: 4\r\nCookie: host: a\r\n",
}
REFUSED = {
    "length and pieces": POST + HOST + LENGTH + CHUNKED,
    "pieces and length": POST + HOST + CHUNKED + LENGTH,
    "pieces twice": POST + HOST + "Transfer-Encoding: chunked, chunked\r\n",
    "pieces in two headers": POST + HOST + CHUNKED + CHUNKED,
    "something else": POST + HOST + "Transfer-Encoding: identity\r\n" + LENGTH,
    "pieces of an old program": "POST / HTTP/1.0\r\n" + HOST + CHUNKED,
    "pieces in the next line": POST + HOST + "Transfer-Encoding:\r\n chunked\r\n",
    "a header that goes on": POST + HOST + "X-Any: a\r\n\tContent-Length: 5\r\n",
    "a first line that goes on": "GET / HTTP/1.1\r\n Host: other\r\n" + HOST,
    "two hosts": POST + HOST + "Host: other\r\n",
    "one host twice": POST + HOST + HOST,
    "no host": POST + LENGTH,
    "a length of 5,000 digits": POST + HOST + f"Content-Length: {'9' * 5000}\r\n",
}
"""What a stranger may try → first line and headers."""
NO_ADDRESS = {"an address that is none": "GET http://[ HTTP/1.1\r\n" + HOST}


@pytest.mark.parametrize("head", PLAIN.values(), ids=PLAIN.keys())
def test_what_everybody_reads_alike_is_let_through(head: str):
    assert framing.fault(head.encode()) is None


@pytest.mark.parametrize("head", REFUSED.values(), ids=REFUSED.keys())
def test_what_can_be_read_in_two_ways_is_not(head: str):
    assert framing.fault(head.encode())


@pytest.mark.parametrize("piece", [" ", "\t", "\n", "\r\n", "a\r\n", "host:\r\n", ":", " host", "x:\r\n "])
def test_the_largest_head_is_looked_through_at_once(piece: str):
    for head in (f"{POST}Host: a{piece * 250_000}b\r\n", f"{POST}host{piece * 250_000}", piece * 250_000):
        began = time.perf_counter()
        framing.fault(head.encode())
        assert time.perf_counter() - began < 2


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Of a server that answers everything."""

    def answer(_environ, start_response):
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(FILE, str(Path(tmp_path_factory.mktemp("framing")) / "heartbeat"))
        made = server.make(answer, free_port(), lambda _headers: False, lambda _address: True)
    threading.Thread(target=made.run, daemon=True).start()
    yield made.effective_port
    made.close()


def told(port: int, sent: str) -> bytes:
    """All that comes until the server closes the connection."""
    answers = b""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as dialled:
        dialled.sendall(sent.encode())
        while part := dialled.recv(10_000):
            answers += part
    return answers


@pytest.mark.parametrize("head", (REFUSED | NO_ADDRESS).values(), ids=(REFUSED | NO_ADDRESS).keys())
def test_such_a_request_is_answered_once_and_nothing_after_it_is(port: int, head: str):
    answers = told(port, head + "\r\n0\r\n\r\n" + SECOND * 2)
    assert answers.count(b"HTTP/1.") == 1
    assert answers.split()[1] == b"400"


def test_requests_that_are_plain_are_answered_one_after_the_other(port: int):
    pieces = POST + HOST + CHUNKED + "\r\n2\r\nab\r\n0\r\n\r\n"
    last = "GET / HTTP/1.1\r\nHost: portal\r\nConnection: close\r\n\r\n"
    assert told(port, pieces + POST + HOST + LENGTH + "\r\nabcde" + last).count(b"200 OK") == 3
