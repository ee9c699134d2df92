"""The canonical CSV with unreadable cells as they were sent, and our findings in frictionless' words.

Written so, the file holds all that the Table Schema can say about a filing: what ``frictionless validate`` finds in it
and what ``broken`` gives are the same, cell by cell. (The CSV that is published has no rows in error: ``artefact.py``.)
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks.written import written
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.rules import Constraint
from ckanext.spenddata.definitions.transaction import Field, TableSchema
from ckanext.spenddata.rows import Rows

BROKEN: dict[str, pl.DataType] = {"index": pl.UInt32(), "field": pl.String(), "constraint": pl.String()}
"""Columns of ``broken``: the position of the row, its field, and the constraint of the Table Schema (or ``type``)."""


def write_csv(rows: Rows, schema: TableSchema, out: Path, constants: Mapping[str, str] | None = None) -> None:
    """Write every field of ``schema``, in its order, for every row.

    Amounts are pounds with two decimals, dates ISO 8601; a cell that could not be read is as it was sent. ``constants``
    are values of fields that the portal knows and the filing does not have.
    """
    rows.frame.select(_cell(rows, field, (constants or {}).get(field)) for field in schema.names).write_csv(out)


def broken(findings: pl.DataFrame, definitions: Definitions) -> pl.DataFrame:
    """What findings say about the Table Schema: one line (columns ``BROKEN``) for each cell and constraint."""
    constraints = {rule.id: rule.constraint for rule in definitions.rules.values() if rule.constraint}
    found = (
        findings.filter(pl.col("rule").is_in(list(constraints)) & pl.col("index").is_not_null())
        .with_columns(pl.col("rule").replace_strict(constraints, return_dtype=pl.String).alias("constraint"))
        .select(*BROKEN, "value")
    )
    typed = pl.col("field").is_in(list(canonical.TYPED_FIELDS)) & (pl.col("constraint") == "type")
    unread = found.filter(typed)
    breaks = [_breaks(cell, definitions.transaction, field) for field, cell in unread.select("field", "value").rows()]
    unread = unread.with_columns(pl.Series("constraint", breaks, dtype=pl.List(pl.String))).explode("constraint")
    return pl.concat([found.filter(~typed), unread.drop_nulls("constraint")]).select(*BROKEN).unique().sort(*BROKEN)


def _cell(rows: Rows, field: str, constant: str | None) -> pl.Expr:
    if field not in rows.fields:
        return pl.lit(constant, dtype=pl.String).alias(field)
    cell = written(field)
    if field in canonical.TYPED_FIELDS:
        cell = pl.when(pl.col(canonical.fault(field)).is_not_null()).then(pl.col(canonical.sent(field))).otherwise(cell)
    return cell.alias(field)


def _breaks(cell: str, schema: TableSchema, name: str) -> list[Constraint]:
    """What a cell that we could not read breaks in the Table Schema's eyes.

    Mostly its type. But ``#N/A`` is blank to the schema, and some cells that we refuse to read are numbers to it:
    ``NaN``, or an amount that is too large for any account.
    """
    field = schema.field(name)
    if cell in schema.missing_values:
        return ["required"] if field.constraints.required else []
    if name in canonical.DATE_FIELDS:
        return [] if _is_date(cell) else ["type"]
    if name in canonical.MONEY_FIELDS:
        number = _number(cell)
        return ["type"] if number is None else _outside(number, field)
    return [] if cell in {"true", "True", "TRUE", "1", "false", "False", "FALSE", "0"} else ["type"]


def _is_date(cell: str) -> bool:
    with suppress(ValueError):
        datetime.strptime(cell, "%Y-%m-%d")  # noqa: DTZ007  only whether it is a date
        return True
    return False


def _number(cell: str) -> Decimal | None:
    with suppress(InvalidOperation):
        return Decimal(cell.strip())
    return None


def _outside(number: Decimal, field: Field) -> list[Constraint]:
    low, high = field.constraints.minimum, field.constraints.maximum
    broken: list[Constraint] = []
    if low is not None and (number.is_nan() or number < Decimal(str(low))):
        broken.append("minimum")
    if high is not None and (number.is_nan() or number > Decimal(str(high))):
        broken.append("maximum")
    return broken
