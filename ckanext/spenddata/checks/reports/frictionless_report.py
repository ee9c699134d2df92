"""The check as a frictionless report (version 5), as ckanext-validation stores and shows it.

Errors become errors with row and field; all else becomes sentences, one for each rule, as a file with warnings is still valid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.reading import Refusal
from ckanext.spenddata.values.text import counted

ERRORS_SHOWN = 1_000
"""Errors listed one by one; the number of all of them is in the statistics. A report of millions would break the page that shows it."""
_CONSTRAINT = {
    "type": ("type-error", "Type Error", "The value does not match the schema type and format for this field."),
    "other": ("constraint-error", "Constraint Error", "A field value does not conform to a constraint."),
}
_CELL_TAGS = ["#table", "#row", "#cell"]


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
    seconds: float = 0.0


def descriptor(
    subject: Subject,
    findings: pl.DataFrame,
    rules: Mapping[str, Rule],
    *,
    refusal: Refusal | None = None,
    limit: int = ERRORS_SHOWN,
) -> dict[str, Any]:
    """The report as ``frictionless.Report.from_descriptor`` takes it."""
    errors = findings.filter(pl.col("severity") == finding.ERROR)
    listed = [_refused(refusal)] if refusal else []
    listed += [_error(row, rules, subject.labels) for row in errors.head(limit).iter_rows(named=True)]
    warnings = _warnings(findings, rules)
    if errors.height > limit:
        warnings.insert(0, f"Of {counted(errors.height, 'error')}, the first {limit:,} are listed.")
    number = errors.height + bool(refusal)
    stats = {"errors": number, "warnings": len(warnings), "seconds": subject.seconds}
    task = {
        "name": subject.name,
        "type": "table",
        "valid": not number,
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
        "errors": listed,
    }
    return {"valid": not number, "stats": {"tasks": 1, **stats}, "warnings": [], "errors": [], "tasks": [task]}


def _error(row: dict[str, Any], rules: Mapping[str, Rule], labels: Sequence[str]) -> dict[str, Any]:
    rule = rules.get(row["rule"])
    broken = rule.constraint if rule else None
    kind, title, description = _CONSTRAINT["type" if broken == "type" else "other"]
    note = f"{rule.title if rule else row['rule']}. Expected: {row['expected'] or 'see the rule'}."
    place = f"row {row['row']}" if row["row"] is not None else "the file"
    where = f"{place}, {row['field']}" if row["field"] else place
    common = {"note": note, "message": f"{where}: {_quoted(row['value'])}{note}", "tags": _CELL_TAGS}
    if row["row"] is None or row["field"] is None:
        return {
            "type": "table-error",
            "title": "Table Error",
            "description": "There is a table error.",
            **common,
            "tags": ["#table"],
        }
    number = row["column"] or (labels.index(row["field"]) + 1 if row["field"] in labels else 0)
    return {
        "type": kind,
        "title": title,
        "description": description,
        **common,
        "cells": [row["value"] or ""],
        "rowNumber": row["row"],
        "cell": row["value"] or "",
        "fieldName": row["field"],
        "fieldNumber": number,
    }


def _quoted(value: str | None) -> str:
    return f"“{value}” – " if value else ""


def _refused(refusal: Refusal) -> dict[str, Any]:
    note = f"{refusal.message} {refusal.remedy}"
    return {
        "type": "source-error",
        "title": "Source Error",
        "description": "Data reading error because of not supported or inconsistent contents.",
        "note": note,
        "message": f"The data source could not be read: {note}",
        "tags": ["#table"],
    }


def _warnings(findings: pl.DataFrame, rules: Mapping[str, Rule]) -> list[str]:
    counted = (
        findings.filter(pl.col("severity") != finding.ERROR)
        .group_by("rule")
        .len()
        .sort("len", "rule", descending=[True, False])
    )
    return [f"{rules[rule].title if rule in rules else rule}: {count:,}" for rule, count in counted.iter_rows()]
