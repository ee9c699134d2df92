"""The category of each row.

Of the ways below, the first that gives a category decides: a code that the publisher gave says more than the name of
an account, and *redacted* only says that nothing is known. A code is taken only when its list has it; what nobody can
tell is *Not classified*.

====================== ========== ================================================================================
method                 confidence comes from
====================== ========== ================================================================================
``publisher_cpv``      1.0        ``cpv_code``: a CPV 2008 code, with or without its check digit
``publisher_proclass`` 0.95       ``proclass_code``: a ProClass level 1 code
``publisher_mcc``      0.9        ``merchant_category_code``: says what the merchant sells, not what was bought
``expense_type``       0.8        ``expense_type``: words of the curated table
``redacted``           1.0        ``redaction_reason``: the publisher withheld the details
``none``               0.0        nothing
====================== ========== ================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.definitions.expense_types import normalise
from ckanext.spenddata.definitions.publishers import Publisher

NONE = "none"


@dataclass(frozen=True)
class Method:
    """One way to tell a category: the words of a field, brought into the form of a table's keys."""

    name: str
    field: str
    confidence: float
    key: Callable[[str], str]
    table: Mapping[str, str]


def classify(frame: pl.DataFrame, definitions: Definitions, publisher: Publisher | None = None) -> pl.DataFrame:
    """Category, method, version and confidence of each row of a canonical frame, in its order.

    ``publisher`` is who filed the rows; the tables of this version hold for every publisher alike.
    """
    del publisher
    found = [_decided(frame, method) for method in methods(definitions) if method.field in frame.columns]
    if "redaction_reason" in frame.columns:
        found.append(_redacted(frame))
    if not found:
        found.append(pl.repeat(None, frame.height, dtype=DECIDED, eager=True))
    decided = pl.select(pl.coalesce(found).alias("decided"))
    return decided.select(
        pl.col("decided").struct.field("category").fill_null(UNCLASSIFIED),
        pl.col("decided").struct.field("category_method").fill_null(NONE),
        pl.lit(definitions.category_version).alias("category_version"),
        pl.col("decided").struct.field("category_confidence").fill_null(0.0),
    )


DECIDED = pl.Struct({"category": pl.String(), "category_method": pl.String(), "category_confidence": pl.Float64()})


def methods(definitions: Definitions) -> tuple[Method, ...]:
    """The ways to tell a category from words, the first deciding."""
    categories = definitions.categories
    return (
        Method("publisher_cpv", "cpv_code", 1.0, cpv_key, categories.of_cpv),
        Method("publisher_proclass", "proclass_code", 0.95, str.strip, categories.of_proclass),
        Method("publisher_mcc", "merchant_category_code", 0.9, merchant_key, categories.of_merchant),
        Method("expense_type", "expense_type", 0.8, normalise, definitions.expense_types),
    )


def cpv_key(code: str) -> str:
    """Eight digits: without the check digit, and with the zero in front that spreadsheets drop."""
    return code.strip().partition("-")[0].zfill(8)


def merchant_key(code: str) -> str:
    """Four digits, with the zero in front that spreadsheets drop."""
    return code.strip().zfill(4)


def _decided(frame: pl.DataFrame, method: Method) -> pl.Series:
    # Ten million rows have a few thousand different words: each is looked up once.
    words = frame[method.field].cast(pl.String)
    different = words.unique().drop_nulls()
    categories = [method.table.get(method.key(word)) for word in different]
    category = words.replace_strict(
        different, pl.Series(categories, dtype=pl.String), default=None, return_dtype=pl.String
    )
    return _as_decided(category, method.name, method.confidence)


def _redacted(frame: pl.DataFrame) -> pl.Series:
    withheld = frame.select(pl.when(pl.col("redaction_reason").is_not_null()).then(pl.lit(REDACTED)).alias("category"))
    return _as_decided(withheld["category"], REDACTED, 1.0)


def _as_decided(category: pl.Series, method: str, confidence: float) -> pl.Series:
    known = category.is_not_null()
    return pl.select(
        pl.when(known).then(
            pl.struct(
                category.alias("category"),
                pl.lit(method).alias("category_method"),
                pl.lit(confidence).alias("category_confidence"),
            )
        )
    ).to_series()
