"""Payments of fictional bodies, as many as are asked for: the same for the same seed, thousands in a blink.

They are drawn from what the demonstration's bodies spend: their suppliers, lines of cost and sizes of payment, so that words are as
common and as rare as in real files. They go where they end: what reads and checks files is measured by other benchmarks.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import msgspec
import polars as pl

from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.demo.bodies import BODIES, PREFIX, Body
from ckanext.spenddata.demo.profiles import PROFILES
from ckanext.spenddata.demo.seeds import seeded
from ckanext.spenddata.demo.suppliers import Suppliers

LAST_YEAR, LAST_MONTH = 2026, 3
"""The newest month; others go back from here."""
RARE_WORD = "Zephyrine"
"""In the purpose of one payment of each body and month."""
_SPREAD = 1.1


@dataclass(frozen=True)
class Plan:
    """How much."""

    payments: int
    publishers: int
    months: int
    seed: int = 1

    @property
    def rows(self) -> int:
        """Payments of one publisher in one month."""
        return max(self.payments // (self.publishers * self.months), 1)


def bodies(number: int) -> list[Body]:
    """Fictional bodies: those of the demonstration again and again, each time under another name."""
    return [_again(BODIES[place % len(BODIES)], place) for place in range(number)]


def newcomer() -> Body:
    """A body that has published nothing yet, for what is published while others read."""
    return _again(BODIES[0], 99 * len(BODIES))


def months(number: int) -> Iterator[tuple[int, int]]:
    """Years and months, the oldest first."""
    last = LAST_YEAR * 12 + LAST_MONTH - 1
    for count in range(last - number + 1, last + 1):
        yield count // 12, count % 12 + 1


def pool(body: Body, seed: int, categories: Categories) -> pl.DataFrame:
    """What a body pays for, and whom: a row of words for each, of which its payments are drawn."""
    suppliers, random = Suppliers(seed, body.code), seeded(seed, body.code, "pool")
    lines = PROFILES[body.profile]
    drawn = [(line, suppliers.pick(line.trade, random)) for line in lines for _ in range(12)]
    return pl.DataFrame(
        {
            "supplier_name": [supplier.name for _, supplier in drawn],
            "redaction_reason": ["personal_data" if supplier.withheld else None for _, supplier in drawn],
            "expense_type": [line.expense_type for line, _ in drawn],
            "expense_area": [line.area for line, _ in drawn],
            "description": [line.purpose for line, _ in drawn],
            "category": [categories.of_cpv.get(line.cpv[:8], "unclassified") for line, _ in drawn],
            "category_method": ["cpv" if line.cpv else "none" for line, _ in drawn],
            "usual": [line.usual * 100 for line, _ in drawn],
        }
    )


def payments(pool: pl.DataFrame, body: Body, year: int, month: int, rows: int, seed: int) -> pl.DataFrame:
    """The payments of a body in a month, as the accepted rows of an artefact."""
    random = seeded(seed, body.code, year, month)
    drawn = pool.sample(rows, with_replacement=True, seed=random.getrandbits(32))
    numbers = range(1, rows + 1)
    days = monthrange(year, month)[1]
    last = pl.int_range(pl.len()) == rows - 1
    return drawn.with_columns(
        pl.Series("payment_date", [date(year, month, random.randint(1, days)) for _ in numbers]),
        (pl.col("usual") * pl.Series(_sizes(random, rows))).round().cast(pl.Int64).alias("amount"),
        pl.Series("transaction_number", [f"{year % 100:02d}{month:02d}{number:06d}" for number in numbers]),
        pl.lit(f"spend-{year}-{month:02d}.csv").alias("source_file"),
        pl.Series("source_row", [number + 1 for number in numbers], dtype=pl.UInt32),
        pl.when(last).then(pl.lit(f"{RARE_WORD} survey")).otherwise("description").alias("description"),
        pl.lit(body.amount_basis).alias("amount_basis"),
        pl.lit("GBP").alias("currency"),
    ).drop("usual")


def _again(body: Body, place: int) -> Body:
    number = place // len(BODIES)
    if not number:
        return body
    publisher = body.publisher
    code = f"{body.code}-{number + 1}"
    return replace(
        body,
        publisher=msgspec.structs.replace(
            publisher,
            publisher_id=f"{PREFIX}{code}",
            name=f"{publisher.name} {number + 1}",
            slug=f"demo-{code.lower()}",
            parent_id="",
        ),
    )


def _sizes(random: Random, rows: int) -> list[float]:
    return [random.lognormvariate(0, _SPREAD) for _ in range(rows)]
