"""Spend files, damaged in the ways of the world: each seed gives the same file every time."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence

import xlsxwriter

TITLES = (
    "Department family",
    "Entity",
    "Date",
    "Expense type",
    "Expense area",
    "Supplier",
    "Transaction number",
    "Amount",
    "Description",
)
SUPPLIERS = (
    "Alder Ltd",
    "Birch & Sons",
    "Café Damson",
    "REDACTED PERSONAL DATA",
    "Total Elder plc",
    "Fir, Gorse LLP",
    'The "Hazel" Trust',
)
NASTY_CELLS = (
    "1e308",
    "NaN",
    "-inf",
    "31/02/2026",
    "29/02/2025",
    "00/00/0000",
    "٣٤٫٥٠",
    "١٢/٠٥/٢٠٢٦",
    "(1,234)",
    "1.234,56",
    "12-",
    "£",
    "$1,000",
    "â‚¬5",
    "#REF!",
    "#N/A",
    "########",
    "=1+1",
    "99999999999999999999999999",
    "0.000000000000001",
    "9.09495E-13",
    "\u202eevil\u202c",
    "a\x00b",
    "\ufeff",
    "\ud7ff",
    "𝟙𝟚𝟛",
    "line\nbreak",
    "tab\tin",
    '"',
    "'",
    "\\",
    "Total",
    "",
    " " * 500,
    "x" * 40_000,
    "45000",
    "45000.5",
    "2026-13-45",
    "12/05/26",
    "May-26",
    "20260512",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850", "latin-1", "utf-32")

Rows = list[list[str]]
Chance = random.Random


def plain(chance: Chance, rows: int = 24) -> Rows:
    """A sound table."""
    table: Rows = [list(TITLES)]
    for number in range(rows):
        pence = chance.randrange(-500_000, 90_000_000)
        table.append(
            [
                "Department of Examples",
                "Example Agency",
                f"{chance.randrange(1, 29):02d}/05/2026",
                chance.choice(["Travel", "Legal fees", "Grants"]),
                chance.choice(["Adults", "Estates"]),
                chance.choice(SUPPLIERS),
                str(5_000_000 + number),
                f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}",
                "Services for May",
            ]
        )
    return table


# What happens to tables


def nasty_cells(table: Rows, chance: Chance) -> Rows:
    for _ in range(chance.randrange(1, 12)):
        row = chance.choice(table)
        if row:
            row[chance.randrange(len(row))] = chance.choice(NASTY_CELLS)
    return table


def shuffled_columns(table: Rows, chance: Chance) -> Rows:
    order = chance.sample(range(len(TITLES)), len(TITLES))
    return [[row[i] if i < len(row) else "" for i in order] for row in table]


def shifted_rows(table: Rows, chance: Chance) -> Rows:
    start = chance.randrange(1, len(table))
    return table[:start] + [["", *row] for row in table[start:]]


def ragged(table: Rows, chance: Chance) -> Rows:
    return [
        row[: chance.randrange(len(row) + 1)] if chance.random() < 0.2 else row + [""] * chance.randrange(3)
        for row in table
    ]


def furniture(table: Rows, chance: Chance) -> Rows:
    above = [["Spending over £25,000"], [], ["", "Month:", "May 2026"]][: chance.randrange(4)]
    below = [[], ["", "", "", "", "", "Total", "", "123.45"], ["Note: figures exclude VAT"]][: chance.randrange(4)]
    return above + table + below


def repeated_header(table: Rows, chance: Chance) -> Rows:
    at = chance.randrange(1, len(table))
    return [*table[:at], list(table[0]), *table[at:]]


def no_header(table: Rows, chance: Chance) -> Rows:
    return table[1:]


def header_alone(table: Rows, chance: Chance) -> Rows:
    return table[:1]


def odd_titles(table: Rows, chance: Chance) -> Rows:
    table[0] = [chance.choice([title.upper(), f" {title} ", title[:3], "", "+", "#NAME?", title]) for title in table[0]]
    return table


def doubled_titles(table: Rows, chance: Chance) -> Rows:
    if table[0]:
        table[0][chance.randrange(len(table[0]))] = chance.choice(TITLES)
    return table


def blank_columns(table: Rows, chance: Chance) -> Rows:
    at = chance.randrange(len(TITLES))
    return [[*row[:at], "", "", *row[at:]] for row in table]


def doubled_rows(table: Rows, chance: Chance) -> Rows:
    return table + table[1:]


def two_layouts(table: Rows, chance: Chance) -> Rows:
    return table + shuffled_columns(plain(chance, 10), chance)


def untouched(table: Rows, chance: Chance) -> Rows:
    return table


TABLE_MUTATIONS: Sequence[Callable[[Rows, Chance], Rows]] = (
    untouched,
    nasty_cells,
    nasty_cells,
    shuffled_columns,
    shifted_rows,
    ragged,
    furniture,
    repeated_header,
    no_header,
    header_alone,
    odd_titles,
    doubled_titles,
    blank_columns,
    doubled_rows,
    two_layouts,
)


# What happens to bytes


def truncated(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def flipped(data: bytes, chance: Chance) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_out(data: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randrange(200) :]


def inserted(data: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(data) + 1)
    return (
        data[:at]
        + chance.choice([b"\x00", b'"', b"\xef\xbb\xbf", b"\r", b"\r\n\r\n", b"\xff\xfe", chance.randbytes(64)])
        + data[at:]
    )


def mixed_line_ends(data: bytes, chance: Chance) -> bytes:
    return b"".join(line + chance.choice([b"\n", b"\r\n", b"\r", b"\r\r\n"]) for line in data.split(b"\r\n"))


def two_encodings(data: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at:].decode("utf-8", "replace").encode("cp1252", "replace")


def as_it_was(data: bytes, chance: Chance) -> bytes:
    return data


BYTE_MUTATIONS: Sequence[Callable[[bytes, Chance], bytes]] = (
    as_it_was,
    as_it_was,
    as_it_was,
    truncated,
    flipped,
    cut_out,
    inserted,
    mixed_line_ends,
    two_encodings,
)


def mutated(seed: int) -> tuple[str, bytes]:
    """The damaged file of a seed: its name and its bytes."""
    chance = random.Random(seed)
    table = plain(chance)
    for _ in range(chance.randrange(1, 4)):
        table = chance.choice(TABLE_MUTATIONS)(table, chance) if len(table) > 1 else table
    if seed % 5 == 0:
        data, name = as_xlsx(table), "spend.xlsx"
    else:
        data, name = as_csv(table, chance), "spend.csv"
    return name, chance.choice(BYTE_MUTATIONS)(data, chance)


def as_csv(table: Rows, chance: Chance) -> bytes:
    """A text file, with one of the delimiters and encodings of the world."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=chance.choice([",", ",", ",", ";", "\t", "|"])).writerows(table)
    return out.getvalue().encode(chance.choice(ENCODINGS), "replace")


def as_xlsx(table: Rows) -> bytes:
    """A workbook of text cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell[:32_000])
    return out.getvalue()
