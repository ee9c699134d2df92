"""A real file, written in another way, holds the same payments: encoding, delimiter, line ends, format, order of columns, rows around."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.intake.cells import cells
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Limits, Reading
from tests.intake.known_files import FILES
from tests.intake.workbooks.test_grids import opendocument, workbook

SURE = 0.9
"""Below this a column's place among the others may have helped to know it, and its place changes here."""

Table = list[list[str]]
READ = [known for known in FILES if known.outcome == "read"]
SMALL = [known for known in READ if known.rows < 120 and len(known.headers) == 1]


def written(
    table: Table, *, encoding: str = "utf-8", mark: str = ",", ends: Sequence[str] = ("\r\n",), quoted: bool = False
) -> bytes:
    """A text file."""
    out = io.StringIO(newline="")
    csv.writer(
        out, delimiter=mark, lineterminator="\x00", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    ).writerows(table)
    lines = out.getvalue().removesuffix("\x00").split("\x00")
    return "".join(line + ends[number % len(ends)] for number, line in enumerate(lines)).encode(encoding)


def permuted(table: Table) -> Table:
    width = max(map(len, table))
    order = random.Random(5).sample(range(width), width)
    return [[row[place] if place < len(row) else "" for place in order] for row in table]


def blank_columns(table: Table) -> Table:
    return [["", *row[:2], "", "", *row[2:], ""] for row in table]


def blank_rows(table: Table) -> Table:
    return [line for number, row in enumerate(table) for line in ([row, []] if number % 9 == 8 else [row])]


def titles_above(table: Table) -> Table:
    return [["Payments to suppliers"], ["Published under the transparency code", ""], [], *table]


def notes_below(table: Table) -> Table:
    return [*table, [], ["Note: amounts are as they stand in the ledger."], ["Prepared by the finance team"]]


TEXTS: dict[str, Callable[[Table], bytes]] = {
    "utf-8": written,
    "utf-8 with a mark": lambda table: written(table, encoding="utf-8-sig"),
    "utf-16": lambda table: written(table, encoding="utf-16"),
    "utf-16 little-endian": lambda table: written(table, encoding="utf-16-le"),
    "utf-16 big-endian": lambda table: written(table, encoding="utf-16-be"),
    "cp1252": lambda table: written(table, encoding="cp1252"),
    "cp850": lambda table: written(table, encoding="cp850"),
    "tabs": lambda table: written(table, mark="\t"),
    "semicolons": lambda table: written(table, mark=";"),
    "pipes": lambda table: written(table, mark="|"),
    "carriage returns": lambda table: written(table, ends=("\r",)),
    "line feeds": lambda table: written(table, ends=("\n",)),
    "line ends of all kinds": lambda table: written(table, ends=("\r\n", "\n", "\r", "\n")),
    "all quoted": lambda table: written(table, quoted=True),
    "columns in another order": lambda table: written(permuted(table)),
    "blank columns": lambda table: written(blank_columns(table)),
    "blank rows": lambda table: written(blank_rows(table)),
    "titles above": lambda table: written(titles_above(table)),
    "notes below": lambda table: written(notes_below(table)),
    "a workbook": lambda table: workbook({"Payments": table}),
    "an OpenDocument": opendocument,
}


@dataclass(frozen=True)
class Said:
    """What a reading says, whatever way the file was written in."""

    outcome: str
    payments: Counter[tuple[object, ...]]
    fields: frozenset[tuple[str, str]]


def said(reading: Reading) -> Said:
    frame = reading.rows.frame if reading.rows is not None else None
    columns = [
        name for name in ("payment_date", "supplier_name", "amount") if frame is not None and name in frame.columns
    ]
    payments = Counter(frame.select(columns).iter_rows()) if frame is not None else Counter()
    fields = {
        (field, mapped.title.strip())
        for table in reading.tables
        if table.rows
        for field, mapped in table.mapping.items()
        if mapped.confidence >= SURE
    }
    return Said(reading.outcome, payments, frozenset(fields))


def total_of(reading: Reading, width: int) -> list[str]:
    """A row with the sum of all payments."""
    row = [""] * width
    row[0] = "Total"
    row[reading.tables[0].mapping["amount"].column - 1] = f"{Decimal(reading.rows.amount_total()) / 100:.2f}"
    return row


def differences(path: Path, definitions: Definitions, folder: Path) -> list[str]:
    """In which ways of writing a file it is read otherwise."""
    name = path.stem  # what is in the name may help to tell day from month
    original = read(path, path.name, definitions)
    first = said(original)
    [grid] = cells(path, Limits())
    table: Table = [list(row) for row in grid.rows(0, grid.height)]
    found = []
    for way, write in {
        **TEXTS,
        "a total below": lambda table: written([*table, total_of(original, grid.width)]),
    }.items():
        try:
            data = write(table)
        except UnicodeEncodeError:
            continue  # the file has characters that this encoding has not
        sent = folder / "sent"
        sent.write_bytes(data)
        reading = read(sent, name, definitions)
        again = said(reading)
        if again.payments != first.payments:
            lost, more = first.payments - again.payments, again.payments - first.payments
            found.append(f"{way}: {lost.total()} payments lost and {more.total()} more, {[*lost][:2]} {[*more][:2]}")
        elif again != first:
            found.append(f"{way}: {again.outcome} {sorted(again.fields ^ first.fields)}")
    return found


@pytest.mark.parametrize("known", SMALL[:3], ids=lambda known: known.file)
def test_a_small_file_written_in_another_way(known, real_files, definitions, tmp_path):
    assert not differences(real_files / known.file, definitions, tmp_path)


@pytest.mark.deep
@pytest.mark.parametrize("known", READ, ids=lambda known: known.file)
def test_a_file_written_in_another_way(known, real_files, definitions, tmp_path):
    path = real_files / known.file
    if len(cells(path, Limits())) > 1:
        pytest.skip("a workbook of several sheets is no one table")
    assert not differences(path, definitions, tmp_path)
