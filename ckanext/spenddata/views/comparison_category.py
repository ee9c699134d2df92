"""`/spend/compare/<category>`: one category of a comparison: who pays how much, when, how often, at a time, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.spenddata.compare.words import in_sentence
from ckanext.spenddata.views import comparison_asked as asking
from ckanext.spenddata.views import comparison_table as tables
from ckanext.spenddata.views import exports, forms, guard
from ckanext.spenddata.views.charts import Scale
from ckanext.spenddata.views.comparison import api_url, basis, blueprint, kicker
from ckanext.spenddata.views.comparison_months import months
from ckanext.spenddata.views.comparison_years import years

MOST_BODIES = 6
"""Columns of the table of suppliers; the API and the CSV have all."""
NEIGHBOURS = 6
"""Other categories that are led to."""
COLUMNS = (
    *("category", "publisher_id", "publisher_name", "supplier_id", "supplier_name", "month", "financial_year"),
    *("transactions", "amount", "share_percent", "measure", "value", "real_value", "median_payment"),
    *(
        "peers_lower_quartile",
        "peers_median",
        "peers_upper_quartile",
        "peers_real_median",
        "prices",
        "period",
        "as_of_entry",
    ),
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
        "label_within": in_sentence(found["label"]),
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
        "years": years(shown),
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
    """A line for each body, month, financial year, and supplier in common of a body."""
    found, row, first = shown["category"], _row(shown), shown["bodies"][0]
    prices = found["prices"]["financial_year"] if found["prices"] else None
    told = [
        *(
            _body(body)
            | _figures(cell)
            | {"value": cell["value"], "median_payment": more["median_payment"]}
            | _quartiles(row["peers"])
            for body, cell, more in zip(shown["bodies"], row["cells"], found["bodies"], strict=True)
        ),
        *(
            _body(first) | {"month": month["month"], "value": month["value"]} | _quartiles(month["peers"])
            for month in found["months"]
        ),
        *(
            _body(first)
            | {name: year[name] for name in ("financial_year", "value", "real_value")}
            | {"peers_real_median": year["real_median"], "prices": prices}
            | _quartiles(year["peers"])
            for year in found["years"]
        ),
        *(
            _body(body)
            | _figures(cell)
            | {"median_payment": cell["median_payment"], "measure": None}
            | {"supplier_id": supplier["supplier_id"], "supplier_name": supplier["name"]}
            for supplier in found["suppliers"]["suppliers"]
            for body, cell in zip(shown["bodies"], supplier["cells"], strict=True)
        ),
    ]
    of_all = {
        "category": found["id"],
        "measure": shown["measure"]["id"],
        "period": f"{shown['period']['first_month']}/{shown['period']['last_month']}",
        "as_of_entry": shown["as_of_entry"],
    }
    return [[(of_all | line).get(name) for name in COLUMNS] for line in told]


def _body(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"publisher_id": body["publisher_id"], "publisher_name": body["title"]}


def _figures(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell[name] for name in ("transactions", "amount", "share_percent")}


def _quartiles(found: Mapping[str, Any] | None) -> dict[str, Any]:
    return {f"peers_{name}": (found or {}).get(name) for name in ("lower_quartile", "median", "upper_quartile")}
