"""Every finding as a CSV that a finance officer opens in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ckanext.spenddata.checks.reports.safe import escaped
from ckanext.spenddata.definitions.rules import Rule

COLUMNS = (
    "file",
    "sheet",
    "row",
    "column",
    "field",
    "severity",
    "rule",
    "title",
    "value",
    "expected",
    "fix",
    "remedy",
    "basis",
    "source",
)


def write(findings: pl.DataFrame, rules: Mapping[str, Rule], out: Path) -> None:
    """Write all findings, one a line: place, rule, the cell as sent, what was expected, the fix, what to do, and the basis.

    UTF-8 with byte order mark, so that spreadsheet programs read it right; text that looks like a formula is made harmless.
    """
    words = {
        "title": {rule.id: rule.title for rule in rules.values()},
        "remedy": {rule.id: rule.remedy for rule in rules.values()},
        "basis": {rule.id: rule.basis.text for rule in rules.values()},
        "source": {rule.id: rule.basis.url for rule in rules.values()},
    }
    table = findings.with_columns(
        pl.col("rule").replace_strict(said, default=None, return_dtype=pl.String).alias(name)
        for name, said in words.items()
    ).select(COLUMNS)
    safe = table.with_columns(
        escaped(pl.col(name)).alias(name) for name, dtype in table.schema.items() if dtype == pl.String
    )
    safe.write_csv(out, include_bom=True, line_terminator="\r\n")
