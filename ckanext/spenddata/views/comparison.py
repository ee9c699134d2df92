"""`/spend/compare`: choose public bodies, see by category what each spends, and what must be said before they are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.spenddata import config
from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.values.periods import Period, financial_year
from ckanext.spenddata.views import downloads, forms, guard

blueprint = Blueprint("spenddata_comparison", __name__)

FIELDS = ("publisher", "peer_group", "regime", "period", "measure")
YEARS = 10
"""Financial years offered."""
CSV_COLUMNS = (
    *(
        "category",
        "label",
        "publisher_id",
        "publisher_name",
        "transactions",
        "amount",
        "share_percent",
        "measure",
        "value",
    ),
    *("peers_median", "period", "regime", "returns_received", "returns_expected", "in_statistics"),
)


@blueprint.route("/spend/compare")
@guard.page
def index() -> Response:
    """The form, and below the chosen bodies side by side."""
    asked = _asked()
    shown, said = _compare(asked)
    address = _address(asked)
    page = tk.render(
        "spenddata/comparison/index.html",
        {
            "query": {**asked, "period": asked.get("period", "")},
            "publishers": _choices(asked["publishers"]),
            "others": len(asked["publishers"]) > 1,
            "regimes": tk.h.spenddata_regime_choices(),
            "years": _years(asked.get("period")),
            "measures": [
                {"value": measure.id, "label": measure.title} for measure in config.definitions().measures.values()
            ],
            "comparison": table(shown) if shown else None,
            "csv_url": tk.url_for("spenddata_comparison.csv", **address),
            "api_url": tk.url_for("api.action", ver=3, logic_function="spenddata_comparison_show", **_for_api(asked)),
            "messages": said,
            "problems": forms.problems(said, FIELDS),
        },
    )
    return forms.shown(page, said)


@blueprint.route("/spend/compare.csv")
@guard.page
def csv() -> Response:
    """The same figures as CSV: a line for each category and body."""
    shown, said = _compare(_asked())
    if shown is None:
        return tk.abort(400, " ".join(said.values()) or tk._("Choose the publishers to compare."))
    lines = downloads.csv_lines(CSV_COLUMNS, _lines(shown), spreadsheet=tk.request.args.get("spreadsheet") == "yes")
    return downloads.attachment("".join(lines), "comparison.csv", "text/csv; charset=utf-8")


def table(shown: Mapping[str, Any]) -> dict[str, Any]:
    """What ``comparison/table.html`` shows, from what ``spenddata_comparison_show`` says."""
    bodies = shown["bodies"]
    peers = (shown["total"].get("peers") or {}).get("count", 0)
    measure = shown["measure"]
    # Hundreds of links to the one address: CKAN would look it up for each.
    search = tk.url_for("spenddata_search.index")
    return {
        "headline": shown["headline"],
        "subtitle": tk._("{measure}, payments of {period}, {duty}.").format(
            measure=measure["title"], period=shown["period"]["title"], duty=bodies[0]["regime_title"]
        ),
        "caption": tk._("{measure} by category, {period}").format(
            measure=measure["title"], period=shown["period"]["title"]
        ),
        "bodies": bodies,
        "has_median": peers > 1,
        "median_title": tk._("Median of the {n} others that are comparable").format(n=peers)
        if peers + 1 < len(bodies)
        else tk._("Median of the others"),
        "totals": _row(shown["total"], search),
        "rows": [_row(row, search) for row in shown["categories"]],
        "cautions": list(dict.fromkeys(caution["text"] for caution in shown["cautions"])),
        "coverage": [_coverage(body) for body in bodies],
        "peer_group": shown.get("peer_group"),
    }


def _asked() -> dict[str, Any]:
    given = tk.request.args
    chosen = list(dict.fromkeys(name for name in given.getlist("publisher") if name))
    return {"publishers": chosen} | {field: given[field] for field in FIELDS[1:] if given.get(field)}


def _compare(asked: Mapping[str, Any]) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The comparison, or what is wrong with the question; neither where nobody is chosen yet."""
    if said := forms.unknown((*FIELDS, "spreadsheet")):
        return None, said
    if not asked["publishers"]:
        return None, {}
    try:
        return tk.get_action("spenddata_comparison_show")({}, dict(asked)), {}
    except tk.ValidationError as error:
        return None, forms.messages(error.error_dict)


