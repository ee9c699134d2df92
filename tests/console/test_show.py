"""Figures in words."""

import datetime

import click
import msgspec
import pytest

from ckanext.spenddata.checks.reports.file_report import Dates, FileReport, TableSummary
from ckanext.spenddata.checks.reports.groups import Example, Group, by_rule
from ckanext.spenddata.console import show
from ckanext.spenddata.intake.reading import MappedColumn
from tests.checks.reports import made

MONTHS = ["April", "May", "June", "July", "August"]


def table(sheet: str | None, column: int = 3, **more: object) -> TableSummary:
    known: dict = {
        "sheet": sheet,
        "rows": 100,
        "mapping": {"amount": MappedColumn(title="Net", column=column, confidence=1.0, why="")},
        "left_out": {"blank": 2},
    }
    return made.table(**{**known, **more})


def report(*tables: TableSummary, **more: object) -> FileReport:
    known: dict = {"file": "a.xlsx", "format": "xlsx", "tables": tables, "rows": 500}
    return made.report(**{**known, **more})


def group(sheet: str | None, count: int, fixes: int = 0, **more: object) -> Group:
    known: dict = {
        "rule": "amount-dust",
        "title": "More than two decimals",
        "severity": "warning",
        "file": "a.xlsx",
        "rows": "rows 2–9",
        "columns": (3,),
        "examples": (Example(value="1.001", expected=None, fix="1.00" if fixes else None, count=count),),
        "expected": "Two decimals",
        "remedy": "Look at the amounts, and at what the spreadsheet did to them, before they are sent once more.",
        "basis": "A made-up guide",
        "url": "https://example.org/guide",
    }
    return Group(sheet=sheet, count=count, fixes=fixes, **{**known, **more})


def told(groups: list[Group], *tables: TableSummary, columns: int | None = None) -> list[str]:
    return [click.unstyle(line) for line in show.lines(report(*tables), by_rule(groups), columns)]


@pytest.mark.parametrize(
    ("text", "words"),
    [("0.00", "£0.00"), ("-0.05", "-£0.05"), ("1234567.89", "£1,234,567.89"), ("-1234.50", "-£1,234.50")],
)
def test_pounds(text: str, words: str) -> None:
    assert show.pounds(text) == words


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 byte"), (999, "999 bytes"), (1_200, "1.2 kB"), (158_160_317, "158.2 MB")]
)
def test_sizes(size: int, words: str) -> None:
    assert show.size(size) == words


def of_kind(total: str, basis: str, currency: str = "GBP") -> FileReport:
    empty = msgspec.convert(
        {
            **dict.fromkeys(("file", "sha256", "format", "outcome"), ""),
            **dict.fromkeys(("size", "lost_characters", "rows", "errors", "rows_in_error", "warnings"), 0),
            **{name: [] for name in ("questions", "notes", "tables", "rules", "findings")},
            **dict.fromkeys(("encoding", "refusal", "payment_dates")),
            "amount_total": total,
        },
        FileReport,
    )
    return msgspec.structs.replace(empty, amount_basis=(basis,), currencies=(currency,))


def test_files_with_and_without_vat_or_of_several_currencies_have_no_sum() -> None:
    net, gross = of_kind("100.50", "net_of_all_vat"), of_kind("20.00", "gross")
    assert show.total([net, net]) == "£201.00"
    assert show.total([net, of_kind("1.00", "unknown")]) == "£101.50"
    assert show.total([net, gross]).startswith("Mixed")
    assert show.total([of_kind("1.00", "gross", "EUR")]).startswith("Mixed")


def test_periods() -> None:
    first, last = datetime.date(2026, 4, 4), datetime.date(2026, 4, 30)
    assert show.period(Dates(first=first, last=last)) == "4 April 2026 to 30 April 2026"
    assert show.period(Dates(first=first, last=first)) == "4 April 2026"


def test_sheets_with_the_same_columns_are_told_once() -> None:
    words = told([], *map(table, MONTHS), table("Notes", column=4))
    assert (
        "  How the columns were read (5 sheets, April, May, June, July and August; header in row 1, 500 rows):" in words
    )
    assert "  How the columns were read (sheet Notes; header in row 1, 100 rows):" in words
    assert sum("column 3 “Net”" in line for line in words) == 1
    assert "  Left out: 10 blank rows" in words


def test_findings_of_many_sheets_are_one_entry() -> None:
    words = told([group(month, 1_000 + number) for number, month in enumerate(MONTHS)])
    assert "  ! 5,010  More than two decimals" in words
    assert (
        "           Sheet April, rows 2–9; sheet May, rows 2–9; sheet June, rows 2–9; 2 more sheets, column 3" in words
    )
    assert "           Sent: “1.001”" in words


def test_what_can_be_mended_at_once_is_told_last_and_in_short() -> None:
    words = told([group(None, 20_000, 20_000), group(None, 3, rule="other", title="Look at it")])
    assert words.index("  ! 3  Look at it") < words.index("  ! 20,000  More than two decimals")
    assert "            “1.001” → “1.00”, rows 2–9" in words
    assert not any("Look at the amounts" in line for line in words[words.index("  ! 20,000  More than two decimals") :])


def test_lines_are_folded_on_a_terminal_and_whole_in_a_pipe() -> None:
    narrow = told([group(None, 3)], table(None), columns=60)
    assert max(map(len, narrow)) <= 60
    wide = told([group(None, 3)], table(None))
    assert any(line.endswith("before they are sent once more.") and "Look at the amounts" in line for line in wide)


def test_what_is_no_cell_is_not_called_sent() -> None:
    words = told(
        [group(None, 1, columns=(), rows="", examples=(Example(value="9 rows", expected=None, fix=None, count=1),))]
    )
    assert "       The file as a whole" in words
    assert "       Found: 9 rows" in words


def test_of_many_names_the_first() -> None:
    assert show.named([str(number) for number in range(13)]).endswith("11 and 12")
    assert show.named([str(number) for number in range(40)]).endswith("10, 11 and 28 more")


def test_what_must_be_confirmed_is_counted_and_named() -> None:
    groups = by_rule([group("May", 1_200, rule="file-before", severity="stop", title="Sent before", remedy="")])
    lines = [click.unstyle(line) for line in show.lines(report(stops=1_200), groups, None)]
    assert "  1,200 to confirm: published only once a person has said for each that it is right, and why" in lines
    assert any(line.endswith("No errors; 1,200 to confirm before it is published.") for line in lines)


def test_notes_on_the_whole_file_are_told() -> None:
    lines = show.lines(report(table("May"), notes=("Dates are read with the day before the month.",)), [], None)
    assert "  · Dates are read with the day before the month." in [click.unstyle(line) for line in lines]


def test_some_fixes_of_several_findings_are_offered() -> None:
    lines = told([group("May", 3, fixes=2)], table("May"))
    assert any("2 suggested fixes: spenddata fix FILE OUT.csv --rule amount-dust" in line for line in lines)
