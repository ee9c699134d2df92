"""`/spend/categories`: what public money is spent on; and one category as a market: who buys, and from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.words import decimal, in_sentence
from ckanext.spenddata.definitions.categories import UNDECIDED
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.vat import MIXED
from ckanext.spenddata.views import api, columns, forms, guard, pictures, reasons
from ckanext.spenddata.views import market_files as files
from ckanext.spenddata.views.prices import after_inflation, in_prices

blueprint = Blueprint("spenddata_markets", __name__)

ASKED = ("period", "card", "amount_basis")
APART = "apart"
"""Instead of a kind of category: of what is told beside them and is none."""


@blueprint.route("/spend/categories")
@guard.page
@guard.takes()
def index() -> str:
    """All categories, what each means."""
    listed = tk.get_action("spenddata_category_list")({}, {})
    groups: dict[str, list[dict[str, Any]]] = {"procurement": [], "non-procurement": [], APART: []}
    for each in listed["categories"]:
        groups[APART if each["id"] in UNDECIDED else each["kind"]].append(
            {**each, "url": tk.url_for("spenddata_markets.show", category=each["id"])}
        )
    return tk.render("spenddata/categories/index.html", {"groups": groups, "version": listed["version"]})


@blueprint.route("/spend/categories/<category>")
@guard.page
@guard.takes(*ASKED)
def show(category: str) -> str:
    """One category."""
    asked = _asked()
    found = _found(category)
    total = Decimal(found["total"]) if found["total"] is not None else None
    return tk.render(
        "spenddata/categories/show.html",
        {
            "category": found,
            "in_sentence": in_sentence(found["label"]),
            "apart": found["id"] in UNDECIDED,
            "basis": reasons.vat(found["amount_basis"]),
            "others": [
                _other(each, category, asked)
                for each in found["amount_bases"]
                if each["amount_basis"] != found["amount_basis"]
            ],
            "buyers": _bars(found["buyers"]["largest"]),
            "kinds": _bars(found["kinds"]),
            "suppliers": _bars(found["suppliers"]["largest"]),
            "methods": [_method(each, total) for each in found["methods"]],
            "trend": columns.by_month(found["trend"]["months"]),
            "trend_words": _trend_words(found["trend"]),
            "trend_of": files.only_whole(found["trend"]["bodies"]),
            "trend_without": files.left_out(found),
            "trend_prices": in_prices(found["trend"]["prices"]) if found["trend"]["prices"] else "",
            "asked": asked,
            "card_url": tk.url_for("spenddata_markets.show", category=category, card="true"),
            "search_url": tk.url_for("spenddata_search.index", **_search(found)),
            "csv_url": tk.url_for("spenddata_search.csv", **_search(found)),
            "api_url": api.address("spenddata_category_show", id=category, **asked),
        },
    )


@blueprint.route("/spend/categories/<category>/trend.csv")
@guard.page
@guard.takes(*ASKED, "spreadsheet")
def csv(category: str) -> Response:
    """The months of the chart."""
    return files.export(_found(category))


@blueprint.route("/spend/categories/<category>/trend.svg", endpoint="svg", defaults={"ending": "svg"})
@blueprint.route("/spend/categories/<category>/trend.png", endpoint="png", defaults={"ending": "png"})
@guard.page
@guard.takes(*ASKED)
def drawing(category: str, ending: str) -> Response:
    """The chart as a drawing, or as a picture of it."""
    found = _found(category)
    return pictures.attachment(files.drawn(found, _trend_words(found["trend"])), f"{category}.{ending}")


@blueprint.route("/spend/categories/<category>/embed")
@guard.page
@guard.takes(*ASKED)
def embed(category: str) -> str:
    """The drawing for a frame on another site: nothing can be changed or sent from it (``security/headers.py``)."""
    found = _found(category)
    words = _trend_words(found["trend"])
    return tk.render(
        "spenddata/embed.html",
        {
            "headline": files.title(found, words),
            "drawing": tk.literal(files.drawn(found, words)),
            "address": tk.url_for("spenddata_markets.show", category=category, _external=True, **_asked()),
            "csv": tk.url_for("spenddata_markets.csv", category=category, _external=True, **_asked()),
        },
    )


def _asked() -> dict[str, str]:
    return {name: tk.request.args[name] for name in ASKED if tk.request.args.get(name)}


def _found(category: str) -> dict[str, Any]:
    """What the address asks for; where that is nothing, the request ends with the reason."""
    try:
        return tk.get_action("spenddata_category_show")({}, {"id": category, **_asked()})
    except tk.ValidationError as refusal:
        return tk.abort(400, " ".join(forms.messages(refusal.error_dict).values()))


def _search(found: Mapping[str, Any]) -> dict[str, str]:
    """What to search for to find the payments of the page."""
    span = Span(found["period"]["first"], found["period"]["last"])
    days = {"date_from": span.start.isoformat(), "date_to": span.end.isoformat()}
    return {"category": found["id"], "card": str(found["card"]).lower(), **days, "amount_basis": found["amount_basis"]}


def _other(side: Mapping[str, Any], category: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """Bodies on another VAT basis: in words, and the way to them."""
    query = {**asked, "amount_basis": side["amount_basis"]}
    return {
        **side,
        "words": reasons.vat(side["amount_basis"]),
        "url": tk.url_for("spenddata_markets.show", category=category, **query)
        if side["amount_basis"] != MIXED
        else tk.url_for("spenddata_search.index", category=category),
    }


def _bars(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines with the width of a bar that shows their size beside the largest."""
    largest = max((Decimal(line["total"]) for line in lines), default=Decimal(0))
    return [{**line, "width": columns.width(Decimal(line["total"]), largest)} for line in lines]


def _method(way: Mapping[str, Any], total: Decimal | None) -> dict[str, Any]:
    share = Decimal(way["total"]) / total if total and total > 0 else None
    return {**way, "words": reasons.method(way["method"]), "share": share}


def _trend_words(trend: Mapping[str, Any]) -> str:
    """What the months show, in a sentence that anybody would sign."""
    if not trend["bodies"]:
        return tk._("No body has published every return of these months, so no trend can be shown")
    if trend["change_percent"] is None:
        return tk._("By month of payment")
    words = _changed(Decimal(trend["change_percent"]))
    if trend["real_change_percent"] is None:
        return words
    real = after_inflation(Fraction(Decimal(trend["real_change_percent"])))
    return tk._("{changed}; after inflation, {real}").format(changed=words, real=real)


def _changed(changed: Decimal) -> str:
    """A change in per cent, as paid."""
    if abs(changed) < 1:
        return tk._("Little change: the last three months are within 1% of the first three")
    words = (
        tk._("The last three months are {percent}% above the first three")
        if changed > 0
        else tk._("The last three months are {percent}% below the first three")
    )
    return words.format(percent=decimal(Fraction(abs(changed)), 0))
