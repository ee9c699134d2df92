"""One category and its suppliers in common as plain data: money as text, and a way to what is behind each figure."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ckanext.spenddata.compare.common_suppliers import in_common
from ckanext.spenddata.compare.one_category import one_category
from ckanext.spenddata.compare.plain_category import category_dict, payment_dict, suppliers_dict
from ckanext.spenddata.definitions.deflators import Deflator
from tests.compare.test_one_category import CATEGORY, looked_at
from tests.compare.test_over_time import looked_at as over_two_years

COMPARISON, FOUND = looked_at([[100_00, 300_00], [50_00], [50_00]])


def test_a_category_is_json_with_money_as_text():
    made = category_dict(COMPARISON, FOUND, None)
    assert json.loads(json.dumps(made)) == made
    assert (made["id"], made["bodies"][0]["median_payment"], made["bodies"][0]["suppliers"]) == (CATEGORY, "200.00", 3)
    may = next(month for month in made["months"] if month["month"] == "2025-05")
    assert (may["value"], may["value_text"]) == ("0.00", "£0.00")
    june = next(month for month in made["months"] if month["month"] == "2025-06")
    assert june["value"] == "0.00"


DEFLATOR = Deflator(
    "made-up", "Made-up prices", "Office of Examples", "None", {"2024-25": Decimal(100), "2025-26": Decimal(125)}
)


def two_years(measure: str = "spend-per-head", deflator: Deflator | None = DEFLATOR) -> dict[str, Any]:
    """A body that paid £2 a head, then £3; its four peers 50 pence, then 70."""
    peer = {"2024-05": 50_000, "2025-05": 70_000}
    asked = over_two_years([{"2024-05": 200_000, "2025-05": 300_000}, *[peer] * 4], measure=measure)
    comparison, row, monthly, categories = asked
    return category_dict(comparison, one_category(comparison, row, {}, {}, monthly, categories), deflator)


def test_years_are_told_as_paid_and_in_the_prices_of_the_last():
    made = two_years()
    assert json.loads(json.dumps(made)) == made
    assert [each["financial_year"] for each in made["years"]] == ["2024-25", "2025-26"]
    assert [(each["value"], each["real_value"]) for each in made["years"]] == [("2.00", "2.50"), ("3.00", "3.00")]
    assert [(each["peers"]["median"], each["real_median"]) for each in made["years"]] == [
        ("0.50", "0.63"),
        ("0.70", "0.70"),
    ]
    assert made["years"][0]["real_value_text"] == "£2.50"
    assert (made["prices"]["financial_year"], made["prices"]["source"]) == ("2025-26", "Office of Examples")


@pytest.mark.parametrize(
    ("measure", "deflator"),
    [
        ("share", DEFLATOR),
        ("spend-per-head", None),
        ("spend-per-head", Deflator("one", "One year", "Office", "None", {"2025-26": Decimal(100)})),
    ],
    ids=["a share is no money", "no series", "a year that the series lacks"],
)
def test_what_can_t_be_told_in_the_prices_of_a_year_is_told_as_paid_alone(measure, deflator):
    made = two_years(measure, deflator)
    assert made["prices"] is None
    assert {each["real_value"] for each in made["years"]} == {None}
    assert None not in {each["value"] for each in made["years"]}


def test_one_year_is_set_beside_no_other():
    made = category_dict(COMPARISON, FOUND, DEFLATOR)
    assert (made["years"], made["prices"]) == ([], None)


def test_a_payment_without_a_description_has_its_expense_type():
    row = {
        "_id": 7,
        "payment_date": date(2026, 4, 5),
        "supplier_name": None,
        "description": "",
        "expense_type": "Travel",
        "currency": "EUR",
    }
    made = payment_dict({**row, "expense_area": "Adults", "pence": -5})
    assert (made["payment_date"], made["description"]) == ("2026-04-05", "Travel")
    assert (made["amount"], made["currency"]) == ("-0.05", "EUR")


def common(most: int) -> dict:
    bodies = [each.publisher_id for each in COMPARISON.bodies]
    paid = {(one, supplier): [100_00] for one in bodies for supplier in ("name:A", "name:B")}
    paid[bodies[0], ""] = [7]
    return suppliers_dict(COMPARISON, in_common(bodies, paid, most), {"name:A": "Alder Ltd"}, CATEGORY)


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


def test_programs_find_everything_under_its_name():
    made = category_dict(COMPARISON, FOUND, None)
    assert list(made) == ["id", "label", "finding", "explained", "counted_per", "bodies", "months", "years", "prices"]
    assert list(made["bodies"][0]) == ["publisher_id", "payments_per", "median_payment", "suppliers"]
    assert list(made["months"][0]) == ["month", "value", "value_text", "peers"]
    found = common(5)
    assert list(found) == ["suppliers", "in_common", "share_percent", "suppliers_of_body", "withheld"]
    assert list(found["suppliers"][0]) == ["supplier_id", "name", "cells"]
    assert list(found["suppliers"][0]["cells"][0]) == [
        "publisher_id",
        "transactions",
        "amount",
        "amount_text",
        "share_percent",
        "median_payment",
        "search",
    ]
    row = {"_id": 7, "payment_date": date(2026, 4, 5), "supplier_name": "Alder", "description": "Roads", "pence": 5}
    assert payment_dict({**row, "expense_type": "Travel", "expense_area": "Adults", "currency": "GBP"}) == {
        "id": 7,
        "payment_date": "2026-04-05",
        "supplier_name": "Alder",
        "description": "Roads",
        "expense_area": "Adults",
        "amount": "0.05",
        "currency": "GBP",
    }


def test_shares_of_suppliers_in_common_are_of_all_that_a_body_pays_in_the_category():
    found = common(5)
    own, peer = found["suppliers"][0]["cells"][:2]
    # 100.00 of 200.07, of which 0.07 went to nobody who may be known; of a peer's 200.00.
    assert (own["share_percent"], peer["share_percent"], found["share_percent"]) == ("49.98", "50.00", "99.97")
    assert own["amount_text"] == "£100"


@pytest.mark.parametrize(
    ("peers", "paying", "common_to_them"), [(1, 1, True), (2, 1, False), (2, 2, True), (3, 2, True), (3, 1, False)]
)
def test_a_market_takes_two_peers_where_there_are_two(peers, paying, common_to_them):
    bodies = ["own", *(f"peer {number}" for number in range(peers))]
    paid = {("own", "name:A"): [5], **{(peer, "name:A"): [5] for peer in bodies[1 : 1 + paying]}}
    assert bool(in_common(bodies, paid, 5).rows) is common_to_them


@pytest.mark.parametrize("place", [0, 1])
def test_amounts_of_several_kinds_are_in_no_sum_of_a_body_s(place):
    comparison, looked = looked_at([[100_00, 300_00], [50_00], [50_00]], mixed=(place,))
    made = category_dict(comparison, looked, None)
    assert [each["median_payment"] is None for each in made["bodies"]] == [n == place for n in range(3)]
    ids = [each.publisher_id for each in comparison.bodies]
    found = suppliers_dict(comparison, in_common(ids, {(one, "name:A"): [1_00] for one in ids}, 5), {}, CATEGORY)
    [row] = found["suppliers"]
    names = ("amount", "amount_text", "share_percent", "median_payment")
    assert [{cell[name] is None for name in names} for cell in row["cells"]] == [{n == place} for n in range(3)]
    assert [cell["transactions"] for cell in row["cells"]] == [1, 1, 1]
    assert (found["withheld"] is None, found["share_percent"] is None) == (place == 0, place == 0)
    assert made["finding"]["code"] == ("spends-mixed" if place == 0 else "spends-one")
