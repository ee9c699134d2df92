"""Findings: one row for each place where a filing breaks a rule."""

from __future__ import annotations

import polars as pl

SCHEMA: dict[str, pl.DataType] = {
    "rule": pl.String(),
    "severity": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.UInt32(),
    "column": pl.UInt16(),
    "field": pl.String(),
    "value": pl.String(),
    "expected": pl.String(),
    "fix": pl.String(),
    "index": pl.UInt32(),
}
"""Columns of a findings frame. ``severity`` is one of ``SEVERITIES``; ``row`` and ``column`` count from 1 and are
null where a finding is about the whole file or no column; ``value`` is the cell as sent; ``fix`` the cell that would be
right, null where nothing follows; ``index`` the row's position in ``Rows.frame``."""

ERROR = "error"
STOP = "stop"
"""The file can be right, and a person must say so before it is published."""
WARNING = "warning"
SEVERITIES = (ERROR, STOP, WARNING)
"""The gravest first."""


def gravity(severity: str) -> int:
    """Place of a severity among all, the gravest being 0: what findings are ordered by."""
    return SEVERITIES.index(severity)


def empty() -> pl.DataFrame:
    """No findings."""
    return pl.DataFrame(schema=SCHEMA)


def rows_in_error(findings: pl.DataFrame) -> pl.Series:
    """Positions in ``Rows.frame`` of the rows that can't enter a figure, ascending and without repeats."""
    errors = findings.filter((pl.col("severity") == ERROR) & pl.col("index").is_not_null())
    return errors["index"].unique().sort()
