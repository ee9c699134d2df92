"""Rows of an artefact as rows of the ledger, and as the text that COPY takes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.artefact import pounds
from ckanext.spenddata.definitions.redactions import Vocabulary
from ckanext.spenddata.ledger.keys import first_id
from ckanext.spenddata.ledger.publication import Publication

__all__ = ["UNCLASSIFIED", "chunks", "folded_supplier", "inside", "ledger_frame", "values_of"]

UNCLASSIFIED = "unclassified"
"""The category of a row that no method could place."""
_CHUNK = 50_000
_APRIL = 4
_OWN = (
    *canonical.PLACE,
    "category",
    "category_method",
    "category_version",
    "category_confidence",
    "supplier_id",
)
"""Columns that the ledger takes from an artefact beside the canonical fields."""
_FROM_PUBLICATION = ("publisher_id", "publisher_name", "regime", "period", "return_id", "revision")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": ""}
"""What COPY's text format asks for. PostgreSQL's text can't hold NUL, which says nothing in a cell anyway."""


def folded_supplier(name: pl.Expr) -> pl.Expr:
    """The supplier a name stands for until suppliers are linked: the name without regard to case and white space."""
    folded = name.str.to_uppercase().str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.when(folded != "").then(pl.concat_str(pl.lit("name:"), folded))


def ledger_frame(
    publication: Publication, frame: pl.DataFrame, fields: tuple[str, ...], entry_no: int, redactions: Vocabulary
) -> pl.DataFrame:
    """The rows as the ledger keeps them, in the order given; amounts still in pence.

    Args:
        publication: Whose rows they are.
        frame: Accepted rows of an artefact; each has a payment date and an amount.
        fields: Names of the canonical fields that the ledger has.
        entry_no: Number of the entry they are published under.
        redactions: How publishers say that a name is withheld: such a name is nobody's.
    """
    kept = [name for name in (*_OWN, *fields) if name in frame.columns and name not in _FROM_PUBLICATION]
    date = pl.col("payment_date")
    return frame.select(
        (pl.int_range(pl.len(), dtype=pl.Int64) + first_id(entry_no)).alias("_id"),
        *(pl.lit(getattr(publication, name)).alias(name) for name in _FROM_PUBLICATION),
        date.dt.strftime("%Y-%m").alias("month"),
        (date.dt.year() - (date.dt.month() < _APRIL).cast(pl.Int32)).alias("fiscal_year"),
        *(_kept(frame, name) for name in kept if name != "supplier_id"),
        *([] if "category" in kept else [pl.lit(UNCLASSIFIED).alias("category")]),
        _supplier(frame, redactions),
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


def _supplier(frame: pl.DataFrame, redactions: Vocabulary) -> pl.Expr:
    """The linked supplier where there is one, else the name; none where the name is withheld."""
    nothing = pl.lit(None, dtype=pl.String)
    named = folded_supplier(pl.col("supplier_name")) if "supplier_name" in frame.columns else nothing
    linked = pl.col("supplier_id") if "supplier_id" in frame.columns else nothing
    known = pl.coalesce(linked, named)
    if withheld := _withheld_names(frame, redactions):
        known = pl.when(~pl.col("supplier_name").is_in(withheld).fill_null(value=False)).then(known)
    return known.alias("supplier_id")


def _withheld_names(frame: pl.DataFrame, redactions: Vocabulary) -> list[str]:
    """Cells in the place of a supplier that say that its name is withheld."""
    if not {"supplier_name", "redaction_reason"} <= set(frame.columns):
        return []
    names = frame.filter(pl.col("redaction_reason").is_not_null())["supplier_name"].drop_nulls().unique()
    return [name for name in names if redactions.reason(name)]


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
