"""`/spend/compare/<category>`: one category of a comparison: who pays how much, when, how often, at a time, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.spenddata.views import comparison_asked as asking
from ckanext.spenddata.views import comparison_table as tables
from ckanext.spenddata.views import exports, forms, guard
from ckanext.spenddata.views.charts import Scale
from ckanext.spenddata.views.comparison import api_url, basis, blueprint, kicker
from ckanext.spenddata.views.comparison_months import months

MOST_BODIES = 6
"""Columns of the table of suppliers; the API and the CSV have all."""
NEIGHBOURS = 6
"""Other categories that are led to."""
COLUMNS = (
    *("category", "publisher_id", "publisher_name", "supplier_id", "supplier_name", "month"),
    *("transactions", "amount", "share_percent", "measure", "value", "median_payment"),
    *("peers_lower_quartile", "peers_median", "peers_upper_quartile", "period", "as_of_entry"),
)


@blueprint.route("/spend/compare/<category>")
@guard.page
def category(category: str) -> Response:
    """The page of one category."""
    question = asking.asked(category)
    shown, wrong = asking.compare(question)
    if shown is None and not wrong:
        return tk.redirect_to("spenddata_comparison.index")
    page = tk.render(
        "spenddata/comparison/category.html",
        {
            "page": _context(shown, question) if shown else None,
            "messages": wrong,
            "problems": forms.problems(wrong, asking.FIELDS),
        },
    )
    return forms.shown(page, wrong)


@blueprint.route("/spend/compare/<category>.csv")
@guard.page
def category_csv(category: str) -> Response:
    """The figures of the page: a line for each body, month and supplier in common."""
    shown = asking.compared(asking.asked(category))
    return exports.csv(f"comparison-{category}", COLUMNS, _lines(shown))


def _context(shown: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
    found = shown["category"]
    row = _row(shown)
    return {
        "id": found["id"],
        "label": found["label"],
        "headline": tables.in_words(found["finding"]),
        "kicker": kicker(shown),
        "explained": [tables.in_words(each) for each in found["explained"]],
        "row_cautions": [tables.in_words(each) for each in row["cautions"]],
        "basis": basis(shown),
        "place": tables.place(row["standing"], row["cells"]),
        "counted_per": _counted_per(found["counted_per"]),
        "bodies": _bodies(shown, row),
        "median": (row["peers"] or {}).get("median_text"),
        "measure": shown["measure"],
        "months": months(shown),
        "mixed": bool(row["cells"][0]["transactions"]) and row["cells"][0]["amount"] is None,
        "definition": found["definition"],
        "suppliers": _supplier_table(shown["bodies"], found["suppliers"]),
        "payments": found["payments"],
        "all_payments": _search(row["cells"][0]["search"]),
        "payments_count": row["cells"][0]["transactions"],
        "subject": shown["bodies"][0]["title"],
        "query": asking.query(question),
        "neighbours": _neighbours(shown, question),
        "api_url": api_url(question),
    }


def _row(shown: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(row for row in shown["categories"] if row["category"] == shown["category"]["id"])


def _counted_per(per: str) -> str:
    words = {"heads": tk._("Payments per 10,000 people"), "million": tk._("Payments per £1m published")}
    return words.get(per, "")


def _bodies(shown: Mapping[str, Any], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The bodies ranked by their figure in the category."""
    lines = list(zip(shown["bodies"], row["cells"], shown["category"]["bodies"], strict=True))
    known = [Decimal(cell["value"]) for _, cell, _ in lines if cell["value"] is not None]
    scale = Scale.from_nought(known)
    median = (row["peers"] or {}).get("median")
    lines.sort(key=lambda line: (line[1]["value"] is None, -Decimal(line[1]["value"] or 0)))
    return [
        {
            "title": body["title"],
            "slug": body["slug"],
            "this": body["role"] == "publisher",
            "value": cell["value_text"] if cell["transactions"] is not None else None,
            "width": scale.length(Decimal(0), Decimal(cell["value"])) if cell["value"] is not None else None,
            "median": scale.at(Decimal(median)) if median is not None else None,
            "amount": tables.summed(cell),
            "url": _search(cell["search"]) if cell["transactions"] else None,
            "payments": cell["transactions"],
            "often": f"{Decimal(more['payments_per']):.1f}" if more["payments_per"] is not None else None,
            "usual": more["median_payment"],
            "suppliers": more["suppliers"],
            "cautions": tables.left_out(body),
        }
        for body, cell, more in lines
    ]


