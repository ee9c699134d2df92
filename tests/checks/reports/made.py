"""Reports on a file, made for the tests of those who show them."""

from __future__ import annotations

from ckanext.spenddata.checks.reports.file_report import FileReport, TableSummary


def table(**more: object) -> TableSummary:
    """A table without anything remarkable, but for ``more``."""
    known: dict = {
        "header_row": 1,
        "unmapped": (),
        "confidence": 1.0,
        "left_out": {},
        "left_out_rows": {},
        "signature": "",
    }
    return TableSummary(**{**known, **more})


def report(**more: object) -> FileReport:
    """A report on a file that was read, in which nothing was found, but for ``more``."""
    known: dict = {
        "sha256": "",
        "size": 10,
        "encoding": None,
        "lost_characters": 0,
        "outcome": "read",
        "refusal": None,
        "questions": (),
        "notes": (),
        "amount_total": "1.00",
        "payment_dates": None,
        "errors": 0,
        "rows_in_error": 0,
        "warnings": 0,
        "rules": [],
        "findings": [],
    }
    return FileReport(**{**known, **more})
