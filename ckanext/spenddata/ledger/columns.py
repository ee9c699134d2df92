"""Rows of an artefact as rows of the ledger, and as the text that COPY takes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.artefact import CLASSIFICATION, pounds
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.ledger import supplier_keys
from ckanext.spenddata.ledger.keys import first_id
from ckanext.spenddata.ledger.publication import Publication

UNCLASSIFIED = "unclassified"
"""The category of a row that no method could place."""
_CHUNK = 50_000
_APRIL = 4
_OWN = (*canonical.PLACE, *CLASSIFICATION)
"""Columns that the ledger takes from an artefact beside the canonical fields."""
_FROM_PUBLICATION = ("publisher_id", "publisher_name", "regime", "period", "return_id", "revision")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": ""}
"""What COPY's text format asks for. PostgreSQL's text can't hold NUL, which says nothing in a cell anyway."""


def ledger_frame(
    publication: Publication, frame: pl.DataFrame, definitions: Definitions, entry_no: int
) -> pl.DataFrame:
    """The rows as the ledger keeps them, in the order given; amounts still in pence.

    Args:
        publication: Whose rows they are.
        frame: Accepted rows of an artefact; each has a payment date and an amount.
        definitions: The canonical fields, and how a withheld name or a person's is told: such a name is no supplier's.
        entry_no: Number of the entry they are published under.
    """
    fields = definitions.transaction.names
    kept = [name for name in (*_OWN, *fields) if name in frame.columns and name not in _FROM_PUBLICATION]
    date = pl.col("payment_date")
    return frame.select(
        (pl.int_range(pl.len(), dtype=pl.Int64) + first_id(entry_no)).alias("_id"),
        *(pl.lit(getattr(publication, name)).alias(name) for name in _FROM_PUBLICATION),
        date.dt.strftime("%Y-%m").alias("month"),
        (date.dt.year() - (date.dt.month() < _APRIL).cast(pl.Int32)).alias("fiscal_year"),
        *(_kept(frame, name) for name in kept),
        *([] if "category" in kept else [pl.lit(UNCLASSIFIED).alias("category")]),
        *supplier_keys.of_rows(frame, definitions),
    )


def chunks(frame: pl.DataFrame) -> Iterator[BytesIO]:
    """The rows in PostgreSQL's COPY text format, tab-separated, some at a time."""
    for part in frame.iter_slices(_CHUNK):
        buffer = BytesIO()
        part.select(_escaped(name, dtype) for name, dtype in part.schema.items()).write_csv(
            buffer, include_header=False, separator="\t", quote_style="never", null_value="\\N"
        )
        buffer.seek(0)
        yield buffer


def _kept(frame: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name).fill_null(UNCLASSIFIED) if name == "category" else pl.col(name)
    return column.cast(pl.String) if frame.schema[name] == pl.Categorical else column


def inside(publication: Publication, frame: pl.DataFrame) -> int:
    """How many rows have their payment date in the period of the return."""
    start, end = publication.days()
    return int(frame["payment_date"].is_between(start, end).sum()) if "payment_date" in frame.columns else 0


def _escaped(name: str, dtype: pl.DataType) -> pl.Expr:
    if name in canonical.MONEY_FIELDS:
        return pounds(pl.col(name)).alias(name)
    if dtype == pl.String:
        return pl.col(name).str.replace_many(_ESCAPES)
    return pl.col(name)


def values_of(frame: pl.DataFrame, name: str, blank: str) -> tuple[str, ...]:
    """The different values of a column, sorted; ``blank`` for none."""
    if not frame.height:
        return ()
    if name not in frame.columns:
        return (blank,)
    return tuple(frame[name].cast(pl.String).fill_null(blank).unique().sort())
