"""What lies beside an artefact: the whole report of a revision, and every finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.filing import FINDINGS, REPORT, FilingReport
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.storage import Storage

SHOWN = ("rule", "severity", "file", "sheet", "row", "column", "field", "value", "expected", "fix")


def whole(revision: Revision) -> FilingReport | None:
    """The whole report; None while there is none."""
    path = _folder(revision) / REPORT
    return msgspec.json.decode(path.read_bytes(), type=FilingReport) if path.exists() else None


def frame(revision: Revision) -> pl.DataFrame:
    """Every finding, in the order of the files and their rows."""
    path = _folder(revision) / FINDINGS
    return pl.read_parquet(path) if path.exists() else finding.empty()


def findings(revision: Revision, rule: str | None, severity: str | None, offset: int, limit: int) -> dict[str, Any]:
    """One page of the findings that are asked for, and their number."""
    found = frame(revision)
    if rule:
        found = found.filter(pl.col("rule") == rule)
    if severity:
        found = found.filter(pl.col("severity") == severity)
    return {"count": found.height, "results": found.slice(offset, limit).select(SHOWN).to_dicts()}


def _folder(revision: Revision) -> Path:
    return Storage().reports(revision.id, revision.attempt)
