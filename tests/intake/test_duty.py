"""The duty of a return decides which of two fields a title means; what the file says plainly stands."""

from __future__ import annotations

import pytest

from tests.intake.columns.test_mapping import AMOUNT, DATE, FIRMS, KINDS, SUPPLIER, sheet

DEPARTMENTS = (["Adult Care", "Highways", "Legal"] * 4)[:12]


@pytest.mark.parametrize(
    ("regime", "field"),
    [
        ("lgtc-500", "expense_area"),
        ("lgtc-gpc", "expense_area"),
        ("hmt-25k", "department_family"),
        (None, "department_family"),
    ],
)
def test_a_department_is_what_the_duty_calls_one(regime, field, read_bytes, definitions):
    text = sheet(DATE, ("Department", DEPARTMENTS), SUPPLIER, AMOUNT, ("Purpose", KINDS))
    reading = read_bytes(text, regime=definitions.regimes[regime] if regime else None)
    assert reading.tables[0].mapping[field].title == "Department"
    assert reading.rows.frame[field].to_list() == DEPARTMENTS
    assert not reading.questions


@pytest.mark.parametrize("other", ["Service Area", "Directorate", "Service"])
def test_beside_a_column_that_is_plainly_the_area_it_means_the_other(other, read_bytes, definitions):
    text = sheet(DATE, ("Department", DEPARTMENTS), (other, KINDS), SUPPLIER, AMOUNT)
    plain = read_bytes(text)
    under = read_bytes(text, regime=definitions.regimes["lgtc-500"])
    assert under.tables[0].mapping.keys() == plain.tables[0].mapping.keys()
    assert under.questions == plain.questions


def test_titles_with_one_meaning_stay(read_bytes, definitions):
    text = sheet(DATE, ("Department Family", DEPARTMENTS), ("Beneficiary", FIRMS), AMOUNT)
    mapping = read_bytes(text, regime=definitions.regimes["lgtc-500"]).tables[0].mapping
    assert mapping["department_family"].title == "Department Family"
    assert mapping["supplier_name"].title == "Beneficiary"
