"""What a check found, in words for the person at the terminal. click drops the colours where the output is no terminal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import click

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports.file_report import Dates, FileReport, Table
from ckanext.spenddata.checks.reports.groups import Group, listed
from ckanext.spenddata.checks.reports.summary import left_out
from ckanext.spenddata.intake.reading import Outcome

COLOURS = {finding.ERROR: "red", finding.WARNING: "yellow"}
MARKS = {finding.ERROR: "✗", finding.WARNING: "!"}
SURE = 0.9
"""Confidence from which a column's reading is shown without its reason."""


def file(report: FileReport, groups: Sequence[Group]) -> None:
    """Show what was found about one file."""
    for line in lines(report, groups):
        click.echo(line)


def lines(report: FileReport, groups: Sequence[Group]) -> Iterator[str]:
    """The same, line by line."""
    encoding = f", {report.encoding}" if report.encoding else ""
    yield click.style(report.file, bold=True) + f"  {report.format.upper()}{encoding}, {size(report.size)}"
    if report.refusal:
        yield click.style("  ✗ Not read. ", fg="red", bold=True) + report.refusal.message
        yield f"    {report.refusal.remedy}"
        yield ""
        return
    dates = f", payments {period(report.payment_dates)}" if report.payment_dates else ""
    yield f"  {count(report.rows, 'row')}{dates}, total {click.style(pounds(report.amount_total), bold=True)}"
    for table in report.tables:
        yield from _table(table, alone=len(report.tables) == 1)
    yield from (f"  · {note}" for note in report.notes)
    yield ""
    yield from _questions(report)
    for severity in (finding.ERROR, finding.WARNING):
        yield from _severity(severity, [group for group in groups if group.severity == severity], report.rows_in_error)
    yield _verdict(report)
    yield ""


def _table(table: Table, *, alone: bool) -> Iterator[str]:
    place = f"sheet {table.sheet}" if table.sheet else "table"
    header = f"header in row {table.header_row}" if table.header_row else "no header"
    yield f"  How the columns were read ({place}, {header}{'' if alone else ', ' + count(table.rows, 'row')}):"
    width = max(map(len, table.mapping), default=0)
    for field, column in table.mapping.items():
        reason = (
            "" if column.confidence >= SURE else click.style(f"  {column.confidence:.0%} sure: {column.why}", fg="cyan")
        )
        yield f"    {field:<{width}}  column {column.column} “{column.title}”{reason}"
    if table.unmapped:
        yield f"  Not used, and never published: {listed([f'“{title}”' for title in table.unmapped])}"
    if table.left_out:
        yield f"  Left out: {listed(list(left_out(table)))}"


def _questions(report: FileReport) -> Iterator[str]:
    if not report.questions:
        return
    yield click.style(
        f"  {count(len(report.questions), 'question')} to answer before the figures can be trusted",
        fg="magenta",
        bold=True,
    )
    for question in report.questions:
        place = f" (sheet {question.sheet})" if question.sheet else ""
        yield f"  ? {question.field}{place}: {question.why}"
        if question.candidates:
            yield f"      Answers: {', '.join(question.candidates)}"
    yield ""


def _severity(severity: str, groups: Sequence[Group], rows_in_error: int) -> Iterator[str]:
    if not groups:
        return
    number = count(sum(group.count for group in groups), severity)
    means = (
        f": {count(rows_in_error, 'row')} would enter no figure"
        if severity == finding.ERROR
        else ": published as known limits"
    )
    yield click.style(f"  {number}", fg=COLOURS[severity], bold=True) + means
    for group in groups:
        yield from _group(group)
    yield ""


def _group(group: Group) -> Iterator[str]:
    place = [f"sheet {group.sheet}"] if group.sheet else []
    place += [group.rows] if group.rows else ["the file as a whole"]
    if len(group.columns) == 1:
        place.append(f"column {group.columns[0]}")
    mark = click.style(MARKS[group.severity], fg=COLOURS[group.severity])
    yield f"  {mark} {click.style(group.title, bold=True)} ({group.count:,})  {', '.join(place)}"
    if group.examples:
        yield f"      Sent: {', '.join(f'“{example.value}”' for example in group.examples)}"
    yield f"      Expected: {group.expected}"
    if group.remedy:
        yield f"      {group.remedy}"
    if group.fixes:
        yield f"      {count(group.fixes, 'suggested fix', 'suggested fixes')}: spenddata fix FILE OUT.csv --rule {group.rule}"


def _verdict(report: FileReport) -> str:
    if report.outcome == Outcome.ASK:
        return click.style("  Answer the questions, then check again.", fg="magenta")
    if report.errors:
        return click.style(f"  {count(report.errors, 'error')} to fix.", fg="red")
    if report.warnings:
        return click.style(f"  No errors, {count(report.warnings, 'warning')}.", fg="yellow")
    return click.style("  ✓ Nothing wrong.", fg="green")


def end(reports: Sequence[FileReport]) -> None:
    """Sum up several files."""
    if len(reports) < 2:
        return
    refused = sum(report.outcome == Outcome.REFUSED for report in reports)
    asked = sum(report.outcome == Outcome.ASK for report in reports)
    wrong = sum(bool(report.errors) and report.outcome == Outcome.READ for report in reports)
    parts = [
        (len(reports) - refused - asked - wrong, "without errors"),
        (wrong, "with errors"),
        (asked, "with questions"),
        (refused, "refused"),
    ]
    click.echo(f"{count(len(reports), 'file')}: " + ", ".join(f"{number} {words}" for number, words in parts if number))


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 row``, ``1,200 rows``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def pounds(text: str) -> str:
    """``-1234.50`` as ``-£1,234.50``."""
    whole, _, pence = text.removeprefix("-").partition(".")
    return f"{'-' if text.startswith('-') else ''}£{int(whole):,}.{pence}"


def size(number: int) -> str:
    """Bytes in words."""
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= least:
            return f"{number / least:,.1f} {unit}"
    return count(number, "byte")


def period(dates: Dates) -> str:
    """``1 April 2026 to 30 April 2026``."""
    return day(dates.first) if dates.first == dates.last else f"{day(dates.first)} to {day(dates.last)}"


def day(date: datetime.date) -> str:
    """``4 April 2026``."""
    return f"{date.day} {date:%B %Y}"
