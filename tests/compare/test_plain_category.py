"""One category and its suppliers in common as plain data: money as text, and a way to what is behind each figure."""

from __future__ import annotations

import json
from datetime import date

from ckanext.spenddata.compare.common_suppliers import in_common
from ckanext.spenddata.compare.plain_category import category_dict, payment_dict, suppliers_dict
from tests.compare.test_one_category import CATEGORY, looked_at

COMPARISON, FOUND = looked_at([[100_00, 300_00], [50_00], [50_00]])


def test_a_category_is_json_with_money_as_text():
    made = category_dict(COMPARISON, FOUND)
    assert json.loads(json.dumps(made)) == made
    assert (made["id"], made["bodies"][0]["median_payment"], made["bodies"][0]["suppliers"]) == (CATEGORY, "200.00", 3)
    may = next(month for month in made["months"] if month["month"] == "2025-05")
    assert (may["value"], may["value_text"]) == ("0.00", "£0.00")
    june = next(month for month in made["months"] if month["month"] == "2025-06")
    assert june["value"] == "0.00"


def test_a_payment_without_a_description_has_its_expense_type():
    row = {
        "_id": 7,
        "payment_date": date(2026, 4, 5),
        "supplier_name": None,
        "description": "",
        "expense_type": "Travel",
    }
    made = payment_dict({**row, "expense_area": "Adults", "pence": -5})
    assert (made["payment_date"], made["description"], made["amount"]) == ("2026-04-05", "Travel", "-0.05")


def common(most: int) -> dict:
    bodies = [each.publisher_id for each in COMPARISON.bodies]
    paid = {(one, supplier): [100_00] for one in bodies for supplier in ("name:A", "name:B")}
    paid[bodies[0], ""] = [7]
    return suppliers_dict(COMPARISON, in_common(bodies, paid), {"name:A": "Alder Ltd"}, most, CATEGORY)


def test_suppliers_in_common_are_called_by_their_labels_and_cut_at_the_most():
    made = common(1)
    assert [each["name"] for each in made["suppliers"]] == ["Alder Ltd"]
    assert made["in_common"] == 2
    assert [each["name"] for each in common(5)["suppliers"]] == ["Alder Ltd", "name:B"]


def test_each_cell_has_the_search_of_its_payments():
    cell = common(5)["suppliers"][0]["cells"][0]
    assert (cell["amount"], cell["transactions"], cell["median_payment"]) == ("100.00", 1, "100.00")
    assert (cell["search"]["supplier_id"], cell["search"]["category"]) == ("name:A", CATEGORY)


def test_what_nobody_may_know_is_told_as_a_sum():
    assert common(5)["withheld"] == "0.07"
    assert common(5)["suppliers_of_body"] == 2
