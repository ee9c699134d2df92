"""A payment in context: its row among its neighbours in the published file, and what it is part of, in sentences that can be opened."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk


def context(found: Mapping[str, Any], money: Any) -> dict[str, Any]:
    """For the page.

    Args:
        found: What ``spenddata_transaction_show`` tells with ``around``.
        money: Says an amount of a row in its own currency.
    """
    return {"rows": [_row(each, found, money) for each in found["neighbours"]], "year": _year(found)}


def _row(row: Mapping[str, Any], found: Mapping[str, Any], money: Any) -> dict[str, Any]:
    this = row["_id"] == found["_id"]
    purposes = (row["description"], row["expense_type"], row["expense_area"])
    return {
        "this": this,
        "place": _place(row, found),
        "url": None if this else tk.url_for("spenddata_search.transaction", id=row["_id"]),
        "date": row["payment_date"],
        "supplier": row["supplier_name"] or tk._("Withheld"),
        "purpose": next(filter(None, purposes), None),
        "amount": money(row),
    }


def _place(row: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Number of the row as a spreadsheet shows it; with its sheet or file where those are others than the payment's own."""
    n = tk.h.spenddata_count(row["source_row"])
    for name in ("source_file", "source_sheet"):
        if row[name] != found[name] and row[name]:
            return tk._("{n} of {place}").format(n=n, place=row[name])
    return n


def _year(found: Mapping[str, Any]) -> dict[str, Any]:
    """What the payment's supplier and category come to in its financial year at this body."""
    year = found["year"]
    asked = {
        "publisher_id": found["publisher_id"],
        "regime": found["regime"],
        "date_from": year["date_from"],
        "date_to": year["date_to"],
    }
    told = []
    if year["supplier"]:
        n = year["supplier"]["count"]
        words = tk.ungettext("{n} payment to this supplier", "{n} payments to this supplier", n)
        told.append(_part(year["supplier"], words, {**asked, "supplier_id": found["supplier_id"]}))
    n = year["category"]["count"]
    words = tk.ungettext("{n} payment for {category}", "{n} payments for {category}", n)
    words = words.replace("{category}", found["category_label"])
    told.append(_part(year["category"], words, {**asked, "category": found["category"]}))
    return {
        "parts": told,
        "mixed": year["all"]["total"] is None,
        "words": tk._("Of what {publisher} published for {period} under this duty:").format(
            publisher=found["publisher_name"], period=tk.h.spenddata_period(year["period"])
        ),
    }


def _part(part: Mapping[str, Any], words: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """Some payments, with the search that finds them, their sum, and its share of all."""
    amount = tk.h.spenddata_sum(part["total"], part["count"])
    if part["percent"] is not None:
        share = tk.h.spenddata_percent(Decimal(part["percent"]) / 100)
        amount = tk._("{amount}, {share} of all").format(amount=amount, share=share)
    return {
        "words": words.replace("{n}", tk.h.spenddata_count(part["count"])),
        "amount": amount,
        "url": tk.url_for("spenddata_search.index", **asked),
    }
