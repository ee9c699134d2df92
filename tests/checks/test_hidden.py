"""Payments that people don't see in the workbook: on hidden rows, in hidden columns, on hidden sheets."""

from __future__ import annotations

from ckanext.spenddata.checks import hidden
from ckanext.spenddata.intake.reading import HiddenSheet
from tests.checks.filings import FILE, table_of
from tests.checks.kinds import payments, tried


def test_these_are_its_kinds():
    assert set(hidden.KINDS) == {
        "hidden_rows",
        "hidden_columns",
        "hidden_sheets",
        "table_beside",
        "marked_rows",
        "amounts_unlike",
    }


def test_hidden_rows_are_counted_and_summed():
    seen = (table_of(hidden_rows=(3, 4, 99)),)
    [found] = tried("hidden_rows", payments("600", "700.50", "800"), tables=seen).to_dicts()
    assert found["value"].startswith("2 payments, £1,500.50, in hidden ")
    assert "3" in found["value"]


def test_hidden_rows_in_several_currencies_have_no_sum():
    rows = payments("600", "700.50", "800")
    several = [{**row, "currency": currency} for row, currency in zip(rows, ["GBP", "EUR", "GBP"], strict=True)]
    seen = (table_of(hidden_rows=(3, 4)),)
    assert tried("hidden_rows", several, tables=seen)["value"][0].startswith("2 payments, mixed amounts, in hidden ")


def test_hidden_rows_of_another_sheet_are_none_of_these():
    elsewhere = (table_of("Other", hidden_rows=(2, 3)),)
    assert tried("hidden_rows", payments("600", "700"), tables=elsewhere).is_empty()


def test_a_hidden_column_is_told_by_its_title_where_it_is_used():
    columns = {"amount": 2, "description": 5}
    known = (table_of(columns=columns, hidden_columns=(5, 7), titles={"description": "Note"}),)
    [found] = tried("hidden_columns", payments("600"), tables=known).to_dicts()
    assert (found["field"], found["value"]) == ("description", "hidden: “Note”")
    unused = (table_of(columns=columns, hidden_columns=(7,)),)
    assert tried("hidden_columns", payments("600"), tables=unused).is_empty()


def test_a_hidden_sheet_is_told_with_what_is_on_it():
    [found] = tried(
        "hidden_sheets", payments("600"), hidden_sheets=((FILE, HiddenSheet("Late ones", 1, 5050)),)
    ).to_dicts()
    assert (found["sheet"], found["value"]) == ("Late ones", "1 payment, £50.50, on the hidden sheet “Late ones”")


def test_amounts_that_are_not_seen_as_they_are():
    known = (table_of(columns={"amount": 2}, titles={"amount": "Value"}, amounts_unlike=3),)
    [found] = tried("amounts_unlike", payments("600"), tables=known).to_dicts()
    assert (found["field"], found["value"]) == ("amount", "3 numbers of “Value”")
    assert tried("amounts_unlike", payments("600"), tables=(table_of(columns={"amount": 2}),)).is_empty()
