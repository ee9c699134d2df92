"""What stands beside the payments of a table and is not read: another table, and columns that say which rows are not for the public."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from ckanext.spenddata.definitions.titles import Titles
from ckanext.spenddata.intake.columns.agreement import agrees
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import KEY_FIELDS
from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.intake.reading import MarkedRows, TableBeside
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.values import booleans, money, text

_DIFFERENT = 0.5
"""So many of the suppliers of another table differ from those in the same rows of the first."""
_WITHHOLDS = re.compile(
    r"\b(?:redact\w*|exclu\w+|withh\w+|suppress\w*|omit\w*|exempt\w*|remove\w*|confidential|sensitive)\b"
)
_PUBLISHES = re.compile(r"\b(?:publish\w*|publication|transparency|release\w*|disclos\w+|includ\w+|web ?site)\b")
_NOT = re.compile(r"\b(?:not|don|never)\b")
_OTHER_MATTERS = re.compile(
    r"\b(?:vat|tax|contracts?|tender\w*|procure\w*|payments? released?|release (?:no|number))\b"
)
"""What else than publishing its payment a row can be exempt from, included in or released for."""
_REMARKS = re.compile(r"\b(?:comments?|notes?|remarks?|actions?|checked|review\w*)\b")
_YES, _NO = booleans.YES | {"x", "1"}, booleans.NO | {"0"}
_NOT_PUBLIC = re.compile(
    r"(?:do not|don.?t|not to be|not for|never) (?:be )?(?:publish\w*|publication|release\w*|disclos\w+)\b.*"
    r"|(?:to be |please |needs? to be |must be )?(?:redact|exclude|withhold|suppress|omit|remove)\w*"
    r"(?: (?:from|before|on|for) .*| this .*| name.*| - .*)?"
)
_FEW = 200
"""A column of remarks has at most so many different ones, or it describes the payments."""


def table_beside(payments: TablePayments, titles: Titles) -> TableBeside | None:
    """A table in columns that no field takes, with dates, amounts and suppliers of its own; None where there is none.

    All its columns stand on one side of those that are read, and it names other suppliers.
    """
    table = payments.table
    read = [table.layout.fields[name].column for name in KEY_FIELDS if name in table.layout.fields]
    if len(read) < len(KEY_FIELDS):
        return None
    for side in (range(max(read) + 1, table.grid.width + 1), range(1, min(read))):
        found = {name: column for name, column in _named(table, titles) if column.number in side}
        if found.keys() >= {*KEY_FIELDS} and _differ(table, found["supplier_name"]):
            columns = [column for column in table.layout.free() if column.number in side and column.profile.filled]
            title = text.title_key(found["amount"].title)
            # Of a third table, too.
            alike = [column.number for column in columns if text.title_key(column.title) == title]
            amounts = pl.concat(money.column(table.cells(number), payments.unit)["value"] for number in alike)
            return TableBeside(columns[0].number, columns[-1].number, int(amounts.count()), int(amounts.sum() or 0))
    return None


def _named(table: Table, titles: Titles) -> Iterator[tuple[str, Column]]:
    """Columns that no field takes, with the field that their title names and their values can be; the first of each last."""
    for column in reversed(table.layout.free()):
        match = titles.match(column.title) if column.profile.filled else None
        for name in {each.field for each in (match.title, *match.title.also)} & {*KEY_FIELDS} if match else ():
            if agrees(name, column.profile):
                yield name, column


def _differ(table: Table, other: Column) -> bool:
    suppliers, others = table.column("supplier_name"), table.cells(other.number)
    both = pl.DataFrame({"one": suppliers, "two": others}).drop_nulls()
    return both.height > 0 and float((both["one"] != both["two"]).mean() or 0) >= _DIFFERENT  # type: ignore[arg-type]


def marked_rows(payments: TablePayments) -> tuple[MarkedRows, ...]:
    """Payments that a column which no field takes says are not for the public, by column."""
    return tuple(_marked(payments)) if payments.table.header else ()


def _marked(payments: TablePayments) -> Iterator[MarkedRows]:
    table = payments.table
    for column in table.layout.free():
        words = " ".join(text.words(column.title))
        if not column.profile.filled or not any(form.search(words) for form in (_WITHHOLDS, _PUBLISHES, _REMARKS)):
            continue
        whole = table.cells(column.number)
        cells = whole.filter(payments.keep).unique().drop_nulls().to_list()
        saying = [cell for cell in cells if _says_no(" ".join(text.words(cell)), words)] if len(cells) <= _FEW else []
        rows = (whole.is_in(saying) & payments.keep).fill_null(value=False).arg_true() if saying else []
        if len(rows):
            yield MarkedRows(column.label, tuple(table.grid.number(table.start + place) for place in rows))


def _says_no(cell: str, title: str) -> bool:
    """True for a cell that keeps its row from the public, under the words of a title."""
    withholds, publishes = bool(_WITHHOLDS.search(title)), bool(_PUBLISHES.search(title))
    if publishes and not withholds and _NOT.search(title):
        withholds, publishes = True, False
    plain = withholds != publishes and not _OTHER_MATTERS.search(title)
    if plain and (cell in _YES or cell in _NO):
        return cell in (_YES if withholds else _NO)
    return _NOT_PUBLIC.fullmatch(cell) is not None
