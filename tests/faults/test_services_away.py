"""PostgreSQL, Valkey and Solr killed while returns are sent and published: nothing is lost or mixed, and all is done without a person."""

from __future__ import annotations

import os
import time
from collections import Counter

import pytest

from tests.faults.whole import HONEST, REFERENCE, Whole, asked_all_the_time, expected, file_of, wait_until, whole

__all__ = ["whole"]

pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]

LARGE, SMALL = 20_000, 1_000
MOMENTS = 10
TIMES = 5
FOUND_AGAIN = 60.0
BACK_TO_WORK = 10.0 * (3 if (os.cpu_count() or 1) < 4 else 1)
"""Seconds; three times as many on a small machine, as for the launcher's tests."""
NEEDS_SEARCH = ("/dataset/", "/spend/search?q=supplier")
PAGES = ("/", "/spend/publishers", "/spend/compare", "/api/3/action/status_show", *NEEDS_SEARCH)
OUTAGES = [10, 120]
LONGEST = 1_200
"""Seconds of an outage that few have the time for: with SPENDDATA_LONG_OUTAGES in the environment."""
without_time = pytest.mark.skipif(
    "SPENDDATA_LONG_OUTAGES" not in os.environ, reason="SPENDDATA_LONG_OUTAGES is not set"
)


def file(number: int, rows: int = LARGE) -> bytes:
    """The file of a revision, with rows of its own."""
    return file_of(rows, start(number))


def start(number: int) -> int:
    return 1 + number % 2 * 99_500


def published_once(whole: Whole, number: int) -> None:
    """A revision was published one time, at its first attempt, and nobody's try was spent on an outage."""
    revision = whole.revision(number)
    assert [event["to"] for event in revision["events"]].count("published") == 1
    assert (revision["attempt"], revision["tries"]) == (1, 0)


def newest(whole: Whole) -> int:
    """The newest revision; 0 where there is none."""
    answer = whole.post("spenddata_return_show", reference=REFERENCE)
    return len(answer.json()["result"]["revisions"]) if answer.status_code == 200 else 0


@pytest.mark.check(2)
def test_postgresql_killed_at_ten_moments_of_a_load(whole: Whole, measured):
    first, number = newest(whole), 0
    took = 0.0
    for number in (first + 1, first + 2):
        assert whole.send(file(number)) == number
        took = whole.published_after(number)
    tables, in_time, slowest, said = whole.tables(), 0, 0.0, Counter()
    for moment in range(MOMENTS):
        number = first + 3 + moment
        whole.send(file(number))
        time.sleep(took * (moment + 0.5) / MOMENTS)
        in_time += whole.state(number) != "published"
        with asked_all_the_time(whole.address, "/", "/dataset/", "/api/3/action/status_show") as served:
            with whole.away("postgres"):
                time.sleep(1)
            assert whole.public() in (expected(LARGE, start(number - 1)), expected(LARGE, start(number)))
            slowest = max(slowest, whole.published_after(number))
        for statuses in served.values():
            assert set(statuses) <= HONEST, served
            said += statuses
        assert said[503]
        assert whole.public() == expected(LARGE, start(number))
        assert whole.tables() == tables
        published_once(whole, number)
    wait_until(lambda: whole.is_done(number))
    assert whole.downloaded() == expected(LARGE, start(number))
    whole.command("spenddata", "ledger", "verify")
    measured(
        f"{LARGE:,} rows, the server killed at {MOMENTS} moments, {in_time} before it was over: old or new whole each time,"
        f" {said[503]} answers of {said.total()} were 503 and none 500; published at most {slowest:.0f} s after the restart"
    )
    assert in_time >= MOMENTS // 2
    assert slowest < FOUND_AGAIN


@pytest.mark.check(3)
@pytest.mark.parametrize("when", ["before it is queued", "after it is queued", "while rows are loaded"])
def test_valkey_killed_and_no_filing_is_lost_or_published_twice(whole: Whole, measured, when: str):
    slowest = 0.0
    rows = LARGE if when == "while rows are loaded" else SMALL
    for _ in range(TIMES):
        number = newest(whole) + 1
        if when == "before it is queued":
            with whole.away("valkey"):
                # Whoever sends while it is away is taken in, or told and may send again: here it is taken in.
                assert whole.send(file(number, rows)) == number
                assert whole.state(number) != "draft"
        else:
            assert whole.send(file(number, rows)) == number
            if when == "while rows are loaded":
                wait_until(lambda number=number: whole.state(number) in ("publishing", "published"), every=0.01)
            with whole.away("valkey"):
                pass
        slowest = max(slowest, whole.published_after(number))
        assert whole.public() == expected(rows, start(number))
        published_once(whole, number)
    wait_until(lambda: whole.is_done(number))
    measured(f"{when}: {TIMES} of {TIMES} found again and published once, at most {slowest:.0f} s after its return")
    assert slowest < FOUND_AGAIN


@pytest.mark.check(4)
def test_solr_away_for_thirty_seconds_while_a_return_is_published(whole: Whole, measured):
    number = newest(whole) + 1
    with asked_all_the_time(whole.address, *PAGES) as served, whole.away("solr"):
        begun = time.monotonic()
        whole.send(file(number, SMALL))
        took = whole.published_after(number)
        assert whole.public() == expected(SMALL, start(number))
        page = whole_page(whole, "/spend/search?q=supplier")
        time.sleep(max(0.0, begun + 30 - time.monotonic()))
    late = wait_until(lambda: whole.is_done(number))
    found = whole.call("spenddata_transaction_search", None, q="", rows=1)
    assert found["count"] == SMALL
    assert "search" in page.lower()
    for path, statuses in served.items():
        assert set(statuses) <= (HONEST if path in NEEDS_SEARCH else {200}), (path, statuses)
    measured(f"away for 30 s: published {took:.0f} s after it was sent, in the index {late:.0f} s after Solr's return")
    assert late < FOUND_AGAIN


def whole_page(whole: Whole, path: str) -> str:
    import requests

    answer = requests.get(whole.address + path, timeout=60)
    assert answer.status_code == 503
    return answer.text


@pytest.mark.check(34)
@pytest.mark.parametrize("seconds", [*OUTAGES, pytest.param(LONGEST, marks=without_time)])
@pytest.mark.parametrize("name", ["postgres", "valkey", "solr"])
def test_a_service_that_is_away_for_long_is_waited_for(whole: Whole, measured, name: str, seconds: int):
    number = newest(whole) + 1
    whole.send(file(number))
    with asked_all_the_time(whole.address, *PAGES) as served, whole.away(name):
        time.sleep(seconds)
    started = whole.answers_again(name)
    back = time.monotonic()
    answering = wait_until(lambda: all(page_answers(whole, path) for path in PAGES))
    wait_until(lambda: whole.is_done(number))
    took = time.monotonic() - back
    assert whole.public() == expected(LARGE, start(number))
    published_once(whole, number)
    for path, statuses in served.items():
        assert set(statuses) <= (HONEST if name != "solr" or path in NEEDS_SEARCH else {200}), (path, statuses)
    measured(
        f"{name} away for {seconds} s, and {started:.1f} s until it answered: all pages {answering:.1f} s later, all work done after"
        f" {took:.0f} s"
    )
    assert answering < BACK_TO_WORK


def page_answers(whole: Whole, path: str) -> bool:
    import requests

    return requests.get(whole.address + path, timeout=60).status_code == 200
