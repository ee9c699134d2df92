"""Spend files, damaged in the ways of the world: each seed gives the same file every time."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.intake import biff
from tests.intake.workbooks.test_grids import opendocument, workbook

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
ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "cp1252",
    "cp850",
    "latin-1",
    "mac_roman",
)

PAYMENTS = 24

Rows = list[list[str]]
Chance = random.Random


def plain(chance: Chance, rows: int = PAYMENTS) -> Rows:
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
    width = max(map(len, table))
    order = chance.sample(range(width), width)
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


def sep_line(data: bytes, chance: Chance) -> bytes:
    return b"sep=,\r\n" + data


def no_last_line_end(data: bytes, chance: Chance) -> bytes:
    return data.rstrip(b"\r\n")


def control_z(data: bytes, chance: Chance) -> bytes:
    return data + b"\x1a"


def encoded_twice(data: bytes, chance: Chance) -> bytes:
    return data.decode("latin-1").encode()


def spoilt_record(data: bytes, chance: Chance) -> bytes:
    """A line break, a delimiter or a quotation mark where it divides or swallows."""
    lines = data.split(b"\r\n")
    row = chance.randrange(len(lines))
    place = chance.randrange(len(lines[row]) + 1)
    lines[row] = (
        lines[row][:place] + chance.choice([b"\n", b"\r\n", b",", b";", b'"', b'""', b'","']) + lines[row][place:]
    )
    return b"\r\n".join(lines)


def inside_the_archive(data: bytes, chance: Chance) -> bytes:
    """Bytes changed in one part of a workbook, its check sums made right again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        spoilt = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, chance.choice([flipped, cut_out, truncated])(content, chance) if name == spoilt else content
            )
    return out.getvalue()


HARMLESS = {
    untouched,
    shuffled_columns,
    furniture,
    repeated_header,
    blank_columns,
    doubled_rows,
    as_it_was,
    mixed_line_ends,
    sep_line,
    no_last_line_end,
    control_z,
}
"""What leaves every payment as it was; only ``doubled_rows`` makes more of them."""

Mutation = Callable[[Rows, Chance], Rows]


@dataclass(frozen=True)
class Mutant:
    """A damaged file."""

    name: str
    data: bytes
    rows: int | None = None
    """How many payments it holds, where that is known."""
    pence: int = 0
    """Their sum."""


def mutated(seed: int) -> Mutant:
    """The damaged file of a seed. Every third is only changed in ways that leave its payments as they were."""
    chance = random.Random(seed)
    table = plain(chance)
    pence = sum(round(float(row[7]) * 100) for row in table[1:])
    harmless = seed % 3 == 0
    changes: list[Mutation] = chance.sample(
        [change for change in TABLE_MUTATIONS if change in HARMLESS or not harmless], chance.randrange(1, 4)
    )
    for change in changes:
        table = change(table, chance) if len(table) > 1 else table
    name, data, ways = chance.choice(FORMATS)(table, chance)
    spoil = chance.choice([way for way in ways if way in HARMLESS or not harmless])
    times = 2 if doubled_rows in changes else 1
    # Rows around the table that are doubled with it stand in the middle of the payments.
    known = {*changes, spoil} <= HARMLESS and not {furniture, doubled_rows} <= {*changes}
    return Mutant(name, spoil(data, chance), PAYMENTS * times if known else None, pence * times)


def as_csv(table: Rows, chance: Chance) -> tuple[str, bytes, Sequence[Callable[[bytes, Chance], bytes]]]:
    """A text file of commas, in UTF-8."""
    return "spend.csv", _text(table, ",").encode(errors="surrogatepass"), BYTE_MUTATIONS


def as_other_text(table: Rows, chance: Chance) -> tuple[str, bytes, Sequence[Callable[[bytes, Chance], bytes]]]:
    """A text file with one of the delimiters and encodings of the world."""
    text = _text(table, chance.choice([",", ",", ";", "\t", "|"]))
    return "spend.csv", text.encode(chance.choice(ENCODINGS), "replace"), (as_it_was, as_it_was, as_it_was, *ANY_BYTES)


def _text(table: Rows, mark: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(table)
    return out.getvalue()


def as_xlsx(table: Rows, chance: Chance) -> tuple[str, bytes, Sequence[Callable[[bytes, Chance], bytes]]]:
    """A workbook of text cells, or of numbers where a cell is one."""
    cells = _typed(table) if chance.random() < 0.5 else table
    data = workbook({"May": [[cell[:32_000] if isinstance(cell, str) else cell for cell in row] for row in cells]})
    return "spend.xlsx", data, WORKBOOK_MUTATIONS


def as_ods(table: Rows, chance: Chance) -> tuple[str, bytes, Sequence[Callable[[bytes, Chance], bytes]]]:
    """An OpenDocument workbook of text cells."""
    return "spend.ods", opendocument([[_printable(cell) for cell in row] for row in table]), WORKBOOK_MUTATIONS


def as_xls(table: Rows, chance: Chance) -> tuple[str, bytes, Sequence[Callable[[bytes, Chance], bytes]]]:
    """An old binary workbook."""
    cells = [[cell[:200] if isinstance(cell, str) else cell for cell in row] for row in _typed(table)]
    return "spend.xls", biff.xls({"May": cells}), (as_it_was, *ANY_BYTES, flipped, flipped, flipped)


def _typed(table: Rows) -> list[list[object]]:
    """The table with amounts as numbers."""
    return [
        [float(cell) if cell.replace(".", "", 1).lstrip("-").isdecimal() and "." in cell else cell for cell in row]
        for row in table
    ]


def _printable(cell: str) -> str:
    return "".join(character for character in cell if character.isprintable())


ANY_BYTES = (truncated, flipped, cut_out, inserted)
BYTE_MUTATIONS = (
    as_it_was,
    as_it_was,
    *ANY_BYTES,
    mixed_line_ends,
    two_encodings,
    sep_line,
    no_last_line_end,
    control_z,
    encoded_twice,
    spoilt_record,
    spoilt_record,
)
WORKBOOK_MUTATIONS = (as_it_was, as_it_was, *ANY_BYTES, inside_the_archive, inside_the_archive, inside_the_archive)
FORMATS = (as_csv, as_csv, as_csv, as_other_text, as_other_text, as_xlsx, as_ods, as_xls)
