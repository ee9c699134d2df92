"""Ten million payments of 400 publishers over 24 months: filled, then asked as readers ask, beside what one would do otherwise.

``python -m benchmarks.large`` on the services of ``python -m stack test``. Every question is asked of another body, supplier or category
each time, so that no answer was kept; the first few of each kind, which fetch what lies on the disk, aren't counted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

import msgspec
from ckan.cli import load_config
from ckan.config.middleware import make_app

from benchmarks.payments import bodies
from benchmarks.readers import Reader, Times, timed
from ckanext.spenddata import config
from ckanext.spenddata.compare import spans
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger import ALL_SPEND, comparison_read, connection, read
from stack.live import portal

COLD = 3
"""Questions of each kind that are not counted."""
YEAR = spans.parse("2025-26")
PEERS = 15
"""Bodies that one is compared with."""
PAGE = 32_000
"""Rows of one answer of the DataStore's API."""

EXPLORED = (
    "rows=category&columns=quarter",
    "rows=publisher&columns=month",
    "rows=body_type&columns=category",
    "rows=publisher&measure=spend-per-head",
    "rows=supplier&category=clothing",
)
"""Totals over all bodies, as somebody sets them out."""
OF_A_BODY = ("rows=supplier&columns=category", "rows=category&measure=median-payment")
"""Totals of one body."""

_ROWS = """
select publisher_id, category, count(*), sum(amount) from spenddata.ledger
where publisher_id = any(%(publishers)s) and month between %(first)s and %(last)s group by publisher_id, category
"""


@dataclass(frozen=True)
class Asked:
    """One kind of question."""

    name: str
    ask: Callable[[int], object]
    """Asks the n-th of its kind."""
    most: float | None = None
    """Milliseconds that 95 of 100 may take."""
    times: int = 40


@dataclass(frozen=True)
class Line:
    """What one kind of question took."""

    asked: Asked
    times: Times

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return self.times.of(0.95) * 1000

    def text(self) -> str:
        """For people."""
        bound = (
            f"  of {self.asked.most:.0f}{'' if self.p95 <= self.asked.most else '  TOO SLOW'}"
            if self.asked.most
            else ""
        )
        return f"{self.asked.name:<44}{self.times.of(0.5) * 1000:>9.1f} ms median{self.p95:>9.1f} ms p95{bound}"

    def json(self) -> str:
        """For programs."""
        told = {
            "name": self.asked.name,
            "median_ms": self.times.of(0.5) * 1000,
            "p95_ms": self.p95,
            "asked_ms": self.asked.most,
        }
        return msgspec.json.encode(told).decode()


def measure(questions: Sequence[Asked]) -> Iterator[Line]:
    """Each kind of question, asked again and again by one reader."""
    for asked in questions:
        times = Times()
        for number in range(COLD + asked.times):
            begun = time.monotonic()
            asked.ask(number)
            if number >= COLD:
                times.seconds.append(time.monotonic() - begun)
        yield Line(asked, times)


class Known:
    """What can be asked about."""

    def __init__(self, publishers: int) -> None:
        self.bodies = [body.publisher for body in bodies(publishers)]
        Random(1).shuffle(self.bodies)
        self.categories = list(config.definitions().categories.by_id)
        with connection.reading() as ledger, ledger.cursor() as cursor:
            cursor.execute(
                "select supplier_id from spenddata.total_supplier where supplier_id <> '' group by 1 order by sum(n) desc"
            )
            self.suppliers = [supplier_id for (supplier_id,) in cursor]

    def body(self, number: int) -> Any:
        """The n-th body."""
        return self.bodies[number % len(self.bodies)]

    def group(self, number: int) -> list[str]:
        """A body and its peers."""
        return [self.body(number + place).publisher_id for place in range(PEERS + 1)]

    def category(self, number: int) -> str:
        """The n-th category."""
        return self.categories[number % len(self.categories)]

    def supplier(self, number: int) -> str:
        """A supplier; the one with most payments, and then others of all sizes."""
        return self.suppliers[(number * 37) % len(self.suppliers)]


def _months(number: int) -> str:
    """Months that were not asked for before: two years, less some at the end."""
    year, month = divmod(2026 * 12 + 8 - number, 12)
    return f"2024-10/{year}-{month + 1:02d}"


def _word(known: Known, number: int) -> str:
    """A word of a supplier's name."""
    return quote(known.supplier(number * 5 + 1).removeprefix("name:").split()[0].lower())


def statements(known: Known) -> list[Asked]:
    """Of the ledger alone."""
    return [
        Asked("comparison, SQL: body and 15 peers", lambda number: _compare(known.group(number)), 20, times=100),
        Asked("  the same by GROUP BY over the rows", lambda number: _group_by(known.group(number), YEAR), times=20),
    ]


