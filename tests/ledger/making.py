"""Publications and rows of fictional bodies, and what the ledger holds, to be compared."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import polars as pl

from ckanext.spenddata.ledger import connection
from ckanext.spenddata.ledger.publication import Publication

PUBLISHER = "X-DEMO-NORTHBOROUGH"
OTHER = "X-DEMO-SOUTHBOROUGH"
REGIME = "lgtc-500"
PERIOD = "2026-Q2"
CATEGORIES = ("it", "construction", "legal", None)
TABLES = ("entry", "ledger", "total_month", "total_year", "total_supplier", "total_market", "total_name")
SUPPLIER_TABLES = ("supplier_name", "supplier_link", "supplier_question", "supplier_decision")
CATEGORY_TABLES = ("category_change", "category_history", "category_decision", "category_base")


def publication(
    revision: int = 1, publisher_id: str = PUBLISHER, period: str = PERIOD, regime: str = REGIME, **changes: Any
) -> Publication:
    """A publication of a fictional body."""
    return_id = f"{publisher_id}.{regime}.{period}"
    sha256 = hashlib.sha256(f"{return_id}/{revision}".encode()).hexdigest()
    made = {
        "publisher_id": publisher_id,
        "publisher_name": f"{publisher_id.rpartition('-')[2].title()} Council",
        "regime": regime,
        "period": period,
        "return_id": return_id,
        "revision": revision,
        "attempt": 1,
        "sha256": sha256,
        "rules_version": "rules-1",
    }
    return Publication(**(made | changes))


def rows(count: int = 10, seed: int = 1) -> pl.DataFrame:
    """Accepted rows as an artefact has them; ``seed`` makes other ones of the same kind."""
    numbers = range(count)
    return pl.DataFrame(
        {
            "source_file": ["spend.csv"] * count,
            "source_sheet": pl.Series([None] * count, dtype=pl.String),
            "source_row": pl.Series([n + 2 for n in numbers], dtype=pl.UInt32),
            "payment_date": [date(2026, 3, 20) + timedelta(days=(n * 7 + seed) % 90) for n in numbers],
            "payment_date.sent": ["as sent"] * count,
            "supplier_name": [None if n % 11 == 10 else f"Supplier {(n * 3 + seed) % 17} Ltd" for n in numbers],
            "description": [f"Purpose {n}" for n in numbers],
            "amount": pl.Series([(n * 7919 + seed * 104729) % 5_000_000 - 100_000 for n in numbers], dtype=pl.Int64),
            "amount.sent": ["as sent"] * count,
            "amount_basis": ["net_of_recoverable_vat"] * count,
            "category": [CATEGORIES[(n + seed) % len(CATEGORIES)] for n in numbers],
            "category_confidence": [0.9] * count,
            "in_error": [False] * count,
        }
    )


def nothing() -> pl.DataFrame:
    """The rows of a nil return."""
    return rows(1).clear()


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that the ledger holds, sorted."""
    held = {}
    with connection.reading() as database, database.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select * from spenddata.{table}")
            held[table] = sorted(cursor.fetchall(), key=repr)
    return held


def published_rows(publisher_id: str, return_id: str) -> list[tuple[Any, ...]]:
    """What is public of a return: place, date, supplier, purpose and pence, sorted."""
    statement = """
        select source_file, source_row, payment_date, supplier_name, description, (amount * 100)::bigint
        from spenddata.ledger where publisher_id = %s and return_id = %s
    """
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(statement, (publisher_id, return_id))
        return sorted(cursor.fetchall(), key=repr)


def accepted_rows(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    """The same of the rows that were accepted."""
    names = ["source_file", "source_row", "payment_date", "supplier_name", "description", "amount"]
    return sorted(frame.select(names).rows(), key=repr)
