"""Bodies that a table names in columns which no field takes: *Organisation URI*, *Organisation Code*."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.spenddata.definitions.titles import PUBLISHER_CODE, Titles
from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.intake.reading import NamedBody
from ckanext.spenddata.values import text


def named_bodies(payments: TablePayments, titles: Titles) -> Iterator[NamedBody]:
    """Of each such column the cell that stands beside most payments."""
    for column in payments.table.layout.free():
        match = titles.match(column.title)
        if match is None or match.title.role != PUBLISHER_CODE:
            continue
        cells = payments.table.cells(column.number).filter(payments.keep).drop_nulls()
        counts = cells.str.strip_chars(text.BLANKS).value_counts(name="rows")
        if counts.height:
            cell, rows = counts.sort(["rows", counts.columns[0]], descending=[True, False]).row(0)
            yield NamedBody(column.label, cell, rows)
