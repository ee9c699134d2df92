"""Findings, put together: 10,000 of one kind are one line with its count and its rows."""

from __future__ import annotations

import polars as pl

__all__ = ["by_rule", "groups", "row_ranges"]

GROUP = ("rule", "severity", "field", "file", "sheet")


def by_rule(findings: pl.DataFrame) -> pl.DataFrame:
    """``rule``, ``severity``, ``count``: errors first, then the most frequent."""
    return (
        findings.group_by("rule", "severity")
        .agg(pl.len().alias("count"))
        .sort(["severity", "count", "rule"], descending=[False, True, False])
    )


def groups(findings: pl.DataFrame, longest: int = 200) -> pl.DataFrame:
    """One line for all findings of a rule in a field of a file.

    Columns: those of ``GROUP``, ``column``, ``count``, ``fixes`` (how many of them carry one), ``rows`` (``2–10,001, 10,005``; cut with an
    ellipsis after ``longest`` characters; null for findings about the whole file), ``value``, ``expected``, ``fix`` (of the first).
    """
    ranges = row_ranges(findings)
    grouped = findings.group_by(GROUP, maintain_order=True).agg(
        pl.col("column").first(),
        pl.len().alias("count"),
        pl.col("fix").count().alias("fixes"),
        pl.col("value").first(),
        pl.col("expected").first(),
        pl.col("fix").first(),
    )
    rows = pl.col("rows")
    short = pl.when(rows.str.len_chars() > longest).then(rows.str.head(longest).str.replace(r",[^,]*$", ", …")).otherwise(rows)
    return (
        grouped.join(ranges, on=GROUP, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(short.alias("rows"))
        .select(*GROUP, "column", "count", "fixes", "rows", "value", "expected", "fix")
        .sort(["severity", "count", "rule"], descending=[False, True, False], maintain_order=True)
    )


def row_ranges(findings: pl.DataFrame) -> pl.DataFrame:
    """The rows of each group as text, runs of rows as ranges: columns of ``GROUP`` and ``rows``."""
    run = (pl.col("row").diff() > 1).fill_null(value=True).cum_sum().over(GROUP)
    first, last = pl.col("first").cast(pl.String), pl.col("last").cast(pl.String)
    return (
        findings.lazy()
        .filter(pl.col("row").is_not_null())
        .select(*GROUP, "row")
        .unique()
        .sort(*GROUP, "row")
        .with_columns(run.alias("run"))
        .group_by(*GROUP, "run", maintain_order=True)
        .agg(first=pl.col("row").min(), last=pl.col("row").max())
        .with_columns(pl.when(first == last).then(first).otherwise(pl.concat_str(first, pl.lit("–"), last)).alias("rows"))
        .group_by(GROUP, maintain_order=True)
        .agg(pl.col("rows").str.join(", "))
        .collect()
    )
