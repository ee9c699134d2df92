"""The report of one file: the fixed JSON contract of ``spenddata check --json`` and of the portal's report pages."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks import sums
from ckanext.spenddata.intake.reading import MappedColumn, Question, Reading, Refusal, SeenColumn, TableReading
from ckanext.spenddata.rows import SOURCE_FILE, Rows
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.text import pounds
from ckanext.spenddata.values.vat import UNKNOWN

FINDING_KEYS = ("rule", "severity", "sheet", "row", "column", "value", "expected", "fix")


class TableSummary(msgspec.Struct, kw_only=True):
    """One table of a file; rows counted from 1 as a spreadsheet shows them."""

    sheet: str | None
    header_row: int | None
    rows: int
    mapping: dict[str, MappedColumn]
    unmapped: tuple[str, ...]
    confidence: float
    left_out: dict[str, int]
    left_out_rows: dict[str, tuple[int, ...]]
    """The first rows of each kind, at most ``LEFT_OUT_SHOWN``."""
    signature: str
    first_row: int = 1
    last_row: int = 1
    """The rows of which the mapping holds."""
    columns: tuple[SeenColumn, ...] = ()
    """All columns, mapped or not, with a few of their cells."""


class Dates(msgspec.Struct, kw_only=True):
    """First and last payment date."""

    first: datetime.date
    last: datetime.date


class RuleCount(msgspec.Struct, kw_only=True):
    """How often a rule was broken."""

    rule: str
    severity: str
    count: int


class FileReport(msgspec.Struct, kw_only=True):
    """What is said about one file. Money is text in pounds, exact to the penny."""

    file: str
    sha256: str
    size: int
    format: str
    encoding: str | None
    lost_characters: int
    outcome: str
    """``read``, ``ask`` or ``refused``."""
    refusal: Refusal | None
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    tables: tuple[TableSummary, ...]
    rows: int
    amount_total: str
    """The sum of its amounts; of several kinds (below) it is for comparing machines alone, and shown to nobody."""
    amount_basis: tuple[str, ...] = ()
    """What its amounts include of VAT."""
    currencies: tuple[str, ...] = ()
    payment_dates: Dates | None
    errors: int
    """Number of findings that are errors; a row may have several."""
    rows_in_error: int
    stops: int = 0
    """Number of findings that a person must acknowledge before the file is published."""
    warnings: int
    rules: list[RuleCount]
    findings: list[dict[str, Any]]
    """Findings with the keys of ``FINDING_KEYS``: all of them on the command line; in a filing's report those about a whole file."""


LEFT_OUT_SHOWN = 20


def file_report(
    reading: Reading, rows: Rows, findings: pl.DataFrame, *, every_finding: bool, basis: str = UNKNOWN
) -> FileReport:
    """Report on a file.

    Args:
        reading: Of the file.
        rows: Its canonical rows.
        findings: About it; those about others are passed over.
        every_finding: Whether to list those about rows, too.
        basis: What amounts include of VAT where the file says nothing.
    """
    own = of_file(findings, reading.file.name)
    severities = count_severities(own)
    return FileReport(
        file=reading.file.name,
        **{name: getattr(reading.file, name) for name in ("sha256", "size", "format", "encoding", "lost_characters")},
        outcome=str(reading.outcome),
        **{name: getattr(reading, name) for name in ("refusal", "questions", "notes")},
        tables=tuple(_table(table) for table in reading.tables),
        rows=len(rows),
        amount_total=pounds(rows.amount_total()),
        amount_basis=sums.kinds(rows.frame, "amount_basis", basis),
        currencies=sums.kinds(rows.frame, "currency", STERLING),
        payment_dates=payment_dates(rows.frame),
        errors=severities.get(finding.ERROR, 0),
        rows_in_error=len(finding.rows_in_error(own)),
        stops=severities.get(finding.STOP, 0),
        warnings=severities.get(finding.WARNING, 0),
        rules=count_rules(own),
        findings=listed(own if every_finding else own.filter(pl.col("row").is_null())),
    )


def of_file(findings: pl.DataFrame, name: str) -> pl.DataFrame:
    """Findings about the file ``name``."""
    return findings.filter(pl.col("file") == name)


def count_rules(findings: pl.DataFrame) -> list[RuleCount]:
    """Broken rules, errors first, then by how often."""
    counted = findings.group_by("rule", "severity").agg(pl.len().alias("count"))
    counts = [RuleCount(**row) for row in counted.to_dicts()]
    return sorted(counts, key=lambda each: (finding.gravity(each.severity), -each.count, each.rule))


def count_severities(findings: pl.DataFrame) -> dict[str, int]:
    """Number of findings by severity."""
    return dict(findings.group_by("severity").len().iter_rows())


def listed(findings: pl.DataFrame) -> list[dict[str, Any]]:
    """Findings as dictionaries, in the order of the frame."""
    return findings.select(FINDING_KEYS).to_dicts()


def payment_dates(frame: pl.DataFrame) -> Dates | None:
    """First and last payment date that could be read."""
    if "payment_date" not in frame.columns:
        return None
    first, last = frame["payment_date"].min(), frame["payment_date"].max()
    return (
        Dates(first=first, last=last) if isinstance(first, datetime.date) and isinstance(last, datetime.date) else None
    )


def rows_of(rows: Rows, name: str) -> Rows:
    """Canonical rows of the file ``name``."""
    return Rows(rows.frame.filter(pl.col(SOURCE_FILE).cast(pl.String) == name)) if len(rows) else rows


def _table(table: TableReading) -> TableSummary:
    fields: dict[str, Any] = {name: getattr(table, name) for name in TableSummary.__struct_fields__}
    fields["left_out_rows"] = {kind: rows[:LEFT_OUT_SHOWN] for kind, rows in table.left_out_rows.items()}
    return TableSummary(**fields)
