"""A document says what its row says, in exact pence."""

from datetime import date
from decimal import Decimal

import pytest

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.search.documents import MOST_CHARACTERS, document, pence

ALDER = Publisher(publisher_id="X-DEMO-ALDER", name="Alder Council", body_type="local authority", region="North")
ROW = {
    "_id": (7 << 24) + 3,
    "return_id": "X-DEMO-ALDER.lgtc-500.2026-Q1",
    "amount": Decimal("-1234.50"),
    "payment_date": date(2026, 2, 3),
    "supplier_name": "Fernholm Roofing",
    "description": "",
    "entity": None,
}


def test_amounts_are_whole_pence_and_blank_cells_are_not_there():
    found = document(ROW, ALDER, 7)
    assert found["id"] == str(ROW["_id"])
    assert (found["pence"], found["payment_date"], found["supplier"]) == (
        -123450,
        "2026-02-03T00:00:00Z",
        "Fernholm Roofing",
    )
    assert (found["body_type"], found["region"], found["entry_no"]) == ("local authority", "North", 7)
    assert not {"description", "entity", "body_subtype"} & found.keys()


@pytest.mark.parametrize(
    ("pounds", "expected"), [("0.01", 1), ("-0.01", -1), ("99999999999.99", 9999999999999), ("5", 500)]
)
def test_pounds_become_pence_exactly(pounds, expected):
    assert pence(Decimal(pounds)) == expected


def test_fractions_of_a_penny_are_a_mistake_not_a_rounding():
    with pytest.raises(ValueError, match="whole number of pence"):
        pence(Decimal("0.005"))


def test_values_that_lucene_would_refuse_are_cut_but_descriptions_are_kept_whole():
    found = document(ROW | {"expense_type": "x" * 40_000, "description": "word " * 8_000}, ALDER, 7)
    assert len(found["expense_type"]) == MOST_CHARACTERS
    assert len(found["description"]) == 40_000
