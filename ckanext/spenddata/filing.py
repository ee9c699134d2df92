"""A filing and what is said about it, as plain data: what goes into the pipeline and what comes out."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec

from ckanext.spenddata.checks.fixes import Place
from ckanext.spenddata.checks.history import Published, SentBefore
from ckanext.spenddata.checks.reports.file_report import Dates, FileReport, RuleCount
from ckanext.spenddata.checks.stops import Stop
from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.intake.reading import Answers, Evidence, Limits, Question, Refusal

REPORT = "report.json"
FINDINGS = "findings.parquet"
ARTEFACT = "artefact.parquet"
FIXES = "fixes.parquet"


class FilingFile(msgspec.Struct, kw_only=True):
    """One file of a filing."""

    path: str
    """Where its bytes lie."""
    name: str
    """Its name as it was sent; unique in the filing."""
    answers: Answers | None = None
    """What was answered about this file; None takes the filing's."""


class EarlierReturn(msgspec.Struct, kw_only=True):
    """An earlier return of the publisher under the same regime."""

    period: str
    path: str
    """Its artefact."""


class Filing(msgspec.Struct, kw_only=True):
    """All that is known about what was sent, as plain data (JSON)."""

    files: tuple[FilingFile, ...]
    publisher: Publisher | None = None
    registered: tuple[Publisher, ...] = ()
    """The portal's publishers, to know another one's file by."""
    registered_path: str | None = None
    """The same as a JSON file, for many."""
    regime: str | None = None
    period: str | None = None
    answers: Answers = msgspec.field(default_factory=Answers)
    amount_basis: str | None = None
    """What the publisher's amounts include (``amount_basis`` of the Table Schema), for rows that don't say; None where nobody knows."""
    fixes: tuple[str | Place, ...] = ()
    """Rules whose suggested fixes are accepted, and single rows in which they are."""
    typed: tuple[TypedCell, ...] = ()
    """Cells that a person typed in place of those that were sent."""
    history: tuple[EarlierReturn, ...] = ()
    """What the publisher published for other periods, to compare with; the nearest first."""
    sent_before: tuple[SentBefore, ...] = ()
    """Files with the same bytes as one of another return."""
    published: Published | None = None
    """What is published for the return now, which this would replace."""
    nil: bool = False
    """A statement that there was nothing to report; it has no files."""
    limits: Limits = msgspec.field(default_factory=Limits)
    today: datetime.date
    """The day on which it was sent: what is late, and which rules are in force."""

    @property
    def vat_basis(self) -> str | None:
        """What is known of VAT in the amounts: said for the publisher, or answered for this filing."""
        return self.answers.amount_basis or self.amount_basis


class FilingQuestion(msgspec.Struct, kw_only=True):
    """A question and the file that it is about."""

    file: str
    question: Question


class FilingReport(msgspec.Struct, kw_only=True):
    """What is said about a whole filing. Money is text in pounds, exact to the penny."""

    outcome: str
    """``read``, ``ask`` or ``refused``: the worst of its files."""
    refusal: Refusal | None = None
    questions: tuple[FilingQuestion, ...] = ()
    publisher_id: str | None = None
    regime: str | None = None
    period: str | None = None
    files: tuple[FileReport, ...] = ()
    rows: int = 0
    rows_in_error: int = 0
    accepted_rows: int = 0
    amount_total: str = "0.00"
    """Sum of every amount that could be read."""
    accepted_total: str = "0.00"
    """Sum of the rows that are not in error: what would be published."""
    amount_basis: tuple[str, ...] = ()
    """VAT treatments of those rows."""
    currencies: tuple[str, ...] = ()
    """Currencies of those rows; of several kinds, the sums above are for comparing machines alone, and are shown to nobody."""
    payment_dates: Dates | None = None
    errors: int = 0
    stops: int = 0
    """Findings that a person must acknowledge; ``to_acknowledge`` draws them together into what is said yes to."""
    warnings: int = 0
    rules: list[RuleCount] = []
    findings: list[dict[str, Any]] = []
    """Findings about no file in particular."""
    to_acknowledge: tuple[Stop, ...] = ()
    """What a person must say yes to before it is published, one by one."""
    doubts: Evidence = {}
    """What stands in its files that a person has been asked of, or would have been: what an answer is remembered of."""
    fixes: dict[str, int] = {}
    """Rule → cells changed by its accepted fixes; ``typed`` → cells that a person typed."""
    versions: dict[str, str] = {}
    """Of rules (with the Table Schema), titles, redactions and categories: with the record of the filing, enough to repeat the check."""


class Result(msgspec.Struct, kw_only=True):
    """How a run ended."""

    folder: Path
    report: FilingReport
    interrupted: bool = False
    """The machine stopped it; nothing is said about the filing, and another try may go well."""
    detail: str = ""
    """For the log."""
    seconds: float = 0.0
    processor_seconds: float = 0.0
    peak_bytes: int = 0

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing was read, if so."""
        return self.report.refusal

    @property
    def artefact(self) -> Path | None:
        """The artefact, where there is one."""
        path = self.folder / ARTEFACT
        return path if path.exists() else None
