"""Files as they arrive, that a tired person sends on a Friday: each stops, and says how much is concerned."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ckanext.spenddata.checks.stops import Stop
from ckanext.spenddata.definitions import load
from ckanext.spenddata.filing import Filing, FilingFile
from ckanext.spenddata.pipeline.checked import process, to_acknowledge

HEADER = "Payment Date,Supplier,Expense Type,Service Area,Transaction Number,Net Amount,Purpose"
ROWS = [
    f"{n:02d}/05/2026,Alderway Roofing Ltd,Building works,Housing,94-{n},{n * 1000}.50,Roof {n}" for n in range(1, 13)
]
TOTAL = "78006.00"


def stops(*paths: Path, rows: int = 12) -> dict[str, Stop]:
    files = tuple(FilingFile(path=str(path), name=path.name) for path in paths)
    filing = Filing(files=files, regime="lgtc-500", period="2026-Q2", today=date(2026, 8, 1))
    checked = process(filing, load())
    assert len(checked.rows) == rows
    return {stop.rule: stop for stop in to_acknowledge(checked, load(), "lgtc-500")}


def text(tmp_path: Path, *lines: str, name: str = "spend.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n")
    return path


def test_an_honest_file_stops_nobody(tmp_path: Path):
    assert stops(text(tmp_path, "Payments over £500", "", HEADER, *ROWS, f",,,,Total,{TOTAL},")) == {}


def test_a_total_of_rows_that_are_not_there_stops(tmp_path: Path):
    found = stops(text(tmp_path, HEADER, *ROWS, ",,,,Total,99999.00,"))
    assert "£99,999, its rows are £78,006" in (found["total-differs"].value or "")


@pytest.mark.parametrize("mark", ["DRAFT - not for publication", "Unredacted version", "For internal use"])
def test_a_mark_above_the_table_stops(tmp_path: Path, mark: str):
    assert mark in (stops(text(tmp_path, mark, "", HEADER, *ROWS))["marked-not-for-publication"].value or "")


def test_a_mark_in_the_name_stops(tmp_path: Path):
    assert "marked-not-for-publication" in stops(text(tmp_path, HEADER, *ROWS, name="spend_DRAFT.csv"))


def test_rows_hidden_by_a_filter_stop_with_their_number_and_sum(tmp_path: Path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Publish"
    for line in [HEADER, *ROWS]:
        cells = line.split(",")
        sheet.append(
            [
                float(cell) if title == "Net Amount" and cell != title else cell
                for title, cell in zip(HEADER.split(","), cells, strict=True)
            ]
        )
    for row in (3, 5):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["B"].hidden = True
    path = tmp_path / "spend.xlsx"
    workbook.save(path)
    found = stops(path)
    assert found["hidden-rows"].value == "2 payments, £6,001, in hidden rows 3 and 5"
    assert found["hidden-rows"].sheet == "Publish"
    assert "“Supplier”" in (found["hidden-columns"].value or "")


def test_payments_on_a_hidden_sheet_stop_with_their_number_and_sum(tmp_path: Path):
    workbook = openpyxl.Workbook()
    for line in [HEADER, *ROWS]:
        workbook.active.append(line.split(","))
    late = workbook.create_sheet("Late ones")
    for line in [HEADER, *(row.replace(",94-", ",95-") for row in ROWS[:2])]:
        late.append(line.split(","))
    late.sheet_state = "hidden"
    path = tmp_path / "spend.xlsx"
    workbook.save(path)
    found = stops(path)["hidden-sheets"]
    assert found.value == "2 payments, £3,001, on the hidden sheet “Late ones”"
    assert (found.file, found.sheet) == ("spend.xlsx", "Late ones")


def test_the_same_content_has_the_same_identity_and_other_content_another(tmp_path: Path):
    lines = [HEADER, *ROWS, ",,,,Total,99999.00,"]
    first = stops(text(tmp_path, *lines))["total-differs"].finding
    assert (
        stops(text(tmp_path, *lines, name="again.csv"))["total-differs"].finding != first
    )  # another name, other words
    assert stops(text(tmp_path, *lines))["total-differs"].finding == first
    assert (
        stops(text(tmp_path, *lines[:-2], ROWS[-1].replace("Roof", "Rooves"), lines[-1]))["total-differs"].finding
        != first
    )


def test_a_yes_to_a_supplier_is_for_these_payments_whatever_stands_around_them(tmp_path: Path):
    person = "14/05/2026,Jane Exampleton,Building works,Housing,95-1,500.50,Roof"
    with_person = [HEADER, *ROWS[:11], person]
    first = stops(text(tmp_path, *with_person))["supplier-person"]
    assert (first.value, first.count, first.amount) == ("Jane Exampleton", 1, "500.50")
    moved = stops(text(tmp_path, HEADER, person, *ROWS[1:12]))["supplier-person"]
    assert moved.finding == first.finding
    dearer = stops(text(tmp_path, *with_person[:-1], person.replace("500.50", "900.50")))["supplier-person"]
    assert dearer.finding != first.finding


def test_a_month_sent_beside_the_quarter_stops_and_names_the_file(tmp_path: Path):
    quarter, month = text(tmp_path, HEADER, *ROWS, name="q1.csv"), text(tmp_path, HEADER, *ROWS[:6], name="april.csv")
    found = stops(quarter, month, rows=18)
    assert found["repeat-across-files"].value == "6 of 6 rows stand in another file or sheet too"
    assert found["repeat-across-files"].file == "april.csv"
    apart = text(tmp_path, HEADER, *ROWS[6:], name="may.csv")
    assert "repeat-across-files" not in stops(month, apart)


def test_a_sheet_of_most_of_another_s_rows_stops(tmp_path: Path):
    workbook = openpyxl.Workbook()
    for title, lines in (("All", ROWS), ("Late", [*ROWS[:8], ROWS[0].replace(",94-", ",95-")])):
        sheet = workbook.create_sheet(title)
        for line in [HEADER, *lines]:
            sheet.append(line.split(","))
    del workbook["Sheet"]
    path = tmp_path / "spend.xlsx"
    workbook.save(path)
    found = stops(path, rows=21)["repeat-across-files"]
    assert (found.value, found.sheet) == ("8 of 9 rows stand in another file or sheet too", "Late")


def test_titles_of_columns_that_are_not_read_count_as_well(tmp_path: Path):
    lines = [f"{HEADER},Cardholder,MCC", *(f"{row},A N Other,5411" for row in ROWS)]
    assert "“Cardholder”, “MCC”" in (stops(text(tmp_path, *lines))["card-statement"].value or "")
