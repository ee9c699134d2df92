"""What a check found, in words for the person at the terminal. click drops the colours where the output is no terminal.

Lines are folded to the width of a terminal; in a pipe each thing said stays on one line, for programs that look for words.
"""

from __future__ import annotations

import datetime
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal

import click

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports.file_report import Dates, FileReport, TableSummary
from ckanext.spenddata.checks.reports.groups import Group, RuleGroup, by_rule, listed
from ckanext.spenddata.checks.reports.summary import left_out, tables_alike
from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.values.sums import never_in_one_sum
from ckanext.spenddata.values.text import counted

COLOURS = {finding.ERROR: "red", finding.STOP: "magenta", finding.WARNING: "yellow"}
MARKS = {finding.ERROR: "✗", finding.STOP: "■", finding.WARNING: "!"}
SURE = 0.9
"""Confidence from which a column's reading is shown without its reason."""
NAMED = 12
"""Sheets or columns named one by one."""
WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""


def file(report: FileReport, groups: Sequence[Group]) -> None:
    """Show what was found about one file."""
    for line in lines(report, by_rule(groups), width()):
        click.echo(line)


def width() -> int | None:
    """Columns of the terminal; None where the output is none."""
    return min(WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None


def fold(text: str, indent: int, columns: int | None, *, first: int | None = None) -> Iterator[str]:
    """``text`` with ``indent`` blanks in front (``first`` in its first line), folded to a number of columns."""
    begin = " " * (indent if first is None else first)
    if columns is None:
        yield begin + text
        return
    yield from textwrap.wrap(
        text,
        max(columns, indent + 20),
        initial_indent=begin,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def lines(report: FileReport, groups: Sequence[RuleGroup], columns: int | None = None) -> Iterator[str]:
    """The same, line by line."""
    encoding = f", {report.encoding}" if report.encoding else ""
    yield click.style(report.file, bold=True) + f"  {report.format.upper()}{encoding}, {size(report.size)}"
    if report.refusal:
        yield click.style("  ✗ Not read.", fg="red", bold=True)
        yield from fold(report.refusal.message, 4, columns)
        yield from fold(report.refusal.remedy, 4, columns)
        yield ""
        return
    dates = f", payments {period(report.payment_dates)}" if report.payment_dates else ""
    yield f"  {counted(report.rows, 'row')}{dates}, total {click.style(total([report]), bold=True)}"
    alike = tables_alike(report.tables)
    for tables in alike:
        yield from _tables(tables, columns, alone=len(alike) == 1)
    for note in report.notes:
        yield from fold(f"· {note}", 4, columns, first=2)
    yield ""
    yield from _questions(report, columns)
    errors, stops, warnings = (
        [group for group in groups if group.severity == severity]
        for severity in (finding.ERROR, finding.STOP, finding.WARNING)
    )
    unusable = f"{counted(report.rows_in_error, 'row')} would enter no figure"
    yield from _of(errors, counted(_count(errors), "error"), "red", unusable, columns)
    confirmed = "published only once a person has said for each that it is right, and why"
    yield from _of(stops, f"{_count(stops):,} to confirm", "magenta", confirmed, columns)
    yield from _warnings(warnings, columns)
    yield _verdict(report)
    yield ""


def _tables(tables: Sequence[TableSummary], columns: int | None, *, alone: bool) -> Iterator[str]:
    """How tables of one layout were read."""
    first = tables[0]
    sheets = [table.sheet for table in tables if table.sheet]
    place = (
        f"sheet {sheets[0]}" if len(sheets) == 1 else f"{len(sheets)} sheets, {named(sheets)}" if sheets else "table"
    )
    header = f"header in row {first.header_row}" if first.header_row else "no header"
    rows = "" if alone else ", " + counted(sum(table.rows for table in tables), "row")
    yield from fold(f"How the columns were read ({place}; {header}{rows}):", 4, columns, first=2)
    wide = max(map(len, first.mapping), default=0)
    last = max((len(str(column.column)) for column in first.mapping.values()), default=0)
    for field, column in first.mapping.items():
        yield f"    {field:<{wide}}  column {column.column:>{last}} “{column.title}”"
        if column.confidence < SURE:
            for line in fold(f"{column.confidence:.0%} sure: {column.why}", wide + 6, columns):
                yield click.style(line, fg="cyan")
    if unmapped := list(dict.fromkeys(title for table in tables for title in table.unmapped)):
        yield from fold(
            f"Not used, and never published: {named([f'“{title}”' for title in unmapped])}", 4, columns, first=2
        )
    if any(table.left_out for table in tables):
        yield from fold(f"Left out: {listed(list(left_out(*tables)))}", 4, columns, first=2)


def _questions(report: FileReport, columns: int | None) -> Iterator[str]:
    if not report.questions:
        return
    asked = f"  {counted(len(report.questions), 'question')} to answer before the figures can be trusted"
    yield click.style(asked, fg="magenta", bold=True)
    for question in report.questions:
        place = f" (sheet {question.sheet})" if question.sheet else ""
        yield from fold(f"? {question.field}{place}: {question.why}", 4, columns, first=2)
        if question.candidates:
            yield from fold(f"Answers: {', '.join(question.candidates)}", 6, columns)
    yield ""


def _of(groups: Sequence[RuleGroup], words: str, colour: str, meaning: str, columns: int | None) -> Iterator[str]:
    """Findings of one severity, below how many they are and what that means."""
    if groups:
        yield f"{click.style(f'  {words}', fg=colour, bold=True)}: {meaning}"
        yield from _groups(groups, columns)
        yield ""


def _warnings(groups: Sequence[RuleGroup], columns: int | None) -> Iterator[str]:
    """Warnings to look at, and below them in short those that are mended by accepting their fixes."""
    if not groups:
        return
    number = click.style(f"  {counted(_count(groups), 'warning')}", fg="yellow", bold=True)
    yield f"{number}: published as known limits"
    yield from _groups([group for group in groups if not group.mendable], columns)
    mendable = [group for group in groups if group.mendable]
    if mendable:
        which = "All" if len(mendable) == len(groups) else f"{_count(mendable):,}"
        yield from fold(
            f"{which} of them {'is' if which == '1' else 'are'} mended by: spenddata fix FILE OUT.csv (with the same options)",
            4,
            columns,
            first=2,
        )
        wide = _wide(mendable)
        for group in mendable:
            yield _heading(group, wide)
            yield from fold(_mended(group), wide + 6, columns)
    yield ""


def _count(groups: Sequence[RuleGroup]) -> int:
    return sum(group.count for group in groups)


def _groups(groups: Sequence[RuleGroup], columns: int | None) -> Iterator[str]:
    wide = _wide(groups)
    for group in groups:
        yield _heading(group, wide)
        for words in _group_lines(group):
            yield from fold(words, wide + 6, columns)


def _wide(groups: Sequence[RuleGroup]) -> int:
    return max((len(f"{group.count:,}") for group in groups), default=0)


def _heading(group: RuleGroup, wide: int) -> str:
    mark = click.style(MARKS[group.severity], fg=COLOURS[group.severity])
    return f"  {mark} {group.count:>{wide},}  {click.style(group.title, bold=True)}"


def _group_lines(group: RuleGroup) -> Iterator[str]:
    yield group.where or "The file as a whole"
    if group.examples and group.columns:
        yield f"Sent: {', '.join(f'“{example.value}”' for example in group.examples)}"
    elif group.examples:
        yield f"Found: {', '.join(str(example.value) for example in group.examples)}"
    yield f"Expected: {group.expected}"
    if group.remedy:
        yield f"What to do: {group.remedy}"
    if group.fixes:
        yield f"{counted(group.fixes, 'suggested fix', 'suggested fixes')}: spenddata fix FILE OUT.csv --rule {group.rule}"


def _mended(group: RuleGroup) -> str:
    example = next((f"“{each.value}” → “{each.fix}”" for each in group.examples if each.fix is not None), "")
    return ", ".join(filter(None, (example, group.place if len(group.places) == 1 else "")))


def _verdict(report: FileReport) -> str:
    if report.outcome == Outcome.ASK:
        return click.style("  Answer the questions, then check again.", fg="magenta")
    if report.errors:
        return click.style(f"  {counted(report.errors, 'error')} to fix.", fg="red")
    if report.stops:
        return click.style(f"  No errors; {report.stops:,} to confirm before it is published.", fg="magenta")
    if report.warnings:
        return click.style(f"  No errors, {counted(report.warnings, 'warning')}.", fg="yellow")
    return click.style("  ✓ Nothing wrong.", fg="green")


def end(reports: Sequence[FileReport]) -> None:
    """Sum up several files."""
    if len(reports) < 2:
        return
    refused = sum(report.outcome == Outcome.REFUSED for report in reports)
    asked = sum(report.outcome == Outcome.ASK for report in reports)
    wrong = sum(bool(report.errors) and report.outcome == Outcome.READ for report in reports)
    stopped = sum(bool(report.stops) and not report.errors and report.outcome == Outcome.READ for report in reports)
    parts = [
        (len(reports) - refused - asked - wrong - stopped, "without errors"),
        (wrong, "with errors"),
        (stopped, "to confirm"),
        (asked, "with questions"),
        (refused, "refused"),
    ]
    click.echo(
        f"{counted(len(reports), 'file')}: " + ", ".join(f"{number} {words}" for number, words in parts if number)
    )


def named(words: Sequence[str]) -> str:
    """``a, b and c``; of many the first, and how many more."""
    more = len(words) - NAMED
    return listed([*words[:NAMED], f"{more:,} more"] if more > 1 else list(words))


def total(reports: Sequence[FileReport]) -> str:
    """The sum of the amounts of files; *Mixed* where they are of kinds that are never in one sum."""
    bases = {basis for report in reports for basis in report.amount_basis}
    currencies = {currency for report in reports for currency in report.currencies}
    if never_in_one_sum(bases, currencies):
        return "Mixed (amounts with and without VAT, or in other currencies, are never in one sum)"
    return pounds(str(sum((Decimal(report.amount_total) for report in reports), Decimal())))


def pounds(text: str) -> str:
    """``-1234.50`` as ``-£1,234.50``."""
    whole, _, pence = text.removeprefix("-").partition(".")
    return f"{'-' if text.startswith('-') else ''}£{int(whole):,}.{pence}"


def size(number: int) -> str:
    """Bytes in words."""
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= least:
            return f"{number / least:,.1f} {unit}"
    return counted(number, "byte")


def period(dates: Dates) -> str:
    """``1 April 2026 to 30 April 2026``."""
    return day(dates.first) if dates.first == dates.last else f"{day(dates.first)} to {day(dates.last)}"


def day(date: datetime.date) -> str:
    """``4 April 2026``."""
    return f"{date.day} {date:%B %Y}"
