"""What lies beside an artefact: the whole report of a revision, and every finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata import config
from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.fixes import empty_log
from ckanext.spenddata.checks.reports import groups, summary
from ckanext.spenddata.filing import FINDINGS, FIXES, REPORT, FilingReport
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.files.storage import Storage

CHANGED = ("rule", "file", "sheet", "row", "column", "field", "before", "after")
SHOWN = ("rule", "severity", "file", "sheet", "row", "column", "field", "value", "expected", "fix")


def whole(revision: Revision) -> FilingReport | None:
    """The whole report; None while there is none."""
    path = _folder(revision) / REPORT
    return msgspec.json.decode(path.read_bytes(), type=FilingReport) if path.exists() else None


def frame(revision: Revision) -> pl.DataFrame:
    """Every finding, in the order of the files and their rows."""
    path = _folder(revision) / FINDINGS
    return pl.read_parquet(path) if path.exists() else finding.empty()


def findings(
    revision: Revision, rule: str | None, severity: str | None, offset: int, limit: int, *, fixable: bool = False
) -> dict[str, Any]:
    """One page of the findings that are asked for, and their number; with ``fixable`` those that suggest a cell."""
    found = frame(revision)
    if fixable:
        found = found.filter(pl.col("fix").is_not_null() & pl.col("index").is_not_null())
    if rule:
        found = found.filter(pl.col("rule") == rule)
    if severity:
        found = found.filter(pl.col("severity") == severity)
    return {"count": found.height, "results": found.slice(offset, limit).select(SHOWN).to_dicts()}


def fixes(revision: Revision, rule: str | None, offset: int, limit: int) -> dict[str, Any]:
    """One page of the cells that accepted fixes changed, and their number."""
    path = _folder(revision) / FIXES
    made = pl.read_parquet(path) if path.exists() else empty_log()
    if rule:
        made = made.filter(pl.col("rule") == rule)
    return {"count": made.height, "results": made.slice(offset, limit).select(CHANGED).to_dicts()}


def printable(
    revision: Revision, heading: str, facts: Mapping[str, str], confirmed: Sequence[summary.Confirmed]
) -> str:
    """The report as one page to print, after ``facts`` in words."""
    report = whole(revision)
    grouped = groups.group(frame(revision), config.definitions().rules_under(revision.spend_return.regime))
    return summary.page(heading, facts, report.files if report else (), grouped, confirmed)


def _folder(revision: Revision) -> Path:
    return Storage().reports(revision.id, revision.attempt)
