"""Cells that seem to stand in another column are told, and nothing is moved from a column that is titled otherwise."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks.fix_all import fix_all
from tests.checks.filings import GOOD, context, filing, found, good, table_of
from tests.checks.kinds import places, tried

FIELDS = list(GOOD)
TABLES = (table_of(first_row=2, columns={name: number for number, name in enumerate(FIELDS, 1)}),)
Row = dict[str, str | None]


def ordinary(number: int) -> Row:
    return {
        **GOOD,
        "payment_date": f"{number % 28 + 1:02d}/04/2026",
        "supplier_name": f"Supplier {chr(65 + number)} Limited",
        "transaction_number": str(5_100_000_000 + number),
        "amount": f"{30_000 + number * 13}.50",
    }


ROWS = [ordinary(number) for number in range(24)]
BAD = range(8, 12)


def with_bad(change) -> list[Row]:
    return [change(dict(row)) if number in BAD else row for number, row in enumerate(ROWS)]


def swapped(one: str, other: str):
    return lambda row: {**row, one: row[other], other: row[one]}


def to_the_left(start: str):
    """The row as it is where the cell of ``start`` was left out."""

    def change(row: Row) -> Row:
        cells = list(row.values())
        del cells[FIELDS.index(start)]
        return dict(zip(FIELDS, [*cells, None], strict=True))

    return change


CHANGES = {
    "date and text": (swapped("payment_date", "expense_type"), "Expense type"),
    "amount and text": (swapped("amount", "description"), "Description"),
    "a cell left out before the date": (to_the_left("entity"), "Entity"),
    "a cell left out before the amount": (to_the_left("transaction_number"), "Transaction number"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_rows_that_lost_their_date_or_amount_to_another_column_are_errors_that_say_where_it_is(kind):
    change, title = CHANGES[kind]
    findings = found("columns-shifted", filing(*with_bad(change)), tables=TABLES)
    assert findings["index"].to_list() == list(BAD), "one for each row"
    assert findings["severity"].unique().to_list() == ["error"]
    assert findings["fix"].is_null().all()
    assert all(f"“{title}”" in expected for expected in findings["expected"])


@pytest.mark.parametrize("kind", CHANGES)
def test_no_fix_takes_an_amount_a_date_or_a_name_from_another_column(kind):
    rows = filing(*with_bad(CHANGES[kind][0]))
    fixed = fix_all(rows, context(tables=TABLES))
    for name in ("amount", "payment_date", "supplier_name"):
        assert fixed.rows.frame[name].equals(rows.frame[name])


def test_a_reference_with_decimals_beside_an_amount_without_is_no_fault():
    rows = [{**row, "transaction_number": f"20000{n:04d}", "amount": f"{500 + n}.25"} for n, row in enumerate(ROWS)]
    for number in BAD:
        rows[number] |= {"transaction_number": f"20000{number:04d}.00", "amount": str(484 + number)}
    rows = filing(*rows)
    assert found("columns-shifted", rows, tables=TABLES).is_empty()
    assert found("amount-like-reference", rows, tables=TABLES).is_empty()
    assert fix_all(rows, context(tables=TABLES)).rows.amount_total() == rows.amount_total()


def test_an_amount_and_a_reference_that_changed_places_are_told_and_stay():
    rows = filing(*with_bad(swapped("amount", "transaction_number")))
    findings = found("amount-like-reference", rows, tables=TABLES)
    assert findings["index"].to_list() == list(BAD)
    assert findings["fix"].is_null().all()
    assert fix_all(rows, context(tables=TABLES)).rows.amount_total() == rows.amount_total()


def test_whole_pounds_are_no_fault():
    rows = [{**row, "amount": "300000"} if number in BAD else row for number, row in enumerate(ROWS)]
    assert found("columns-shifted", filing(*rows), tables=TABLES).is_empty()
    assert found("amount-like-reference", filing(*rows), tables=TABLES).is_empty()


@pytest.mark.parametrize("form", ["INV{}", "PO/{}/A", "{}-7"])
def test_an_amount_exchanged_with_its_reference_is_told_whatever_references_look_like(form):
    rows = [{**row, "transaction_number": form.format(row["transaction_number"])} for row in ROWS]
    rows[9] |= {"transaction_number": rows[9]["amount"], "amount": "5100000029"}
    assert found("amount-like-reference", filing(*rows), tables=TABLES)["row"].to_list() == [11]


def under_words(*cells: str, rows: int = 20, field: str = "description") -> list[dict[str, str | None]]:
    """Rows of which the first have these cells in place of words."""
    numbered = [good(transaction_number=f"51{n:08}") for n in range(rows)]
    return [{**row, field: cells[n]} if n < len(cells) else row for n, row in enumerate(numbered)]


def test_money_under_words_is_told_row_by_row_or_of_the_column_where_it_fills_more_than_a_share():
    cells = ["1234.56", "99.10", "£45,210.77"]
    said = {"fields": ["description"], "parameters": {"at_least": 3, "percent": 20}}
    assert places(tried("under_words", under_words(*cells), **said)) == [2, 3, 4]
    assert tried("under_words", under_words(*cells[:2]), **said).is_empty()
    for share in (5, 19, 20):
        [found] = tried("under_words", under_words(*[f"12{n:02}.56" for n in range(share)]), **said).to_dicts()
        assert (found["field"], found["value"]) == ("description", f"{share} of 20 rows, such as “1200.56”")


@pytest.mark.parametrize("share", [4, 12, 20])
def test_numbers_of_parts_are_no_money(share):
    said = {"fields": ["transaction_number"], "parameters": {"at_least": 3, "percent": 20}}
    parts = under_words(*[f"5100{n // 3}.0{n % 3 + 1}" for n in range(share)], field="transaction_number")
    assert tried("under_words", parts, **said).is_empty()


def test_codes_that_come_again_and_again_are_no_money():
    said = {"fields": ["expense_type"], "parameters": {"at_least": 3, "percent": 20}}
    codes = [f"41{n % 12}0.{25 + n % 12}" for n in range(60)]
    assert tried("under_words", under_words(*codes, rows=60, field="expense_type"), **said).is_empty()
    assert len(tried("under_words", under_words(*codes[:40], rows=60, field="expense_type"), **said)) == 1
