"""A table of payments, and the ways in which publishers spoil it. All names are fictional.

``PAYMENTS`` is the table; each nuisance in ``NUISANCES`` is a function from the lines of a file to other lines that hold the same
payments. Whatever is done to it, the reader must find the same payments.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Line = list[str]
Lines = list[Line]


@dataclass(frozen=True)
class Payment:
    """One payment as it should be read."""

    day: date
    supplier: str
    pence: int
    reference: str
    kind: str
    area: str
    purpose: str


TITLES = [
    "Department family",
    "Entity",
    "Date",
    "Expense type",
    "Expense area",
    "Supplier",
    "Transaction number",
    "Amount",
    "Description",
]

SUPPLIERS = [
    "ALDER & ASH LTD",
    "TOTAL GAS & POWER",
    "TOTAL",
    "Grand Total Fencing Ltd",
    "Subtotal Systems plc",
    "REDACTIVE PUBLISHING LTD",
    "Amount Consulting LLP",
    "Date Palm Trading",
    "Birchford County Council",
    "O'Hara, Pine and Sons",
    "Supplier Services (UK) Limited",
    'The "Corner" Bakery',
    "Sum of Parts CIC",
    "Nil Desperandum Care",
]


def payments(count: int = 40, seed: int = 7, first: date = date(2026, 5, 1)) -> list[Payment]:
    """Payments of one month."""
    dice = random.Random(seed)
    return [
        Payment(
            first + timedelta(days=dice.randrange(28)),
            dice.choice(SUPPLIERS),
            dice.randrange(50_000, 90_000_000) * dice.choice((1, 1, 1, 1, 1, 1, 1, -1)),
            f"{510_000_000 + i}",
            dice.choice(("Professional services", "Rent", "Agency staff", "Total facilities management")),
            dice.choice(("Adult care", "Highways", "Finance", "Total estate")),
            dice.choice(("Care in May", "Roads", "Audit, interim", "Payment for 3 months")),
        )
        for i in range(count)
    ]


PAYMENTS = payments()


def amount(pence: int) -> str:
    """An amount as the standards ask for it."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def lines(made: Sequence[Payment] = PAYMENTS) -> Lines:
    """The table, titles first."""
    rows = [
        ["Examples", "Agency", f"{p.day:%d/%m/%Y}", p.kind, p.area, p.supplier, p.reference, amount(p.pence), p.purpose]
        for p in made
    ]
    return [list(TITLES), *rows]


def csv_text(table: Lines, mark: str = ",", end: str = "\r\n") -> str:
    """The lines as text."""

    def written(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in (mark, '"', "\n", "\r")) else cell

    return "".join(mark.join(written(cell) for cell in line) + end for line in table)


def total(made: Sequence[Payment] = PAYMENTS) -> int:
    """Sum of the amounts in pence."""
    return sum(p.pence for p in made)


# nuisances around the table


def title_above(table: Lines) -> Lines:
    return [["Spend over £25,000", *[""] * 8], ["May 2026"], [""] * 9, *table]


def query_above(table: Lines) -> Lines:
    return [["select * from payments where amount > 25000"], ["set date '01/05/2026'"], *table]


def blank_lines(table: Lines) -> Lines:
    return [line for i, row in enumerate(table) for line in ([row, [""] * 9] if i % 7 == 3 else [row])]


def empty_lines_at_the_end(table: Lines) -> Lines:
    return [*table, *([""] * len(table[-1]) for _ in range(50))]


def filler_of_dashes(table: Lines) -> Lines:
    return [*table, *(["", "", "", "", "", "", "", " -   ", ""] for _ in range(30))]


def filler_of_constants(table: Lines) -> Lines:
    return [*table, *(["Examples", "Agency", "", "", "", "", "", "", ""] for _ in range(5))]


def total_named(table: Lines) -> Lines:
    return [*table, ["", "", "", "", "", "", "Total", amount(_sum(table)), ""]]


def total_in_supplier(table: Lines) -> Lines:
    return [*table, [""] * 9, ["", "", "", "", "", "Grand Total", "", amount(_sum(table)), ""]]


