"""Spend files to measure with: made up, the same every time, one row in fifty faulty."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import xlsxwriter

HEADER = (
    "Department family",
    "Entity",
    "Date",
    "Expense type",
    "Expense area",
    "Supplier",
    "Transaction number",
    "Amount",
    "Description",
    "Supplier postcode",
)
"""HM Treasury's titles."""
FAULTY_EVERY = 50
FAULTS: tuple[tuple[str, str], ...] = (
    ("Amount", "n/k"),
    ("Amount", ""),
    ("Date", "31/02/2026"),
    ("Date", ""),
    ("Amount", "#REF!"),
    ("Expense type", ""),
    ("Supplier postcode", "POSTCODE"),
)
"""Faults, in turn: the column and the cell that is put there."""
_FIRST = (
    "Alder",
    "Birch",
    "Cedar",
    "Damson",
    "Elder",
    "Fir",
    "Gorse",
    "Hazel",
    "Ivy",
    "Juniper",
    "Kerria",
    "Larch",
    "Maple",
)
_SECOND = (
    "Building",
    "Catering",
    "Cleaning",
    "Consulting",
    "Energy",
    "Highways",
    "Legal",
    "Logistics",
    "Medical",
    "Software",
    "Training",
)
_TYPES = (
    "Agency staff",
    "Building works",
    "Computer software",
    "Electricity",
    "Legal fees",
    "Stationery",
    "Travel",
    "Vehicle hire",
)
_AREAS = ("Adults", "Children", "Corporate", "Environment", "Estates", "Finance", "Housing")
_PART = 1_000_000


def spend_csv(path: Path, rows: int) -> Path:
    """Write a CSV of ``rows`` lines, about 130 bytes each, a part at a time; a file that is already there is left."""
    if path.exists():
        return path
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as out:
        for start in range(0, rows, _PART):
            lines(start, min(rows, start + _PART)).write_csv(out, include_header=start == 0)
    return unfinished.rename(path)


def spend_xlsx(path: Path, rows: int) -> Path:
    """Write a workbook of the same lines, dates and amounts as numbers where they are right, as spreadsheets have them."""
    if path.exists():
        return path
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Spend")
        date = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADER)
        frame = lines(0, rows).with_columns(
            pl.col("Date").str.to_date("%d/%m/%Y", strict=False).alias("day"),
            pl.col("Amount").cast(pl.Float64, strict=False).alias("number"),
        )
        day_at, amount_at = HEADER.index("Date"), HEADER.index("Amount")
        for number, (*cells, day, amount) in enumerate(frame.iter_rows(), start=1):
            for column, cell in enumerate(cells):
                if column == day_at and day is not None:
                    sheet.write_datetime(number, column, day, date)
                elif column == amount_at and amount is not None:
                    sheet.write_number(number, column, amount)
                elif cell:
                    sheet.write_string(number, column, cell)
    return path


def lines(start: int, end: int) -> pl.DataFrame:
    """Lines ``start`` to ``end`` of the endless file, every cell as text."""
    number = pl.int_range(start, end, dtype=pl.Int64, eager=True)
    mixed = (number * 2_654_435_761) % 1_000_003
    days = pl.select(pl.date(2026, 4, 1) + pl.duration(days=pl.lit(mixed % 30))).to_series().dt.strftime("%d/%m/%Y")
    pence = 2_500_100 + mixed * 7919 % 90_000_000
    frame = pl.DataFrame(
        {
            "Department family": pl.repeat("Department of Examples", len(number), eager=True),
            "Entity": pl.repeat("Example Agency", len(number), eager=True),
            "Date": days,
            "Expense type": _pick(_TYPES, mixed),
            "Expense area": _pick(_AREAS, mixed // 7),
            "Supplier": pl.select(
                pl.concat_str(
                    _pick(_FIRST, mixed // 3),
                    pl.lit(" "),
                    _pick(_SECOND, mixed // 5),
                    pl.lit(" "),
                    mixed % 97,
                    pl.lit(" Ltd"),
                )
            ).to_series(),
            "Transaction number": (5_000_000_000 + number).cast(pl.String),
            "Amount": pl.select(
                pl.concat_str(pence // 100, pl.lit("."), (pence % 100).cast(pl.String).str.zfill(2))
            ).to_series(),
            "Description": pl.select(
                pl.concat_str(
                    _pick(_TYPES, mixed // 11), pl.lit(" for the "), _pick(_AREAS, mixed // 13), pl.lit(" service")
                )
            ).to_series(),
            "Supplier postcode": pl.select(
                pl.concat_str(pl.lit("AB"), mixed % 9 + 1, pl.lit(" "), mixed % 9, pl.lit("CD"))
            ).to_series(),
        }
    )
    return _with_faults(frame, number)


def _pick(words: tuple[str, ...], by: pl.Series) -> pl.Series:
    return pl.Series(words)[by % len(words)]


def _with_faults(frame: pl.DataFrame, number: pl.Series) -> pl.DataFrame:
    faulty = number % FAULTY_EVERY == FAULTY_EVERY - 1
    turn = number // FAULTY_EVERY % len(FAULTS)
    for which, (column, cell) in enumerate(FAULTS):
        here = faulty & (turn == which)
        frame = frame.with_columns(pl.when(here).then(pl.lit(cell)).otherwise(pl.col(column)).alias(column))
    return frame
