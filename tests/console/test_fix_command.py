"""Fixes laid over a file's own cells: which step counts, in which unit, and what stands in no cell of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import polars as pl
import pytest

from ckanext.spenddata.console import fix_command
from tests.intake.grids import from_rows

SCHEMA = {
    "index": pl.Int64,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.Int64,
    "field": pl.String,
    "before": pl.String,
    "after": pl.String,
    "rule": pl.String,
}
ROWS = [["Date", "Amount"], ["1.4.26", "12.50"], ["02/04/2026", "7"]]


def log(*changes: dict[str, Any]) -> pl.DataFrame:
    """A log of fixes, in the order of its lines."""
    plain = {"sheet": None, "row": 2, "column": 1, "field": "payment_date", "before": None, "after": "", "rule": "r"}
    return pl.DataFrame([{"index": n, **plain, **each} for n, each in enumerate(changes)], SCHEMA)


def cells(grid: Any) -> list[list[str | None]]:
    return [list(row) for row in grid.cells.rows()]


def test_the_last_step_of_a_cell_counts_and_all_others_stay():
    grid = from_rows(ROWS)
    found = fix_command.changed(
        grid, log({"after": "01/04/26"}, {"after": "2026-04-01"}, {"row": 3, "column": 2, "after": "7.00"})
    )
    assert cells(found) == [["Date", "Amount"], ["2026-04-01", "12.50"], ["02/04/2026", "7.00"]]
    assert cells(grid)[1][0] == "1.4.26", "the grid that came in stays"


def test_a_cell_that_is_emptied_is_empty():
    assert cells(fix_command.changed(from_rows(ROWS), log({"after": ""})))[1] == [None, "12.50"]


def test_another_sheet_s_fixes_are_not_laid_over_this_one():
    assert cells(fix_command.changed(from_rows(ROWS), log({"sheet": "April", "after": "x"}))) == cells(from_rows(ROWS))


def test_a_log_begins_with_the_words_of_the_file():
    steps = log({"before": "as read", "after": "01/04/26"}, {"before": "01/04/26", "after": "2026-04-01"})
    found = fix_command._as_in_file(steps, [from_rows(ROWS)])
    assert found["before"].to_list() == ["1.4.26", "01/04/26"]


def test_a_value_that_stands_in_no_cell_is_not_in_the_log():
    grid = from_rows([["Amount", "Credit"], ["", "12.50"]])
    elsewhere = log(
        {"column": 1, "field": "amount", "before": "12.50", "after": "-12.50"}, {"column": None, "after": "x"}
    )
    assert fix_command._as_in_file(elsewhere, [grid]).height == 0


@pytest.mark.parametrize(("unit", "after"), [("pounds", "1234.50"), ("pence", "123450"), ("thousands", "1.2345")])
def test_amounts_are_written_in_the_unit_of_their_sheet(unit, after):
    steps = log({"field": "amount", "after": "1234.50"}, {"after": "2026-04-01"}, {"field": "amount", "after": ""})
    assert fix_command._in_units(steps, {None: unit})["after"].to_list() == [after, "2026-04-01", ""]


def test_each_sheet_has_its_own_unit():
    steps = log(*({"field": "amount", "sheet": sheet, "after": "5.00"} for sheet in ("April", "May")))
    assert fix_command._in_units(steps, {"April": "pence", "May": "pounds"})["after"].to_list() == ["500", "5.00"]


def test_sheets_stand_one_below_the_other_with_a_blank_row_between(tmp_path: Path):
    out = tmp_path / "out.csv"
    fix_command.write([from_rows([["a", "b"]]), from_rows([["c", "d", "e"]])], out)
    assert out.read_bytes() == b"a,b,\r\n,,\r\nc,d,e\r\n"


@pytest.mark.parametrize("out", ["spend.csv", "./spend.csv"])
def test_the_file_itself_stays(tmp_path: Path, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(click.BadParameter, match="stays as it is"):
        fix_command._check_out(Path("spend.csv"), Path(out), Path("spend.fixes.csv"))
    with pytest.raises(click.BadParameter, match="stays as it is"):
        fix_command._check_out(Path("spend.fixes.csv"), Path("spend.csv"), Path("spend.fixes.csv"))


@pytest.mark.parametrize(
    ("out", "fits"), [("o.csv", True), ("o.txt", True), ("o", True), ("o.CSV", True), ("o.xlsx", False)]
)
def test_what_is_written_is_called_what_it_is(out, fits):
    if fits:
        fix_command._check_out(Path("spend.xlsx"), Path(out), Path("o.fixes.csv"))
    else:
        with pytest.raises(click.BadParameter, match=r"ends in \.csv"):
            fix_command._check_out(Path("spend.xlsx"), Path(out), Path("o.fixes.csv"))


def test_what_changes_is_told_by_rule_and_cell_by_cell(capsys):
    changes = [{"row": n, "before": "a", "after": "b", "rule": "date"} for n in range(1, 25)]
    fix_command._tell(log(*changes, {"row": 1, "before": "b", "after": "c", "rule": "trim"}), derived=2, questions=1)
    lines = click.unstyle(capsys.readouterr().out).splitlines()
    assert lines[0] == "24 cells to change: date 24, trim 1"
    assert lines[1] == "  row 1, column 1 (payment_date): “a” → “c”"
    assert len([line for line in lines if line.startswith("  row")]) == fix_command.SHOWN
    assert "  … and 4 more, all in the log" in lines
    assert any(line.startswith("2 fixes of values that stand in no column") for line in lines)
    assert any("1 question about the file is still open" in line for line in lines)
