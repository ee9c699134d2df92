"""A version is applied to a publisher with a million payments in bounded memory, and previewed before."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import polars as pl
import pytest

from benchmarks.payments import bodies, payments, pool
from ckanext.spenddata.definitions import load
from ckanext.spenddata.ledger import category_versions, publish, verify
from tests.ledger import making

pytestmark = [pytest.mark.usefixtures("ledger"), pytest.mark.deep, pytest.mark.timeout(3600)]
KNOWN = load()
PERIODS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 6)]
IN_A_RETURN = 100_000
MOST_MORE_MEMORY = 1_500
"""MB by which the process may grow while a million payments are decided."""


def published() -> str:
    """A publisher with a million payments, decided by an older version that knew nothing."""
    (body,) = bodies(1)
    drawn = pool(body, 1, KNOWN.categories)
    for period in PERIODS:
        year, month = map(int, period.split("-"))
        frame = payments(drawn, body, year, month, IN_A_RETURN, 1).with_columns(
            pl.lit("unclassified").alias("category"),
            pl.lit("none").alias("category_method"),
            pl.lit("old").alias("category_version"),
            pl.lit(0.0).alias("category_confidence"),
            pl.lit(value=False).alias("in_error"),
        )
        publish.publish(making.publication(period=period), frame)
    return making.PUBLISHER


@contextmanager
def told(what: str, say: Callable[[str], None]) -> Iterator[None]:
    """Says what a piece of work took of time and memory."""
    begun, before = time.monotonic(), memory()
    yield
    say(f"{what}: {time.monotonic() - begun:.0f} s, {memory() - before:,} MB more")
    assert memory() - before < MOST_MORE_MEMORY


def memory() -> int:
    """MB that this process had at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_a_million_payments_are_previewed_applied_and_taken_back(capsys):
    def say(words: str) -> None:
        with capsys.disabled():
            print(words)

    publisher = published()
    with told("preview of 1,000,000 payments", say):
        previewed = category_versions.preview(publisher, None, KNOWN)
    with told("apply", say):
        moved = category_versions.apply(publisher, None, KNOWN, "steward", "Version 3")
    assert moved.rows == previewed["rows"].sum() > len(PERIODS) * IN_A_RETURN / 2
    with told("undo", say):
        category_versions.undo(moved.change_no or 0, "steward", "Too early")
    assert verify.publisher(publisher) == []
