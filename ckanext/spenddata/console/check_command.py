"""``spenddata check``: one file after the other, each read and checked by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec
import polars as pl

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports import findings_csv, marked, summary
from ckanext.spenddata.checks.reports.file_report import FileReport, file_report
from ckanext.spenddata.checks.reports.groups import Group, group
from ckanext.spenddata.checks.stops import Stop
from ckanext.spenddata.console import show
from ckanext.spenddata.console.progress import Progress
from ckanext.spenddata.console.request import LAPTOP_LIMITS, filing_of, load_definitions
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.cells import cells
from ckanext.spenddata.intake.reading import Outcome, Reading
from ckanext.spenddata.pipeline.checked import process, to_acknowledge

CLEAN, WRONG, REFUSED = 0, 1, 3
"""Exit statuses, the worst of the files' counting."""


class CheckReport(FileReport, kw_only=True):
    """The report of one file on the command line: with what a person must say yes to before it is published."""

    to_acknowledge: tuple[Stop, ...]


@dataclass(frozen=True)
class CheckedFile:
    """One file, read and checked."""

    path: Path
    reading: Reading
    findings: pl.DataFrame
    report: CheckReport

    @property
    def status(self) -> int:
        """Exit status."""
        if self.report.outcome == Outcome.REFUSED:
            return REFUSED
        asks = self.report.stops or self.report.outcome == Outcome.ASK
        return WRONG if self.report.errors or asks else CLEAN


def run(files: Sequence[Path], **options: Any) -> int:
    """Check files, write what was asked for, and give the exit status."""
    known = load_definitions(options["definitions"])
    rules = known.rules_under(options["regime"])
    results = []
    for path in files:
        with Progress(path) as progress:
            results.append(check_file(path, options, known, progress))
        if not options["as_json"]:
            show.file(results[-1].report, group(results[-1].findings, rules))
    _write(results, options, rules)
    if options["as_json"]:
        click.echo(as_json([result.report for result in results], with_findings=options["findings"] is None))
    else:
        show.end([result.report for result in results])
    return max(result.status for result in results)


def check_file(
    path: Path, options: Mapping[str, Any], known: Definitions, progress: Progress | None = None
) -> CheckedFile:
    """Read and check one file."""
    checked = process(filing_of(path, options, known), known, progress.say if progress else None)
    [reading] = checked.readings
    findings = checked.findings.with_columns(pl.col("file").fill_null(reading.file.name))
    report = file_report(reading, checked.rows, findings, every_finding=True)
    asked = to_acknowledge(checked, known, options["regime"])
    return CheckedFile(path, reading, findings, CheckReport(**msgspec.structs.asdict(report), to_acknowledge=asked))


def as_json(reports: Sequence[CheckReport], *, with_findings: bool = True) -> str:
    """The list of reports as JSON, on lines of its own where people may look at it."""
    if not with_findings:
        reports = [msgspec.structs.replace(report, findings=[]) for report in reports]
    return msgspec.json.format(msgspec.json.encode(reports), indent=1).decode()


def _write(results: Sequence[CheckedFile], options: Mapping[str, Any], rules: Mapping[str, Rule]) -> None:
    """The files that were asked for beside the words."""
    if options["findings"]:
        every = pl.concat([finding.empty(), *(result.findings for result in results)])
        findings_csv.write(every, rules, options["findings"])
    if options["marked"]:
        [result] = results
        grids = [] if result.reading.refusal else cells(result.path, LAPTOP_LIMITS)
        marked.write(grids, result.findings, rules, options["marked"])
    if options["summary"]:
        groups = [one for result in results for one in group(result.findings, rules)]
        heading = "Check of " + ", ".join(result.path.name for result in results)
        page = summary.page(heading, _facts(results, groups), [result.report for result in results], groups)
        options["summary"].write_text(page, encoding="utf-8")


def _facts(results: Sequence[CheckedFile], groups: Sequence[Group]) -> dict[str, str]:
    rows = sum(result.report.rows for result in results)
    counts = Counter[str]()
    for one in groups:
        counts[one.severity] += one.count
    return {
        "Rows": f"{rows:,}",
        "Total": show.total([result.report for result in results]),
        "Errors": f"{counts[finding.ERROR]:,}",
        "To confirm": f"{counts[finding.STOP]:,}",
        "Warnings": f"{counts[finding.WARNING]:,}",
    }