def _address(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"publisher": asked["publishers"]} | {field: asked[field] for field in FIELDS[1:] if field in asked}


def _for_api(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {**asked, "publishers": ",".join(asked["publishers"])}


def _row(row: Mapping[str, Any], search: str) -> dict[str, Any]:
    return {
        "label": row["label"],
        "cells": [_cell(cell, search) for cell in row["cells"]],
        "median": (row["peers"] or {}).get("median_text") or "–",
    }


def _cell(cell: Mapping[str, Any], search: str) -> dict[str, Any]:
    """A figure and the search (at that address) for what is behind it.

    What is not known is a dash; its amount stands beside a figure that is no amount.
    """
    return {
        "text": cell["value_text"] or "–",
        "amount": tk.h.spenddata_pounds(cell["amount"]) if cell["amount"] is not None else None,
        "url": f"{search}?{urlencode(cell['search'], doseq=True)}" if cell["search"] and cell["transactions"] else None,
    }


def _coverage(body: Mapping[str, Any]) -> dict[str, Any]:
    coverage = body["coverage"]
    states = {
        "missing": tk._("missing"),
        "part": tk._("in part"),
        "elsewhere": tk._("published, but no payment of it falls there"),
        "not_due": tk._("not due yet"),
    }
    absent = [each for each in coverage["returns"] if each["state"] in states]
    return {
        "title": body["title"],
        "slug": body["slug"],
        "published": coverage["received"],
        "expected": coverage["expected"],
        "left_out": coverage["rows_left_out"],
        "missing": [f"{each['title']} ({states[each['state']]})" for each in absent],
    }


def _choices(chosen: list[str]) -> list[dict[str, Any]]:
    """Everybody who could be compared, by tier; the first one chosen is the subject, the others are ticked."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in tk.get_action("spenddata_publisher_list")({}, {}):
        kind = each["body_subtype"] or each["body_type"] or tk._("Other public bodies")
        names = {each["publisher_id"], each["slug"]}
        member = {"value": each["publisher_id"], "label": each["name"]}
        groups.setdefault(kind, []).append(
            member | {"subject": bool(names & set(chosen[:1])), "checked": bool(names & set(chosen[1:]))}
        )
    return [{"kind": kind, "members": members} for kind, members in sorted(groups.items())]


def _years(asked: str | None) -> list[dict[str, str]]:
    newest = Period.of(london_today(), "year").fiscal_year
    years = [financial_year(year) for year in range(newest, newest - YEARS, -1)]
    others = [asked] if asked and asked not in years else []
    return [
        {"value": "", "label": tk._("The newest that is published")},
        *({"value": other, "label": tk.h.spenddata_period(other)} for other in others),
        *({"value": year, "label": year} for year in years),
    ]


def _lines(shown: Mapping[str, Any]) -> Iterator[list[Any]]:
    for row in (shown["total"], *shown["categories"]):
        for body, cell in zip(shown["bodies"], row["cells"], strict=True):
            yield [
                row["category"] or "all",
                row["label"],
                body["publisher_id"],
                body["title"],
                cell["transactions"],
                cell["amount"],
                cell["share_percent"],
                shown["measure"]["id"],
                cell["value"],
                (row["peers"] or {}).get("median"),
                f"{shown['period']['first_month']}/{shown['period']['last_month']}",
                body["regime"],
                body["coverage"]["received"],
                body["coverage"]["expected"],
                "yes" if body["in_statistics"] else "no",
            ]
