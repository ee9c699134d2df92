"""Codes written another way are brought into the right form where only one can be meant, and left alone where not."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.checks.spellings import fix
from ckanext.spenddata.definitions import load

SCHEMA = load().transaction


@pytest.mark.parametrize(
    ("field", "shape", "cell", "right"),
    [
        ("supplier_postcode", "postcode", "sw1a2aa", "SW1A 2AA"),
        ("supplier_postcode", "postcode", "SA7 OEA", "SA7 0EA"),
        ("supplier_postcode", "postcode", "BI 2JJ", "B1 2JJ"),
        ("supplier_postcode", "postcode", "LSI IUR", "LS1 1UR"),
        ("supplier_postcode", "postcode", "CIS-LS1 1UR", "LS1 1UR"),
        ("supplier_postcode", "postcode", "LS1 1UR#NO5A/C", "LS1 1UR"),
        ("supplier_postcode", "postcode", "LS1 1UR or LS2 2AB", None),
        ("supplier_postcode", "postcode", "94104", None),
        ("supplier_postcode", "postcode", "LS1", None),
        ("supplier_company_number", "company_number", "123456", "00123456"),
        ("supplier_company_number", "company_number", "oc 30123", "OC030123"),
        ("supplier_company_number", "company_number", "not registered", None),
        ("supplier_charity_number", "charity_number", "1234567.0", "1234567"),
        ("supplier_charity_number", "charity_number", "sc 012345", "SC012345"),
        ("cpv_code", "cpv", "3111000-4", "03111000-4"),
        ("cpv_code", "cpv", "9310000.0", "09310000"),
        ("cpv_code", "cpv", "931", None),
        ("merchant_category_code", "digits_4", "763", "0763"),
        ("merchant_category_code", "digits_4", "taxi", None),
        ("currency", "upper", " gbp ", "GBP"),
        ("supplier_type", "listed", "Public Sector", "public_sector"),
        ("supplier_type", "listed", "enormous", None),
    ],
)
def test_the_right_form(field, shape, cell, right):
    suggested = fix(pl.col("cell"), SCHEMA.field(field), shape, {})
    assert suggested is not None
    assert pl.DataFrame({"cell": [cell]}).select(suggested).item() == right


def test_listed_words_come_before_the_form():
    suggested = fix(pl.col("cell"), SCHEMA.field("supplier_type"), "listed", {"large company": "large"})
    assert suggested is not None
    cells = pl.DataFrame({"cell": ["Large  Company", "LARGE", "none of these"]})
    assert cells.select(suggested).to_series().to_list() == ["large", "large", None]


def test_nothing_is_suggested_where_no_other_form_is_known():
    assert fix(pl.col("cell"), SCHEMA.field("contract_ocid"), None, {}) is None
