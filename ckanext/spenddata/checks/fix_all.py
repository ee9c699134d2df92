"""All suggested fixes, until there is none left.

A cell may need several: ``REDCATED  PERSONAL DATA`` has a blank too many and is misspelt. So fixes are applied and the rows checked again
until nothing is left to apply. What a person typed comes first. What intake works out from other cells (what is withheld, and why) is
worked out again for the new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ckanext.spenddata.checks import fixes, typed
from ckanext.spenddata.checks.check import check
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.intake.canonical import WITHHOLDING, with_redactions
from ckanext.spenddata.rows import Rows

ROUNDS = 12
"""More rounds than any cell needs; rules that undo each other would go on for ever."""


@dataclass(frozen=True)
class AllFixed:
    """The rows with all fixes applied, what is still found in them, and what was changed."""

    rows: Rows
    findings: pl.DataFrame
    log: pl.DataFrame
    """Columns ``fixes.LOG``: one line for each step of each cell, the steps of a cell in their order."""


def fix_all(
    rows: Rows, context: Context, accepted: fixes.Accepted | None = None, cells: Sequence[typed.TypedCell] = ()
) -> AllFixed:
    """Put ``cells`` in, and apply the ``accepted`` fixes (None: all) until there is none left. The rows that came in stay as they are."""
    first = typed.apply(rows, cells, context)
    rows, log = _worked_out(first, context), first.log
    findings = check(rows, context)
    for _ in range(ROUNDS):
        fixed = fixes.apply(rows, findings, accepted)
        if fixed.log.is_empty():
            break
        log = pl.concat([log, fixed.log])
        rows = _worked_out(fixed, context)
        findings = check(rows, context)
    return AllFixed(rows, findings, _in_order(log))


def _worked_out(fixed: fixes.Fixed, context: Context) -> Rows:
    if fixed.log["field"].is_in(WITHHOLDING).any():
        return Rows(with_redactions(fixed.rows.frame, context.definitions.redactions))
    return fixed.rows


def _in_order(log: pl.DataFrame) -> pl.DataFrame:
    """The steps of each cell together; each begins with what the step before it left."""
    cell = ["index", "field"]
    left = pl.col("after").shift().over(cell)
    return log.with_columns(before=left.fill_null(pl.col("before"))).sort("index", maintain_order=True)
