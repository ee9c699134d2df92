"""Every finding as a CSV that a finance officer opens in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ckanext.spenddata.checks.reports.safe import escaped
from ckanext.spenddata.definitions.rules import Rule

COLUMNS = ("file", "sheet", "row", "column", "field", "severity", "rule", "title", "value", "expected", "fix", "remedy")


def write(findings: pl.DataFrame, rules: Mapping[str, Rule], out: Path) -> None:
    """Write all findings, one a line: place, rule, the cell as sent, what was expected, the fix, and what to do.

    UTF-8 with byte order mark, so that spreadsheet programs read it right; text that looks like a formula is made harmless.
    """
    titles = {rule.id: rule.title for rule in rules.values()}
    remedies = {rule.id: rule.remedy for rule in rules.values()}
    table = findings.with_columns(
        pl.col("rule").replace_strict(titles, default=None, return_dtype=pl.String).alias("title"),
        pl.col("rule").replace_strict(remedies, default=None, return_dtype=pl.String).alias("remedy"),
    ).select(COLUMNS)
    safe = table.with_columns(
        escaped(pl.col(name)).alias(name) for name, dtype in table.schema.items() if dtype == pl.String
    )
    safe.write_csv(out, include_bom=True, line_terminator="\r\n")
