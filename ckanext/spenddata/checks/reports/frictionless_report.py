"""What was checked of a published file as a frictionless report (version 5), as ckanext-validation stores and shows it.

Rows in error are not in a published file, so it is valid; what else was found becomes sentences, one for each rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ckanext.spenddata.definitions.rules import Rule


@dataclass(frozen=True)
class Subject:
    """The table that the report is about."""

    name: str
    """Lower case letters, digits, ``-`` and ``_``."""
    place: str
    """The file's name."""
    labels: Sequence[str]
    """Its header."""
    rows: int
    size: int
    sha256: str


def descriptor(subject: Subject, findings: pl.DataFrame, rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The report as ``frictionless.Report.from_descriptor`` takes it; of findings that are no errors."""
    counts = findings.group_by("rule").len().sort("len", "rule", descending=[True, False])
    warnings = [f"{rules[rule].title if rule in rules else rule}: {count:,}" for rule, count in counts.iter_rows()]
    stats = {"errors": 0, "warnings": len(warnings), "seconds": 0.0}
    task = {
        "name": subject.name,
        "type": "table",
        "valid": True,
        "place": subject.place,
        "labels": list(subject.labels),
        "stats": {
            **stats,
            "sha256": subject.sha256,
            "bytes": subject.size,
            "fields": len(subject.labels),
            "rows": subject.rows,
        },
        "warnings": warnings,
        "errors": [],
    }
    return {"valid": True, "stats": {"tasks": 1, **stats}, "warnings": [], "errors": [], "tasks": [task]}