def total_with_counts(table: Lines) -> Lines:
    """A total named in the first column, with the numbers of suppliers and of rows beside it."""
    return [*table, ["Grand Total", "", "", "", "", "12", str(len(table) - 1), amount(_sum(table)), ""]]


def total_unnamed(table: Lines) -> Lines:
    return [*table, ["", "", "", "", "", "", "", amount(_sum(table)), ""]]


def total_on_top(table: Lines) -> Lines:
    head = next(i for i, row in enumerate(table) if _is_head(row))
    return [*table[: head + 1], ["", "", "", "", "", "", "", amount(_sum(table)), ""], *table[head + 1 :]]


def subtotals(table: Lines) -> Lines:
    """Sums in between, and the sum of all at the end."""
    out: Lines = []
    since = 0
    place = _column(table, "amount")
    for row in table:
        out.append(row)
        since += _pence(row, place)
        if row[place : place + 1] and _pence(row, place) and len(out) % 11 == 0:
            out.append([*[""] * place, amount(since)])
            since = 0
    return [*out, [*[""] * place, amount(_sum(table))]]


def notes_below(table: Lines) -> Lines:
    return [
        *table,
        [""],
        ["Note: all amounts include VAT where it can't be recovered."],
        ["Prepared by Finance on 12 June 2026"],
    ]


def titles_repeated(table: Lines) -> Lines:
    head = next(row for row in table if _is_head(row))
    middle = len(table) // 2
    return [*table[:middle], [""] * 9, list(head), *table[middle:]]


# nuisances of columns


def blank_columns(table: Lines) -> Lines:
    return [[cell for i, cell in enumerate(row) for cell in ([cell, ""] if i % 2 else [cell])] for row in table]


def many_blank_columns(table: Lines) -> Lines:
    return [[*row, *[""] * 240] for row in table]


def unknown_column(table: Lines) -> Lines:
    return [[("Costcuk" if _is_head(row) else f"K{i % 9}"), *row] for i, row in enumerate(table)]


def titles_loud(table: Lines) -> Lines:
    return [[f" {cell.upper()} " for cell in row] if _is_head(row) else row for row in table]


def titles_numbered(table: Lines) -> Lines:
    return [
        [f"{i} {cell}" if cell else cell for i, cell in enumerate(row, 1)] if _is_head(row) else row for row in table
    ]


def titles_mistyped(table: Lines) -> Lines:
    wrong = {
        "Supplier": "Suppler",
        "Transaction number": "Transation number",
        "Amount": "Ammount",
        "Description": "Desciption",
    }
    return [[wrong.get(cell, cell) for cell in row] if _is_head(row) else row for row in table]


def amount_untitled(table: Lines) -> Lines:
    return [["" if cell == "Amount" else cell for cell in row] if _is_head(row) else row for row in table]


def first_title_lost(table: Lines) -> Lines:
    return [
        ["#NAME?" if cell == "Department family" else cell for cell in row] if _is_head(row) else row for row in table
    ]


def columns_reordered(table: Lines) -> Lines:
    order = [7, 5, 2, 6, 8, 3, 4, 0, 1]
    return [[row[i] if i < len(row) else "" for i in order] for row in table]