def pages(site: str, known: Known) -> list[Asked]:
    """By HTTP, as one reader asks."""
    reader = Reader(site)

    def get(make: Callable[[int], str]) -> Callable[[int], object]:
        return lambda number: _fetched(reader, make(number))

    api = "/api/3/action/spenddata_comparison_show?"
    return [
        Asked(
            "comparison, API", get(lambda n: api + urlencode({"publisher": known.body(n).publisher_id})), 60, times=100
        ),
        Asked("  the same by datastore_search, sums by client", lambda n: _by_client(reader, known.body(n)), times=3),
        Asked("page: compare", get(lambda n: f"/spend/compare?publisher={known.body(n + 100).slug}"), 150),
        Asked(
            "page: compare, one category",
            get(lambda n: f"/spend/compare/{known.category(n % 20)}?publisher={known.body(n + 200).slug}"),
            150,
        ),
        Asked("page: publisher", get(lambda n: f"/spend/publishers/{known.body(n).slug}"), 150),
        Asked("page: supplier", get(lambda n: f"/spend/suppliers/{quote(known.supplier(n), safe='')}"), 150),
        Asked("page: category", get(lambda n: f"/spend/categories/{known.category(n)}"), 150, times=30),
        *(
            Asked(f"explore: {by}", get(lambda n, by=by: f"/spend/explore?{by}&period={_months(n)}"), 300, times=10)
            for by in EXPLORED
        ),
        *(
            Asked(
                f"explore one body: {by}",
                get(lambda n, by=by: f"/spend/explore?{by}&publisher={known.body(n).publisher_id}"),
                300,
            )
            for by in OF_A_BODY
        ),
        Asked("page: home, made anew", get(lambda n: f"/?asked={n}"), times=10),
        Asked("page: publishers, made anew", get(lambda n: f"/spend/publishers?publisher={'%20' * n}"), times=10),
        Asked("page: suppliers of a word", get(lambda n: f"/spend/suppliers?q={_word(known, n)}"), times=10),
    ]


def _compare(publishers: Sequence[str]) -> None:
    """What a comparison asks."""
    with connection.reading() as ledger:
        read.published_returns(ledger, publishers, YEAR)
        read.totals(ledger, publishers, YEAR)
        read.withheld(ledger, publishers, YEAR)
        comparison_read.largest_payments(ledger, publishers[0], _regime(publishers[0]), YEAR)


def _regime(publisher_id: str) -> str:
    return next(body.regime for body in bodies(400) if body.publisher.publisher_id == publisher_id)


def _group_by(publishers: Sequence[str], span: Span) -> None:
    with connection.reading() as ledger, ledger.cursor() as cursor:
        cursor.execute(_ROWS, {"publishers": list(publishers), "first": span.first, "last": span.last})
        cursor.fetchall()


def _by_client(reader: Reader, body: Any) -> dict[str, float]:
    """One body of the sixteen: all its payments, page by page, summed where they are read."""
    chosen = msgspec.json.encode({"publisher_id": body.publisher_id}).decode()
    asked = {"resource_id": ALL_SPEND, "filters": chosen, "fields": "category,amount", "include_total": "false"}
    sums: dict[str, float] = {}
    for offset in count(0, PAGE):
        path = "/api/3/action/datastore_search?" + urlencode({**asked, "limit": PAGE, "offset": offset})
        rows = msgspec.json.decode(_fetched(reader, path))["result"]["records"]
        for row in rows:
            sums[row["category"]] = sums.get(row["category"], 0) + float(row["amount"])
        if len(rows) < PAGE:
            break
    return sums


def _fetched(reader: Reader, path: str) -> bytes:
    times = Times()
    body = timed(reader, path, times)
    if times.refused:
        message = f"{path} was refused: {dict(times.refused)}"
        raise RuntimeError(message)
    return body


def main() -> None:
    """Fill, ask, and print a table and the same as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large", description=__doc__)
    parser.add_argument("--payments", type=int, default=10_000_000)
    parser.add_argument("--publishers", type=int, default=400)
    parser.add_argument("--filled", action="store_true", help="the ledger is filled already")
    wanted = parser.parse_args()
    if not wanted.filled:
        many = [f"--payments={wanted.payments}", f"--publishers={wanted.publishers}"]
        subprocess.run([sys.executable, "-m", "benchmarks.bulk", *many], check=True)
    application: Any = make_app(load_config(os.environ["CKAN_INI"]))
    lines: list[Line] = []
    with application._wsgi_app.test_request_context():  # noqa: SLF001  as CKAN's own command line does
        known = Known(wanted.publishers)
        lines += _told(statements(known))
    with portal(Path(os.environ["CKAN_INI"]).parent) as site:
        lines += _told(pages(site, known))
    for line in lines:
        print(line.json())


def _told(questions: Sequence[Asked]) -> Iterator[Line]:
    for line in measure(questions):
        print(line.text(), flush=True)
        yield line


if __name__ == "__main__":
    main()
