"""The publisher's spreadsheet comes back whole: every cell as sent, the wrong ones marked, none run."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports import marked
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.grid import Grid
from tests.intake.grids import from_rows

ROWS = [
    ["Spending of May"],
    [],
    ["Supplier", "Ref", "Amount"],
    ["Alder Ltd", "00123", "12OO"],
    ["=HYPERLINK(A1)", "7", "-12.50"],
    ["", "8", "99.5"],
]


@pytest.fixture
def grid() -> Grid:
    return from_rows(ROWS)


def opened(grids: list[Grid], findings: pl.DataFrame, rules: dict[str, Rule], out: Path) -> openpyxl.Workbook:
    marked.write(grids, findings, rules, out)
    return openpyxl.load_workbook(out)


def test_every_cell_is_there_as_it_was_sent(
    grid: Grid, findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path
) -> None:
    sheet = opened([grid], findings, rules, tmp_path / "m.xlsx")["Spend"]
    shown = [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
    assert shown == [
        ["Spending of May", "", ""],
        ["", "", ""],
        ["Supplier", "Ref", "Amount"],
        ["Alder Ltd", "00123", "12OO"],
        ["=HYPERLINK(A1)", 7, -12.5],
        ["", 8, 99.5],
    ]
    assert sheet["C5"].number_format == "0.00"
    assert sheet["A5"].data_type == "s", "no formula"


def test_wrong_cells_are_coloured_and_say_why(
    grid: Grid, findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path
) -> None:
    sheet = opened([grid], findings, rules, tmp_path / "m.xlsx")["Spend"]
    commented = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(commented) == {"C4", "C5", "A6"}
    assert commented["C4"] == "Amount unreadable. Expected: an amount in pounds and pence. Suggested: 1200.00"
    colours = {
        cell.coordinate: cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row if cell.fill.fill_type
    }
    assert set(colours) == set(commented)
    assert colours["C4"] != colours["C5"]


def test_every_sheet_comes_back_each_with_its_own_marks(
    findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path
) -> None:
    grids = [from_rows([["note"]], "Read/me"), from_rows(ROWS, "May"), from_rows([], "may ")]
    in_may = findings.with_columns(pl.lit("May").alias("sheet"))
    workbook = opened(grids, in_may, rules, tmp_path / "m.xlsx")
    assert workbook.sheetnames == ["Read me", "May", "may (2)", "What was found"]
    assert workbook["May"]["C4"].comment is not None
    assert workbook["Read me"]["A1"].comment is None


def test_what_was_found_is_listed(grid: Grid, findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path) -> None:
    sheet = opened([grid], findings, rules, tmp_path / "m.xlsx")["What was found"]
    assert [cell.value for cell in sheet[2]][:3] == ["Amount unreadable", "error", 1]
    assert sheet.max_row == 1 + 4


def test_a_sheet_longer_than_a_workbook_allows_goes_on_in_another(
    findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked, "SHEET_ROWS", 4)
    workbook = opened([from_rows(ROWS)], findings, rules, tmp_path / "m.xlsx")
    assert workbook.sheetnames == ["Spend", "Spend (2)", "What was found"]
    assert workbook["Spend (2)"]["C1"].comment is not None, "row 5 of the file"


def test_comments_end_and_colours_do_not(
    grid: Grid, findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked, "COMMENTS", 1)
    sheet = opened([grid], findings, rules, tmp_path / "m.xlsx")["Spend"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert sum(cell.comment is not None for cell in cells) == 1
    assert sum(cell.fill.fill_type is not None for cell in cells) == 3


def test_two_findings_of_a_cell_share_its_comment(rules: dict[str, Rule]) -> None:
    two = pl.DataFrame(
        [
            {"rule": "below-threshold", "severity": "warning", "row": 2, "column": 1, "expected": "a"},
            {"rule": "amount-type", "severity": "error", "row": 2, "column": 1, "expected": "b"},
        ],
        schema=finding.SCHEMA,
    )
    mark = marked.marks_of(two, rules)[2][1]
    assert mark.severity == "error"
    assert len(mark.words) == 2


def test_same_input_same_bytes(grid: Grid, findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        marked.write([grid], findings, rules, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
