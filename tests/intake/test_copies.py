"""A sheet that holds the payments of others again counts once, and only where every payment is the same to the penny."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import xlsxwriter

from ckanext.spenddata.intake import copies
from ckanext.spenddata.intake.payments import TablePayments, payments_in
from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.intake.tables.find import find_tables
from tests.intake import corpus
from tests.intake.grids import from_rows

TITLES = ["Date", "Supplier", "Transaction number", "Amount"]
ALL = corpus.payments(12)


def sheet(definitions, name: str | None, payments: list[corpus.Payment]) -> TablePayments:
    """The payments of one sheet."""
    lines = [[f"{each.day:%d/%m/%Y}", each.supplier, each.reference, corpus.amount(each.pence)] for each in payments]
    [table] = find_tables(from_rows([TITLES, *lines], name), definitions.titles, Answers())
    [paid] = payments_in(table, None)
    assert int(paid.keep.sum()) == len(payments)
    return paid


@pytest.mark.parametrize("again", [ALL, ALL[::-1]])
def test_a_sheet_that_holds_another_again_is_left_out_and_that_is_told(again, definitions):
    first, second = sheet(definitions, "May", ALL), sheet(definitions, "Copy of May", again)
    kept, said = copies.set_aside([first, second])
    assert kept == [first]
    assert said == [
        "The sheet “Copy of May” holds the same 12 payments as “May”, to the penny, and was left out so that none counts twice."
    ]


def test_a_sheet_of_all_months_beside_each_month_is_left_out(definitions):
    parts = [sheet(definitions, name, some) for name, some in (("May", ALL[:5]), ("June", ALL[5:]))]
    kept, [said] = copies.set_aside([*parts, sheet(definitions, "All", ALL)])
    assert kept == parts
    assert "as “May”, “June”" in said


def one_changed(**changes: object) -> list[corpus.Payment]:
    return [replace(ALL[0], **changes), *ALL[1:]]


@pytest.mark.parametrize(
    "other",
    [
        one_changed(pence=ALL[0].pence + 1),
        one_changed(supplier="Another Ltd"),
        one_changed(day=ALL[0].day + timedelta(days=1)),
        # The same sum, of other payments.
        [*one_changed(pence=ALL[0].pence + 100)[:1], replace(ALL[1], pence=ALL[1].pence - 100), *ALL[2:]],
        ALL[:-1],
    ],
)
def test_a_sheet_that_differs_in_anything_counts(other, definitions):
    both = [sheet(definitions, "May", ALL), sheet(definitions, "June", other)]
    assert copies.set_aside(both) == (both, [])
    assert not copies.stand_in(both[1], both[:1])


def test_two_tables_of_one_sheet_and_a_few_payments_may_be_the_same_by_chance(definitions):
    for name, some in (("May", ALL), (None, ALL)):
        same = [sheet(definitions, name, some), sheet(definitions, name, some)]
        assert copies.set_aside(same) == (same, [])
    few = [sheet(definitions, "May", ALL[:2]), sheet(definitions, "June", ALL[:2])]
    assert copies.set_aside(few) == (few, [])
    three = [sheet(definitions, "May", ALL[:3]), sheet(definitions, "June", ALL[:3])]
    assert copies.set_aside(three)[0] == three[:1]


def test_no_payment_stands_in_nothing(definitions):
    assert not copies.stand_in(sheet(definitions, "May", ALL), [])


def test_a_workbook_with_a_copy_is_counted_once(read_bytes):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name in ("May", "May (2)"):
            page = book.add_worksheet(name)
            for row, line in enumerate(corpus.lines(ALL)):
                page.write_row(row, 0, line)
    reading = read_bytes(out.getvalue(), "spend.xlsx")
    assert reading.rows.amount_total() == corpus.total(ALL)