def gross_beside(table: Lines) -> Lines:
    """The amount is net, and a gross amount stands before it."""
    return [
        [
            *row[:7],
            "Gross amount" if _is_head(row) else amount(_pence(row, 7) * 6 // 5) if len(row) > 7 and row[7] else "",
            *row[7:],
        ]
        if not _is_head(row)
        else [*row[:7], "Gross amount", "Net amount", *row[8:]]
        for row in table
    ]


# nuisances of values


def _amounts(change: Callable[[int], str]) -> Callable[[Lines], Lines]:
    def nuisance(table: Lines) -> Lines:
        place = _column(table, "amount")
        return [
            [
                change(_pence(row, place)) if i == place and cell and not _is_head(row) else cell
                for i, cell in enumerate(row)
            ]
            for row in table
        ]

    return nuisance


def _dates(change: Callable[[date], str]) -> Callable[[Lines], Lines]:
    def nuisance(table: Lines) -> Lines:
        place = _column(table, "date")
        return [
            [
                change(date(int(cell[6:]), int(cell[3:5]), int(cell[:2])))
                if i == place and cell and not _is_head(row)
                else cell
                for i, cell in enumerate(row)
            ]
            for row in table
        ]

    return nuisance


def thousands(pence: int) -> str:
    return f"{pence / 100:,.2f}"


pounds_and_commas = _amounts(
    lambda pence: f" £{abs(pence) / 100:,.2f} " if pence >= 0 else f"-£{abs(pence) / 100:,.2f} "
)
brackets = _amounts(lambda pence: f" {abs(pence) / 100:,.2f} " if pence >= 0 else f" ({abs(pence) / 100:,.2f})")
trailing_minus = _amounts(lambda pence: f"{abs(pence) / 100:,.2f}{'-' if pence < 0 else ''}")
credit_words = _amounts(lambda pence: f"{abs(pence) / 100:.2f} {'CR' if pence < 0 else 'DR'}")
float_dust = _amounts(lambda pence: f"{amount(pence)}00000000001")
named_months = _dates(lambda day: f"{day:%d-%b-%y}")
long_months = _dates(lambda day: f"{day.day} {day:%B %Y}")
dotted = _dates(lambda day: f"{day:%d.%m.%y}")
iso_times = _dates(lambda day: f"{day:%Y-%m-%d} 00:00:00")
serials = _dates(lambda day: str((day - date(1899, 12, 30)).days))
serial_floats = _dates(lambda day: f"{(day - date(1899, 12, 30)).days}.0")
american = _dates(lambda day: f"{day.month}/{day.day}/{day.year}")
mixed_dates = _dates(lambda day: f"{day:%d/%m/%Y}" if day.day % 2 else str((day - date(1899, 12, 30)).days))

AROUND = (
    title_above,
    query_above,
    blank_lines,
    empty_lines_at_the_end,
    filler_of_dashes,
    filler_of_constants,
    total_named,
    total_in_supplier,
    total_with_counts,
    total_unnamed,
    total_on_top,
    subtotals,
    notes_below,
    titles_repeated,
)
COLUMNS = (
    blank_columns,
    many_blank_columns,
    unknown_column,
    titles_loud,
    titles_numbered,
    titles_mistyped,
    amount_untitled,
    first_title_lost,
    columns_reordered,
    gross_beside,
)
VALUES = {
    "pounds_and_commas": pounds_and_commas,
    "brackets": brackets,
    "trailing_minus": trailing_minus,
    "credit_words": credit_words,
    "float_dust": float_dust,
    "named_months": named_months,
    "long_months": long_months,
    "dotted": dotted,
    "iso_times": iso_times,
    "serials": serials,
    "serial_floats": serial_floats,
    "american": american,
    "mixed_dates": mixed_dates,
}
NUISANCES: dict[str, Callable[[Lines], Lines]] = {f.__name__: f for f in (*AROUND, *COLUMNS)} | VALUES


def _is_head(row: Line) -> bool:
    return "Supplier" in row or "Suppler" in row or any(cell.strip().lower().endswith("supplier") for cell in row)


def _column(table: Lines, word: str) -> int:
    head = next(row for row in table if _is_head(row))
    named = [
        i
        for i, cell in enumerate(head)
        if word in cell.lower().replace("ammount", "amount") and "gross" not in cell.lower()
    ]
    return named[0] if named else 7


def _pence(row: Line, place: int) -> int:
    cell = row[place] if place < len(row) else ""
    digits = cell.replace(".", "", 1).lstrip("-")
    if not digits.isdigit():
        return 0
    return int(digits) * (-1 if cell.startswith("-") else 1)


def _sum(table: Lines) -> int:
    """Sum of the payments in a table whose amounts are still as the standards ask."""
    place = _column(table, "amount")
    where = _column(table, "date")
    return sum(_pence(row, place) for row in table if len(row) > max(place, where) and row[where] and not _is_head(row))
