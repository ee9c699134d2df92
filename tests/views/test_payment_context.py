"""A payment among its neighbours, and its supplier's and category's part of what its body published of the year."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import payment_context

pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(autouse=True)
def sums(plainly: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told = vars(tk.h) | {"spenddata_sum": lambda amount, rows: "Mixed" if amount is None and rows else f"£{amount}"}
    monkeypatch.setattr(tk, "h", SimpleNamespace(**told), raising=False)


def row(id_: int, **more: Any) -> dict[str, Any]:
    made = {"_id": id_, "source_file": "spend.xlsx", "source_sheet": "April", "source_row": id_ + 1000}
    return {
        **made,
        **dict.fromkeys(("description", "expense_type", "expense_area")),
        "payment_date": "2026-04-02",
        "supplier_name": "Alder Roads Ltd",
        "amount": "10.00",
        **more,
    }


def told(*neighbours: dict[str, Any], **year: Any) -> dict[str, Any]:
    part = {"count": 3, "total": "30.00", "percent": "12.5"}
    found = row(2, publisher_id="X-1", publisher_name="Exampleton", regime="lgtc-500", category="legal")
    days = {"period": "2026-27", "date_from": "2026-04-01", "date_to": "2027-03-31"}
    found |= {"category_label": "Legal services", "supplier_id": "s1", "neighbours": list(neighbours)}
    found["year"] = {**days, "all": part, "category": part, "supplier": part, **year}
    return payment_context.context(found, lambda each: f"£{each['amount']}")


def test_the_payment_is_marked_among_its_neighbours_and_they_lead_to_their_own_pages():
    before, this, after = told(row(1), row(2, expense_type="Repairs"), row(3, supplier_name=None))["rows"]
    assert [each["this"] for each in (before, this, after)] == [False, True, False]
    assert (before["url"], this["url"]) == ("spenddata_search.transaction?id=1", None)
    assert (before["place"], before["purpose"], this["purpose"]) == ("1,001", None, "Repairs")
    assert after["supplier"] == "Withheld"


def test_a_neighbour_of_another_sheet_or_file_says_so():
    sheet, file = told(row(1, source_sheet="March"), row(3, source_file="b.csv", source_sheet=None))["rows"]
    assert (sheet["place"], file["place"]) == ("1,001 of March", "1,003 of b.csv")


def test_what_its_supplier_and_category_come_to_can_be_opened():
    supplier, category = told()["year"]["parts"]
    assert supplier["words"] == "3 payments to this supplier"
    assert supplier["amount"] == category["amount"] == "£30.00, 12% of all"
    assert "supplier_id=s1" in supplier["url"]
    assert "date_to=2027-03-31" in supplier["url"]
    assert category["words"] == "3 payments for Legal services"
    assert "category=legal" in category["url"]


def test_a_withheld_supplier_has_no_part_and_mixed_amounts_no_sum():
    none = {"count": 1, "total": None, "percent": None}
    year = told(supplier=None, category=none, all=none)["year"]
    (category,) = year["parts"]
    assert year["mixed"]
    assert not told()["year"]["mixed"]
    assert (category["words"], category["amount"]) == ("1 payment for Legal services", "Mixed")
