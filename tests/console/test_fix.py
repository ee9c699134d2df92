"""``spenddata fix``: only what was suggested changes, everything else stays, and the log has it all."""

import csv
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import Result

from tests.console.conftest import ABOUT, HEADER, SOUND

SHARED = Path(os.environ.get("SPENDDATA_SHARED", Path(__file__).resolve().parents[3] / "shared"))
REAL = sorted(path for path in (SHARED / "data" / "real").glob("*/*") if path.is_file())
Command = Callable[..., Result]


def cells(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.reader(text))


def test_only_the_suggested_cells_change(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    before = faulty.read_bytes()
    assert spenddata("fix", faulty, out, *ABOUT).exit_code == 0
    changed = {
        (row, column): (old, new)
        for row, (left, right) in enumerate(zip(cells(faulty), cells(out), strict=True), start=1)
        for column, (old, new) in enumerate(zip(left, right, strict=True), start=1)
        if old != new
    }
    assert changed == {(5, 8): ("£50,000.00", "50000.00"), (5, 6): ("REDCATED PERSONAL DATA", "REDACTED PERSONAL DATA")}
    assert faulty.read_bytes() == before
    log = cells(tmp_path / "out.fixes.csv")
    assert {(int(line[2]), int(line[3])): (line[5], line[6]) for line in log[1:]} == changed


def test_one_rule_alone(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    spenddata("fix", faulty, out, "--rule", "redaction-misspelt", *ABOUT)
    assert cells(out)[4][7] == "£50,000.00"
    assert cells(out)[4][5] == "REDACTED PERSONAL DATA"


def test_a_preview_writes_nothing(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    result = spenddata("fix", faulty, tmp_path / "out.csv", "--preview", *ABOUT)
    assert "row 5, column 6 (supplier_name): “REDCATED PERSONAL DATA” → “REDACTED PERSONAL DATA”" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["faulty.csv"]


def test_what_is_fixed_is_not_found_again(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    spenddata("fix", faulty, out, *ABOUT)
    again = spenddata("fix", out, tmp_path / "again.csv", *ABOUT)
    assert "0 cells to change" in again.stdout
    assert cells(tmp_path / "again.csv") == cells(out)


def test_one_run_reaches_the_end(spenddata: Command, tmp_path: Path) -> None:
    path, out = tmp_path / "may.csv", tmp_path / "out.csv"
    path.write_text(HEADER + SOUND + SOUND.replace("Alder Ltd", '"REDCATED  PERSONAL DATA"'))
    result = spenddata("fix", path, out, *ABOUT)
    assert "1 cell to change: redaction-misspelt 1, text-spacing 1" in result.stdout
    assert "“REDCATED  PERSONAL DATA” → “REDACTED PERSONAL DATA”" in result.stdout
    assert cells(out)[3][5] == "REDACTED PERSONAL DATA"
    steps = [(line[5], line[6]) for line in cells(tmp_path / "out.fixes.csv")[1:]]
    assert len(steps) == 2
    assert steps[0][0] == "REDCATED  PERSONAL DATA"
    assert steps[0][1] == steps[1][0]
    assert steps[1][1] == "REDACTED PERSONAL DATA"


def test_amounts_stay_in_the_unit_of_the_file(spenddata: Command, tmp_path: Path) -> None:
    path, out = tmp_path / "may.csv", tmp_path / "out.csv"
    path.write_text(HEADER + SOUND.replace("25000.50", '"£2,500,050"').replace("30000.25", "3000025"))
    spenddata("fix", path, out, "--unit", "pence", *ABOUT)
    assert [line[7] for line in cells(out)[1:]] == ["2500050", "3000025"]
    path.write_text(HEADER + SOUND.replace("25000.50", '"£1,250.5"').replace("30000.25", "30"))
    spenddata("fix", path, out, "--unit", "thousands", *ABOUT)
    assert [line[7] for line in cells(out)[1:]] == ["1250.5", "30"]


def test_an_amount_from_a_column_for_credits_is_left_there(spenddata: Command, tmp_path: Path) -> None:
    path, out = tmp_path / "may.csv", tmp_path / "out.csv"
    lines = [
        f'Example Agency,{day:02d}/05/2026,Alder Ltd,{5000000 + day},"£{day},000.00",,Trains' for day in range(1, 20)
    ]
    lines[3] = lines[3].replace('"£4,000.00",', ',"£4,000.00"')
    path.write_text("Entity,Date,Supplier,Transaction number,Debit,Credit,Description\n" + "\n".join(lines) + "\n")
    result = spenddata("fix", path, out, "--rule", "amount-written-with-signs", "--rule", "amount-written-negative")
    assert "18 cells to change" in result.stdout
    assert "1 fix of values that stand in no column of their own" in result.stdout
    assert cells(out)[4][4:6] == ["", "£4,000.00"]
    [before] = json.loads(spenddata("check", path, "--json").stdout)
    [after] = json.loads(spenddata("check", out, "--json").stdout)
    assert before["amount_total"] == after["amount_total"] == "182000.00"


def test_sheets_stand_one_below_the_other(spenddata: Command, tmp_path: Path) -> None:
    path, out = tmp_path / "quarter.xlsx", tmp_path / "out.csv"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for month, others, pounds in (("April", 0, "1"), ("May", 2, "2")):
            sheet = workbook.add_worksheet(month)
            sheet.write_row(0, 0, HEADER.strip().split(",") + ["More"] * others)
            for row in (1, 2, 3):
                sheet.write_row(row, 0, [*SOUND.splitlines()[0].split(",")[:7], f"£{row},00{pounds}.00", "Trains"])
    before = path.read_bytes()
    spenddata("fix", path, out, *ABOUT)
    assert path.read_bytes() == before
    assert [line[7] for line in cells(out)] == [
        "Amount",
        "1001.00",
        "2001.00",
        "3001.00",
        "",
        "Amount",
        "1002.00",
        "2002.00",
        "3002.00",
    ]
    spenddata("fix", out, tmp_path / "again.csv", *ABOUT)
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes()


def test_a_sheet_that_holds_the_payments_again_is_not_written(spenddata: Command, tmp_path: Path) -> None:
    path, out = tmp_path / "twice.xlsx", tmp_path / "out.csv"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name in ("May", "May again"):
            sheet = workbook.add_worksheet(name)
            for number, line in enumerate([HEADER, *(SOUND + SOUND.replace(" Ltd", " plc")).splitlines()]):
                sheet.write_row(number, 0, line.strip().split(","))
    result = spenddata("fix", path, out, *ABOUT)
    assert "Not in the CSV, as no payments of their own were read in them: “May again”" in result.stdout
    [before] = json.loads(spenddata("check", path, "--json", *ABOUT).stdout)
    [after] = json.loads(spenddata("check", out, "--json", *ABOUT).stdout)
    assert (before["rows"], before["amount_total"]) == (after["rows"], after["amount_total"]) == (4, "110001.50")


@pytest.mark.parametrize("slipped", [(7, 8, 9, 20), range(10, 20)], ids=["here and there", "a stretch"])
def test_rows_in_which_a_cell_was_left_out_are_told_and_stay(
    slipped: Sequence[int], spenddata: Command, tmp_path: Path
) -> None:
    path, out = tmp_path / "may.csv", tmp_path / "out.csv"
    lines = [
        f"Department of Examples,Example Agency,{day:02d}/05/2026,Travel,Adults,Alder {day} Ltd,{5000000 + day},{25000 + day}.50,Trains,1"
        for day in range(1, 30)
    ]
    for number in slipped:
        lines[number] = lines[number].replace("Example Agency,", "")
    path.write_text(HEADER + "\n".join(lines) + "\n")
    spenddata("fix", path, out, *ABOUT)
    for before, after in zip(cells(path), cells(out), strict=True):
        assert after[: len(before)] == before
    [report] = json.loads(spenddata("check", path, "--json", *ABOUT).stdout)
    assert {found["row"] - 2 for found in report["findings"] if found["rule"] == "columns-shifted"} == set(slipped)


def test_the_file_itself_is_never_written_over(spenddata: Command, faulty: Path) -> None:
    before = faulty.read_bytes()
    result = spenddata("fix", faulty, faulty, *ABOUT)
    assert result.exit_code == 2
    assert "another name" in result.output
    assert faulty.read_bytes() == before


def test_what_is_written_is_not_called_a_workbook(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    result = spenddata("fix", faulty, tmp_path / "out.xlsx", *ABOUT)
    assert result.exit_code == 2
    assert "ends in .csv" in result.output


@pytest.mark.deep
@pytest.mark.skipif(not REAL, reason="the folder of real files is not beside the checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_files_are_done_in_one_run(spenddata: Command, path: Path, tmp_path: Path) -> None:
    before, out, again = path.read_bytes(), tmp_path / "out.csv", tmp_path / "again.csv"
    if spenddata("fix", path, out, "--regime", "lgtc-500").exit_code == 3:
        return
    assert path.read_bytes() == before
    assert "0 cells to change" in spenddata("fix", out, again, "--regime", "lgtc-500").stdout
    assert again.read_bytes() == out.read_bytes()


def test_a_file_that_is_refused(spenddata: Command, page: Path, tmp_path: Path) -> None:
    result = spenddata("fix", page, tmp_path / "out.csv")
    assert result.exit_code == 3
    assert "not read" in result.output
    assert not (tmp_path / "out.csv").exists()


def test_a_rule_that_does_not_exist_is_wrong_usage(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    result = spenddata("fix", faulty, tmp_path / "out.csv", "--rule", "nonsense")
    assert result.exit_code == 2
    assert "no rule 'nonsense'" in result.output
