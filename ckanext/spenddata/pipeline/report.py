"""What is said about a filing: its files one by one, and all together."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks import sums
from ckanext.spenddata.checks.reports import file_report as reports
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.filing import Filing, FilingQuestion, FilingReport
from ckanext.spenddata.intake import doubts
from ckanext.spenddata.intake.reading import Question
from ckanext.spenddata.pipeline.checked import Checked, to_acknowledge
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import vat
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.text import counted


def report_on(filing: Filing, checked: Checked, definitions: Definitions) -> FilingReport:
    """What is said about a filing: its files one by one, and all together."""
    rows, findings = checked.rows, checked.findings
    in_error = finding.rows_in_error(findings)
    severities = reports.count_severities(findings)
    error_total = int(rows.frame["amount"].gather(in_error).sum() or 0) if "amount" in rows.fields else 0
    silent = where_silent(filing)
    return FilingReport(
        outcome=str(checked.outcome),
        refusal=checked.refusal,
        questions=(
            *(FilingQuestion(file=r.file.name, question=q) for r in checked.readings for q in r.questions),
            *_asked_of_publisher(filing, rows),
        ),
        publisher_id=filing.publisher.publisher_id if filing.publisher else None,
        regime=filing.regime,
        period=filing.period,
        files=tuple(
            reports.file_report(
                reading,
                reports.rows_of(rows, reading.file.name),
                findings,
                every_finding=False,
                basis=silent["amount_basis"],
            )
            for reading in checked.readings
        ),
        rows=len(rows),
        rows_in_error=len(in_error),
        accepted_rows=len(rows) - len(in_error),
        amount_total=reports.pounds(rows.amount_total()),
        accepted_total=reports.pounds(rows.amount_total() - error_total),
        amount_basis=_values(rows, "amount_basis", silent["amount_basis"], in_error),
        currencies=_values(rows, "currency", silent["currency"], in_error),
        payment_dates=reports.payment_dates(rows.frame),
        errors=severities.get(finding.ERROR, 0),
        stops=severities.get(finding.STOP, 0),
        warnings=severities.get(finding.WARNING, 0),
        rules=reports.count_rules(findings),
        findings=reports.listed(findings.filter(pl.col("file").is_null())),
        to_acknowledge=to_acknowledge(checked, definitions, filing.regime, filing.vat_basis),
        doubts=doubts.together([reading.doubts for reading in checked.readings]),
        fixes=dict(checked.changes.group_by("rule").len().sort("rule").iter_rows()),
        versions={
            "rules": definitions.rules_version,
            "categories": definitions.category_version,
            "titles": definitions.version_of("titles.csv", "short_words.csv"),
            "redactions": definitions.version_of("redactions.yaml"),
        },
    )


def where_silent(filing: Filing) -> dict[str, str]:
    """What holds of amounts of which a file says nothing: their currency, and what they include of VAT."""
    return {"currency": STERLING, "amount_basis": filing.vat_basis or vat.UNKNOWN}


def _values(rows: Rows, field: str, silent: str, in_error: pl.Series) -> tuple[str, ...]:
    """The different values of a field in the rows that aren't in error, sorted; ``silent`` where a row says none."""
    wrong = pl.int_range(len(rows)).is_in(in_error.implode())
    return sums.kinds(rows.frame.filter(~wrong), field, silent)


def _asked_of_publisher(filing: Filing, rows: Rows) -> Iterator[FilingQuestion]:
    """What the publisher is asked once for all its files: whether its amounts include VAT, where no title says so."""
    if filing.publisher and filing.vat_basis is None and "amount_basis" in rows.frame.columns:
        count = int((rows.frame["amount_basis"] == vat.UNKNOWN).sum())
        if count:
            why = f"Nothing says whether VAT is in {counted(count, 'amount')}. Figures with and without VAT are never compared."
            yield FilingQuestion(file="", question=Question("amount_basis", vat.BASES, why, blocking=False))
