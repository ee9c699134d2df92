"""What a duty asks for: a supplier in each row, cells and columns, each called as the regime calls it."""

from __future__ import annotations

from ckanext.spenddata.checks import required
from tests.checks.filings import good
from tests.checks.kinds import places, tried


def without(*fields: str) -> dict[str, str | None]:
    return {name: cell for name, cell in good().items() if name not in fields}


def test_these_are_its_kinds():
    assert set(required.KINDS) == {"supplier", "required_cell", "required_column"}


def test_a_row_with_neither_a_supplier_nor_a_reason_is_found():
    rows = [good(), good(supplier_name=None), good(supplier_name=None, redaction_reason="personal_data")]
    assert places(tried("supplier", rows)) == [3]


def test_every_row_is_without_supplier_where_no_column_is_one():
    assert places(tried("supplier", [without("supplier_name"), without("supplier_name")])) == [2, 3]


def test_a_blank_cell_is_called_as_the_regime_calls_it():
    rows = [good(), good(expense_area=None)]
    [found] = tried("required_cell", rows, expected="fill in {title}").to_dicts()
    assert (found["row"], found["field"]) == (3, "expense_area")
    assert found["expected"].startswith("fill in ")
    assert "{" not in found["expected"]


def test_a_blank_that_says_something_is_let_be():
    rows = [good(), good(expense_area=None)]
    assert tried("required_cell", rows, parameters={"except_fields": ("expense_area",)}).is_empty()
    withheld = [good(redaction_reason=None), good(expense_area=None, redaction_reason="personal_data")]
    assert tried("required_cell", withheld, parameters={"unless_redacted": ("expense_area",)}).is_empty()


def test_another_field_does_as_well_where_it_is_filled():
    rows = [good(expense_area=None, expense_code="4100"), good(expense_area=None, expense_code=None)]
    found = tried("required_cell", rows, parameters={"instead": {"expense_area": ("expense_code",)}})
    assert [(each["row"], each["field"]) for each in found.to_dicts()] == [(3, "expense_area")]


def test_a_column_that_is_not_there_is_told_once():
    rows = [without("expense_area"), without("expense_area")]
    assert tried("required_column", rows)["field"].to_list() == ["expense_area"]
    assert tried("required_column", rows, regime=None).is_empty()
    assert tried("required_column", rows, parameters={"instead": {"expense_area": ("expense_type",)}}).is_empty()
