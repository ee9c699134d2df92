"""A place for long work is given back however an answer ends, and never twice."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable

import pytest

from ckanext.spenddata.web.gates import BUSY, EXPORTS, Gate, Gated


class Body:
    """Two pieces; knows whether it was closed."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.closed = 0
        self.breaks = breaks

    def __iter__(self):
        yield b"a"
        if self.breaks:
            raise OSError("broken")
        yield b"b"

    def close(self) -> None:
        self.closed += 1


def ask(gated: Gated, path: str = "/long") -> tuple[str, Iterable[bytes]]:
    told: list[str] = []
    body = gated({"PATH_INFO": path}, lambda status, _: told.append(status))
    return (told or ["200 OK"])[0], body


def sent(answer: Iterable[bytes]) -> None:
    assert list(answer) == [b"a", b"b"]


def closed(answer: Iterable[bytes]) -> None:
    answer.close()  # type: ignore[attr-defined]


def sent_and_closed(answer: Iterable[bytes]) -> None:
    sent(answer)
    closed(answer)
    closed(answer)


def broken_off(answer: Iterable[bytes]) -> None:
    next(iter(answer))
    gc.collect()


@pytest.mark.parametrize("ends", [sent, closed, sent_and_closed, broken_off, lambda _: gc.collect()])
def test_a_place_is_given_back_once_however_the_answer_ends(ends: Callable[[Iterable[bytes]], None]):
    gate = Gate(re.compile("/long"), 1)
    gated = Gated(lambda *_: Body(), [gate])
    for _ in range(3):
        status, answer = ask(gated)
        assert status == "200 OK"
        assert ask(gated)[0].startswith("503")
        ends(answer)
        del answer
    # No place too many was given back.
    assert gate.enter()
    assert not gate.enter()


def test_an_answer_that_fails_gives_its_place_back_and_is_closed():
    bodies: list[Body] = []

    def application(environ, start):
        bodies.append(Body(breaks=True))
        return bodies[-1]

    gated = Gated(application, [Gate(re.compile("/long"), 1)])
    _, answer = ask(gated)
    with pytest.raises(OSError, match="broken"):
        list(answer)
    closed(answer)
    assert bodies[0].closed == 1
    assert ask(gated)[0] == "200 OK"


def test_a_request_that_fails_gives_its_place_back():
    def application(environ, start):
        raise ValueError("asked wrongly")

    gated = Gated(application, [Gate(re.compile("/long"), 1)])
    for _ in range(2):
        with pytest.raises(ValueError, match="asked wrongly"):
            ask(gated)


def test_other_addresses_have_no_gate():
    gated = Gated(lambda *_: [b"x"], [Gate(re.compile("/long"), 0)])
    assert ask(gated, "/short") == ("200 OK", [b"x"])
    assert ask(gated)[0].startswith("503")


@pytest.mark.parametrize(
    ("path", "accept", "page"),
    [
        ("/long", "text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("/long", "*/*", False),
        ("/long", "text/csv", False),
        ("/api/long", "text/html,*/*;q=0.8", False),
    ],
)
def test_a_browser_that_has_to_come_again_gets_a_page_and_a_program_a_sentence(path, accept, page):
    told: list[tuple[str, dict[str, str]]] = []

    def application(environ, start):
        assert environ[BUSY]
        start("503 Service Unavailable", [("Content-Type", "text/html")])
        return [b"a page"]

    gated = Gated(application, [Gate(re.compile("/long"), 0)])
    asked = {"PATH_INFO": path, "HTTP_ACCEPT": accept}
    body = b"".join(gated(asked, lambda status, headers: told.append((status, dict(headers)))))
    [(status, headers)] = told
    assert status.startswith("503")
    assert (body == b"a page", headers["Content-Type"] == "text/html") == (page, page)
    assert page or headers["Retry-After"] == "5"
    assert BUSY not in asked


@pytest.mark.parametrize(
    "path",
    [
        "/spend/search.csv",
        "/cy/spend/compare.csv",
        "/spend/search.jsonl",
        "/spend/search.parquet",
        "/spend/search.xlsx",
        "/spend/returns/X-DEMO-1.lgtc-500.2026-Q1/1.csv",
        "/spend/returns/X-DEMO-1.lgtc-500.2026-Q1/1/marked/1.xlsx",
        "/datastore/dump/5",
        "/dataset/a/resource/b/download/c.pdf",
    ],
)
def test_every_file_has_to_wait_its_turn_whatever_its_format(path):
    assert EXPORTS.search(path)


@pytest.mark.parametrize(
    "path",
    [
        "/spend/search",
        "/spend/schema.json",
        "/spend/search.atom",
        "/spend/returns/X-DEMO-1.lgtc-500.2026-Q1",
        "/spend/returns/X-DEMO-1.lgtc-500.2026-27-P10",
        "/spend/returns/X-DEMO-1.lgtc-500.2026-04/1",
        "/api/action/package_show",
    ],
)
def test_pages_and_small_answers_have_not(path):
    assert not EXPORTS.search(path)
