"""Files of another kind than a list of payments are told by their titles, their cells and their shape."""

from __future__ import annotations

from ckanext.spenddata.checks import another_kind
from tests.checks.filings import good, table_of
from tests.checks.kinds import payments, tried

PAYROLL = {"patterns": ("(?i)national insurance", "(?i)gross pay"), "at_least": 2}


def titled(*titles: str) -> dict:
    return {"tables": (table_of(all_titles=titles),)}


def test_these_are_its_kinds():
    assert set(another_kind.KINDS) == {"titles", "cells", "card_settled", "one_supplier", "one_area", "summed_up"}


def test_titles_of_a_payroll_are_quoted():
    [found] = tried("titles", [good()], parameters=PAYROLL, **titled("Gross_pay", "National insurance no")).to_dicts()
    assert found["value"] == "the titles “National insurance no”, “Gross_pay”"


def test_one_such_title_is_not_enough_where_two_are_asked_for():
    assert tried("titles", [good()], parameters=PAYROLL, **titled("Gross pay", "Amount")).is_empty()


def test_cells_that_say_they_are_a_test_are_told_with_the_first_of_them():
    rows = [good(), good(description="TEST ROW"), good(description="test row 2")]
    asked = {"parameters": {"pattern": "(?i)^test row"}, "fields": ["description"]}
    assert tried("cells", rows, **asked)["value"].to_list() == ["2 rows: “TEST ROW”"]
    asked["parameters"]["percent"] = 70
    assert tried("cells", rows, **asked).is_empty()


def test_a_filter_left_on_one_supplier_is_seen_from_ten_rows_on():
    assert tried("one_supplier", payments(*["600"] * 9)).is_empty()
    assert tried("one_supplier", payments(*["600"] * 10))["value"].to_list() == [
        "10 payments to “Northwind Traders Limited”"
    ]
    assert tried("one_supplier", [*payments(*["600"] * 10), good(supplier_name="Alder Ltd")]).is_empty()


def test_suppliers_that_are_withheld_are_no_filter():
    withheld = payments(*["600"] * 10, supplier_name="REDACTED PERSONAL DATA", redaction_reason="personal_data")
    assert tried("one_supplier", withheld).is_empty()


def summed(count: int = 12, date: str = "04/2026", **cells: str | None) -> list[dict[str, str | None]]:
    rows = [good(supplier_name=f"Supplier {n} Ltd", payment_date=date, **cells) for n in range(count)]
    return [{name: cell for name, cell in row.items() if name != "transaction_number"} for row in rows]


def test_sums_by_supplier_and_month_are_no_payments():
    assert tried("summed_up", summed())["value"].to_list() == ["12 rows, one for each supplier and month"]


def test_whole_days_numbers_or_a_supplier_twice_are_payments():
    assert tried("summed_up", summed(date="15/04/2026")).is_empty()
    assert tried("summed_up", [*summed(), summed()[0]]).is_empty()
    numbered = [{**row, "transaction_number": str(n)} for n, row in enumerate(summed())]
    assert tried("summed_up", numbered).is_empty()
