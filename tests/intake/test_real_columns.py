"""Every column of a real file is the field that a person takes it for, and its words and dates are those that stand in the file."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import compress
from pathlib import Path

import pytest

from tests.intake.independent import Known, plain_rows
from tests.intake.known_columns import COLUMNS
from tests.intake.known_files import FILES

READ = [known for known in FILES if known.file in COLUMNS]
TEXTS = [known for known in READ if known.kind == "csv"]
WORDS = (
    "department_family",
    "entity",
    "expense_type",
    "expense_area",
    "supplier_name",
    "description",
    "transaction_number",
    "contract_reference",
    "project_code",
)
MISSING = {"", "-", "N/A", "n/a", "#N/A", "NULL", "(blank)"}
FORMS = (
    *("%d/%m/%Y", "%d/%m/%y", "%d-%b-%y", "%d-%b-%Y", "%d/%b/%Y", "%d/%b/%y", "%d.%m.%Y", "%d.%m.%y"),
    *(
        "%d %B %Y",
        "%d %b %y",
        "%d %b %Y",
        "%Y-%m-%d",
        "%Y-%m-%dT%H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%d/%m/%Y %H:%M:%S",
        "%b-%y",
    ),
)


def test_every_file_that_is_read_is_known():
    assert {known.file for known in FILES if known.outcome != "refused"} == COLUMNS.keys()


@pytest.mark.parametrize("known", READ, ids=lambda known: known.file)
def test_each_column_is_the_field_that_a_person_takes_it_for(known: Known, read_real):
    mapping = read_real(known.file).tables[0].mapping
    wanted = {field: number for number, field in enumerate(COLUMNS[known.file], 1) if field != "."}
    assert {field: mapped.column for field, mapped in mapping.items()} == wanted


@pytest.mark.parametrize("known", TEXTS, ids=lambda known: known.file)
def test_words_and_dates_are_those_of_their_columns(known: Known, real_files: Path, read_real):
    reading = read_real(known.file)
    table = reading.tables[0]
    last = table.last_row if len(reading.tables) > 1 else None
    rows = [
        (number, row) for number, row in plain_rows(real_files / known.file, known) if last is None or number <= last
    ]
    for place, field in enumerate(COLUMNS[known.file]):
        cells = [str(row[place] if place < len(row) else "").strip() for _, row in rows]
        if field in WORDS:
            found = reading.rows.frame[field].head(len(cells)).to_list()
            plain = [cell.isascii() for cell in cells]
            assert list(compress(found, plain)) == list(compress(_plain(cells), plain)), field
        elif field == "payment_date":
            days = [_day(cell) for cell in cells]
            found = reading.rows.frame[field].head(len(cells)).to_list()
            said = [(day, found_) for day, found_ in zip(days, found, strict=True) if day]
            assert len(said) >= 0.9 * sum("#" not in cell for cell in cells)
            assert [found_ for _, found_ in said] == [day for day, _ in said]


def _plain(cells: list[str]) -> list[str | None]:
    """Words, None for those that say nothing; a column of numbers with commas or decimals without these."""
    filled = [cell for cell in cells if cell not in MISSING]
    if filled and all(re.fullmatch(r"\d+\.0|\d{1,3}(,\d{3})*", cell) for cell in filled):
        cells = [cell.removesuffix(".0").replace(",", "") for cell in cells]
    return [None if cell in MISSING else cell for cell in cells]


def _day(cell: str) -> date | None:
    """A date, the day before the month; or the number of a day in a spreadsheet."""
    if re.fullmatch(r"\d{5}(\.0)?", cell):
        return date(1899, 12, 30) + timedelta(days=int(float(cell)))
    for form in FORMS:
        try:
            return datetime.strptime(re.sub(r"\s+00:00(:00)?$", "", cell), form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None
