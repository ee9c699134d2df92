"""One category of a comparison: bodies ranked, suppliers in common of those who pay them most, and a line of the CSV for each figure."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.views import comparison_category as page

pytestmark = pytest.mark.usefixtures("plainly")

PEERS = {"lower_quartile": "8", "median": "10", "upper_quartile": "12", "median_text": "£10"}


def body(code: str, *, peer: bool = True) -> dict[str, Any]:
    return {
        "title": f"Body {code}",
        "slug": code.lower(),
        "publisher_id": code,
        "cautions": [],
        "role": "peer" if peer else "publisher",
        "tier": "T",
        "coverage": {"returns": [1], "received": 1, "rows_left_out": 0},
    }


def cell(amount: str | None, transactions: int | None = 2, **more: Any) -> dict[str, Any]:
    found = {"value": amount, "value_text": amount and f"£{amount}", "amount": amount, "transactions": transactions}
    search = {"category": "it"} if transactions else None
    return {**found, "share_percent": "25.0", "median_payment": "5.00", "search": search, **more}


def supplier(name: str, *amounts: str | None) -> dict[str, Any]:
    cells = [cell(each, None if each is None else 2 if each != "0" else 0) for each in amounts]
    return {"name": name, "supplier_id": name.lower(), "cells": cells}


def comparison(*amounts: str | None, suppliers: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    codes = [chr(ord("A") + number) for number in range(len(amounts))]
    row = {
        "category": "it",
        "label": "IT",
        "kind": "procurement",
        "standing": None,
        "cautions": [],
        "peers": PEERS,
        "cells": [cell(each, None if each is None else 2) for each in amounts],
    }
    other = {**row, "category": "legal", "label": "Legal"}
    grants = {**row, "category": "grants", "label": "Grants", "kind": "grants"}
    more = {"payments_per": "12.34", "median_payment": "5.00", "suppliers": 3}
    return {
        "bodies": [body(code, peer=code != "A") for code in codes],
        "categories": [other, row, grants],
        "category": {
            "id": "it",
            "bodies": [more for _ in codes],
            "months": [
                {"month": "2026-04", "value": "4", "peers": PEERS},
                {"month": "2026-05", "value": None, "peers": None},
            ],
            "years": [
                {"financial_year": "2024-25", "value": "3", "real_value": "4", "real_median": "9", "peers": PEERS},
            ],
            "prices": {"financial_year": "2025-26"},
            "suppliers": {"suppliers": list(suppliers), "in_common": len(suppliers), "share_percent": "40.0"},
        },
        "period": {"first_month": "2026-04", "last_month": "2026-05"},
        "measure": {"id": "per-head", "unit": "pounds"},
        "as_of_entry": 7,
    }


def test_bodies_are_ranked_and_those_that_published_nothing_come_last_without_a_bar():
    shown = comparison("10", None, "30", "20")
    ranked = page._bodies(shown, page._row(shown))
    assert [each["title"] for each in ranked] == ["Body C", "Body D", "Body A", "Body B"]
    assert [each["width"] is None for each in ranked] == [False, False, False, True]
    assert ranked[-1]["value"] is None
    assert ranked[-1]["url"] is None
    assert [each["this"] for each in ranked] == [False, False, True, False]
    assert ranked[0]["often"] == "12.3"


def test_the_table_of_suppliers_has_room_for_the_body_and_those_who_pay_them_most():
    pay = [str(number) for number in range(9)]
    shown = comparison(*pay, suppliers=(supplier("Alder", *pay),))
    table = page._supplier_table(shown["bodies"], shown["category"]["suppliers"])
    assert [each["publisher_id"] for each in table["bodies"]] == ["A", "E", "F", "G", "H", "I"]
    assert table["more_bodies"] == 3
    assert len(table["rows"][0]["cells"]) == page.MOST_BODIES


def test_what_is_not_published_is_no_payment_and_no_nought():
    shown = comparison("1", "2", "3", suppliers=(supplier("Alder", "1", "0", None),))
    [row] = page._supplier_table(shown["bodies"], shown["category"]["suppliers"])["rows"]
    assert [(each["text"], each["published"]) for each in row["cells"]] == [("£1", True), (None, True), (None, False)]
    assert [bool(each["url"]) for each in row["cells"]] == [True, False, False]


def test_the_csv_has_a_line_for_each_body_month_and_supplier_under_the_same_titles():
    lines = page._lines(comparison("10", None, suppliers=(supplier("Alder", "1", None),)))
    assert {len(line) for line in lines} == {len(page.COLUMNS)}
    found = [dict(zip(page.COLUMNS, line, strict=True)) for line in lines]
    told = ("publisher_id", "month", "financial_year", "supplier_id", "amount")
    assert [tuple(each[name] for name in told) for each in found] == [
        ("A", None, None, None, "10"),
        ("B", None, None, None, None),
        ("A", "2026-04", None, None, None),
        ("A", "2026-05", None, None, None),
        ("A", None, "2024-25", None, None),
        ("A", None, None, "alder", "1"),
        ("B", None, None, "alder", None),
    ]
    [year] = [each for each in found if each["financial_year"]]
    told = ("measure", "value", "real_value", "peers_median", "peers_real_median", "prices")
    assert [year[name] for name in told] == ["per-head", "3", "4", "10", "9", "2025-26"]
    assert {each["measure"] for each in found if each["supplier_id"]} == {None}
    assert {(each["category"], each["period"], each["as_of_entry"]) for each in found} == {("it", "2026-04/2026-05", 7)}
    assert [each["peers_median"] for each in found] == ["10", "10", "10", None, "10", None, None]


def test_other_categories_that_are_bought_are_led_to(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page.asking, "query", lambda _question: "publisher=a")
    assert page._neighbours(comparison("1", "2"), {}) == [
        {"label": "Legal", "url": "spenddata_comparison.category?category=legal?publisher=a"}
    ]


def test_how_often_is_said_by_what_it_is_counted_per():
    assert page._counted_per("heads") == "Payments per 10,000 people"
    assert page._counted_per("million") == "Payments per £1m published"
    assert page._counted_per("beds") == ""
