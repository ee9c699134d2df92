"""A portal with payments in it, under what readers and attackers send at once: figures, and nothing that may not be."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.parse import quote, urlsplit

import pytest
import requests

from tests.security.live import Person, account
from tests.security.test_heavy_hands import PATIENCE, dial, head, p95, slow_writers, status_of

pytestmark = [pytest.mark.portal, pytest.mark.deep]

PAYMENTS = 20_000
SECONDS = 60
RATE = 50
"""Requests a second that are offered."""
PAYLOADS = (
    *(
        "{!func}sleep(20000,1)",
        "{!parent which=*:*}",
        "*:*",
        "_query_:{!xmlparser v='<x/>'}",
        "entry_no:[* TO *]",
        "return_id:*",
    ),
    *(
        " OR ".join(["limited"] * 20),
        " ".join(["a"] * 150),
        "l" * 100_000,
        '"' * 50,
        "limited~2 ltd~2 plc~2",
        "\\",
        "(" * 99,
    ),
)
FILTERS = (
    "&category=" + "&category=".join(map(str, range(101))),
    "&facets={!x}",
    "&sort=sleep(9,1) asc",
    "&rows=1e9",
    "&cursor=AoE",
)


@pytest.fixture
def filled(portal: str) -> str:
    """A running portal with payments in ledger and index."""
    from benchmarks.filling import fill
    from benchmarks.payments import Plan

    fill(Plan(PAYMENTS, publishers=8, months=6), lambda _said: None)
    return portal


@pytest.mark.check(23)
def test_questions_made_to_hurt_hurt_nobody(filled: str, measured: Callable[[str], None]):
    """Each is answered or refused, soon; and readers of the first page don't notice."""
    pages = [f"/spend/search?q={quote(words)}" for words in PAYLOADS] + [
        f"/spend/search?q=ltd{more}" for more in FILTERS
    ]
    calls = [page.replace("/spend/search", "/api/3/action/spenddata_transaction_search") for page in pages]
    with asking(filled, [*pages, *calls], readers=4) as (statuses, slowest):
        home = p95(f"{filled}/", 60)
    measured(
        f"{sum(statuses.values())} hostile questions: {dict(statuses)}, slowest {max(slowest):.1f} s; home p95 {home:.2f} s"
    )
    assert not [status for status in statuses if status >= 500 and status != 503]
    assert max(slowest) < 10
    assert home < 2 * PATIENCE


@pytest.mark.check(23)
def test_the_comparison_at_fifty_a_second(filled: str, measured: Callable[[str], None]):
    """More than two cores can answer: whoever is answered is answered rightly, and nothing breaks."""
    took: list[float] = []
    statuses: Counter[int] = Counter()

    def ask(due: float) -> None:
        answer = requests.get(f"{filled}/spend/compare?publisher=demo-hallowshire", timeout=120)
        statuses[answer.status_code] += 1
        took.append(time.monotonic() - due)

    begun = time.monotonic()
    with ThreadPoolExecutor(100) as several:
        for number in range(RATE * SECONDS):
            due = begun + number / RATE
            time.sleep(max(0.0, due - time.monotonic()))
            several.submit(ask, due)
    whole = time.monotonic() - begun
    took.sort()
    measured(
        f"{RATE} a second for {SECONDS} s: {dict(statuses)}, answered at {len(took) / whole:.0f} a second,"
        f" p95 {took[int(len(took) * 0.95)]:.1f} s on {os.cpu_count()} cores with all else (asked: 2 s)"
    )
    assert set(statuses) == {200}
    assert len(took) == RATE * SECONDS
    # What was piled up is gone at once.
    assert p95(f"{filled}/spend/compare?publisher=demo-hallowshire", 10) < 2 * PATIENCE


@pytest.mark.check(33)
def test_heavy_hands_all_at_once(filled: str, measured: Callable[[str], None]):
    account("victim")
    p95(f"{filled}/", 5)
    before = memory(filled)

    def guess() -> list[int]:
        guesser = Person(filled, "victim")
        return [guesser.sign_in(f"guess-{number}").status_code for number in range(60)]

    def large() -> int:
        with dial(filled) as connection:
            connection.sendall(head("/spend/search", "Content-Length: 2000000000"))
            return status_of(connection)

    with slow_writers(filled, 100), ThreadPoolExecutor(52) as several:
        guesses = several.submit(guess)
        sent = several.submit(large)
        exports = [several.submit(export, filled) for _ in range(200)]
        home = p95(f"{filled}/", 40)
        statuses = Counter(each.result() for each in exports)
        guessed = Counter(guesses.result())
        refused = sent.result()
    grown = (memory(filled) - before) / 1e6
    measured(
        f"100 slow bodies, 2 GB announced: {refused}, 60 passwords: {dict(guessed)}, 200 exports: {dict(statuses)};"
        f" home p95 {home:.2f} s, web processes grew by {grown:.0f} MB"
    )
    assert refused == 413
    assert guessed[429] == 50
    assert set(statuses) <= {200, 503}
    assert home < 3 * PATIENCE
    assert grown < 200


def export(address: str) -> int:
    """The status of a download that was read to its end."""
    return requests.get(f"{address}/spend/search.csv?q=plc", timeout=120).status_code


def memory(address: str) -> int:
    """Bytes that the web server's processes hold."""
    port = str(urlsplit(address).port).encode()
    pages = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cmdline").read_bytes().split(b"\0")[-4:-1] == [b"-m", b"stack.server", port]:
                pages += int((process / "statm").read_text().split()[1])
        except OSError:
            continue  # it has ended
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def asking(address: str, paths: list[str], readers: int) -> Iterator[tuple[Counter[int], list[float]]]:
    """Readers who ask these paths in turn, again and again, until the block ends; each path once at least."""
    over = Event()
    statuses: Counter[int] = Counter()
    took: list[float] = []

    def ask(first: int) -> None:
        session = requests.Session()
        for path in paths[first::readers]:
            one(session, path)
        while not over.is_set():
            for path in paths[first::readers]:
                one(session, path)

    def one(session: requests.Session, path: str) -> None:
        begun = time.monotonic()
        statuses[session.get(address + path, timeout=60).status_code] += 1
        took.append(time.monotonic() - begun)

    with ThreadPoolExecutor(readers) as several:
        asked: list[Future[None]] = [several.submit(ask, first) for first in range(readers)]
        try:
            yield statuses, took
        finally:
            over.set()
            for each in asked:
                each.result()