def _supplier_table(bodies: Sequence[Mapping[str, Any]], found: Mapping[str, Any]) -> dict[str, Any]:
    """The suppliers in common, of the body and as many peers as a table has room for: those that pay them most."""
    paid = [
        sum(Decimal(row["cells"][place]["amount"] or 0) for row in found["suppliers"]) for place in range(len(bodies))
    ]
    most = sorted(range(1, len(paid)), key=lambda place: -paid[place])[: MOST_BODIES - 1]
    places = [0, *sorted(most)]
    return {
        "bodies": [bodies[place] for place in places],
        "more_bodies": len(paid) - len(places),
        "in_common": found["in_common"],
        "share": Decimal(found["share_percent"]) / 100 if found["share_percent"] is not None else None,
        "shown": len(found["suppliers"]),
        "rows": [
            {
                "name": row["name"],
                "supplier_id": row["supplier_id"],
                "cells": [
                    {
                        "text": tables.summed(cell) if cell["transactions"] else None,
                        "published": cell["transactions"] is not None,
                        "share": Decimal(cell["share_percent"]) / 100 if cell["share_percent"] else None,
                        "usual": cell["median_payment"],
                        "url": _search(cell["search"]),
                    }
                    for cell in (row["cells"][place] for place in places)
                ],
            }
            for row in found["suppliers"]
        ],
    }


def _search(asked: Mapping[str, str] | None) -> str | None:
    return tk.url_for("spenddata_search.index", **asked) if asked else None


def _neighbours(shown: Mapping[str, Any], question: Mapping[str, Any]) -> list[dict[str, str]]:
    bought = [
        row
        for row in shown["categories"]
        if row["kind"] == tables.PURCHASE and row["category"] != shown["category"]["id"]
    ]
    return [
        {
            "label": row["label"],
            "url": f"{tk.url_for('spenddata_comparison.category', category=row['category'])}?{asking.query(question)}",
        }
        for row in bought[:NEIGHBOURS]
    ]


def _lines(shown: Mapping[str, Any]) -> list[list[Any]]:
    found, row = shown["category"], _row(shown)
    period = f"{shown['period']['first_month']}/{shown['period']['last_month']}"
    measure, ends, none = shown["measure"]["id"], [period, shown["as_of_entry"]], [None] * 3
    lines = [
        [
            *(found["id"], body["publisher_id"], body["title"], None, None, None),
            *(
                cell["transactions"],
                cell["amount"],
                cell["share_percent"],
                measure,
                cell["value"],
                more["median_payment"],
            ),
            *_quartiles(row["peers"]),
            *ends,
        ]
        for body, cell, more in zip(shown["bodies"], row["cells"], found["bodies"], strict=True)
    ]
    first = shown["bodies"][0]
    lines += [
        [
            *(found["id"], first["publisher_id"], first["title"], None, None, month["month"]),
            *(None, None, None, measure, month["value"], None),
            *_quartiles(month["peers"]),
            *ends,
        ]
        for month in found["months"]
    ]
    lines += [
        [
            *(found["id"], body["publisher_id"], body["title"], supplier["supplier_id"], supplier["name"], None),
            *(cell["transactions"], cell["amount"], cell["share_percent"], None, None, cell["median_payment"]),
            *none,
            *ends,
        ]
        for supplier in found["suppliers"]["suppliers"]
        for body, cell in zip(shown["bodies"], supplier["cells"], strict=True)
    ]
    return lines


def _quartiles(found: Mapping[str, Any] | None) -> list[Any]:
    return [(found or {}).get(name) for name in ("lower_quartile", "median", "upper_quartile")]
