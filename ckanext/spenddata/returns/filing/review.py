"""What a person looks at before saying yes: the findings drawn together, and the largest lines."""

from __future__ import annotations

from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata import artefact, config
from ckanext.spenddata.checks.reports import groups
from ckanext.spenddata.classify.evidence import FIELDS
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.files import reports
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.rows import PLACE

LARGEST = 5
LINE = ("payment_date", *FIELDS, "currency", *artefact.CLASSIFICATION, *PLACE)
"""What is told of a line, besides its amount; a field that the files don't have is null."""


def grouped(revision: Revision) -> list[dict[str, Any]]:
    """Findings of one rule as one entry, whatever their sheets: errors first, then by how many."""
    rules = config.definitions().rules_under(revision.spend_return.regime)
    found = groups.group(reports.frame(revision), rules)
    return msgspec.to_builtins(groups.by_rule(found, files=len(revision.files) > 1))


def largest(revision: Revision, how_many: int = LARGEST) -> list[dict[str, Any]]:
    """The largest lines that would be published, credits by their size too; pounds as text."""
    if not revision.artefact_sha256:
        return []
    lines = pl.scan_parquet(Storage().artefact(revision.artefact_sha256))
    columns = lines.collect_schema().names()
    if "amount" not in columns:
        return []
    columns_shown = [pl.col(name) if name in columns else pl.lit(None).alias(name) for name in LINE]
    found = (
        lines.filter(~pl.col(artefact.IN_ERROR))
        .top_k(how_many, by=pl.col("amount").abs())
        .sort(pl.col("amount").abs(), descending=True)
        .select(*columns_shown, artefact.pounds(pl.col("amount")).alias("amount"))
        .collect()
    )
    return [{**line, "payment_date": _iso(line["payment_date"])} for line in found.to_dicts()]


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
