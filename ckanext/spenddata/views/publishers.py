"""`/spend/publishers`: who publishes here, and what one body spends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.spenddata.views import filers, guard, tasks

blueprint = Blueprint("spenddata_publishers", __name__)

MOST_RETURNS = 1000
RETURNS_SHOWN = 24
CATEGORIES_SHOWN = 12
TAKEN_BACK = ("withdrawn", "erased")


@blueprint.route("/spend/publishers")
@guard.page
def index() -> str:
    """All publishers, by kind of body."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in tk.get_action("spenddata_publisher_list")({}, {}):
        member = {
            "title": each["name"],
            "slug": each["slug"],
            "subtype": each["body_subtype"],
            "region": each["region"],
        }
        groups.setdefault(each["body_type"] or tk._("other"), []).append(member)
    named = [{"kind": kind[:1].upper() + kind[1:], "members": members} for kind, members in sorted(groups.items())]
    return tk.render("spenddata/publishers/index.html", {"groups": named})


@blueprint.route("/spend/publishers/<slug>")
@guard.page
def show(slug: str) -> str:
    """One body: what it published, on what, and what is missing."""
    publisher = tk.get_action("spenddata_publisher_show")({}, {"publisher": slug})
    listed = tk.get_action("spenddata_return_list")(
        {}, {"publisher": publisher["publisher_id"], "limit": MOST_RETURNS}
    )["results"]
    public = [line for line in listed if line["published_revision"] is not None and line["state"] == "published"]
    names = {publisher["publisher_id"]: publisher["name"]}
    taken_back = [line for line in listed if line["state"] in TAKEN_BACK]
    overdue = [line for line in listed if line["state"] == "missing" and filers.is_past(line["due"])]
    return tk.render(
        "spenddata/publishers/show.html",
        {
            "publisher": _facts(publisher),
            "figures": _figures(public),
            **_categories(publisher),
            "returns": [tasks.published_line(line, names) for line in public[:RETURNS_SHOWN]],
            "all_returns_url": tk.url_for("spenddata_returns.index", publisher=publisher["slug"])
            if len(public) > RETURNS_SHOWN
            else None,
            "taken_back": [_taken_back(line) for line in taken_back],
            "missing": [
                f"{tk.h.spenddata_period(line['period'])} ({tk.h.spenddata_regime_title(line['regime'])})"
                for line in overdue
            ],
            "may_send": _may_send(publisher),
        },
    )


def _figures(public: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """How much the published returns hold; None where there are none: that is not nought."""
    if not public:
        return None
    amounts = [Decimal(line["amount_accepted"]) for line in public if line["rows_accepted"]]
    return {
        "amount": sum(amounts, Decimal(0)) if amounts else None,
        "nil": all(line["nil"] for line in public),
        "rows": sum(line["rows_accepted"] for line in public),
        "returns": len(public),
    }


def _taken_back(line: Mapping[str, Any]) -> dict[str, Any]:
    """A return of which nothing is public any more, with when and why, as everybody may know."""
    words = {"withdrawn": tk._("Withdrawn on {date}"), "erased": tk._("Erased on {date}")}
    return {
        **line,
        "title": tk.h.spenddata_period(line["period"]),
        "ended": words[line["state"]].format(date=tk.h.spenddata_date(line["ended"])),
    }


def _may_send(publisher: Mapping[str, Any]) -> bool:
    try:
        tk.check_access("spenddata_return_submit", {}, {"publisher": publisher["publisher_id"]})
    except tk.NotAuthorized:
        return False
    return True


def _facts(publisher: Mapping[str, Any]) -> dict[str, Any]:
    population = max(
        (fact for fact in publisher["facts"] if fact["name"] == "population"),
        key=lambda fact: fact["year"],
        default=None,
    )
    return {
        "title": publisher["name"],
        "slug": publisher["slug"],
        "publisher_id": publisher["publisher_id"],
        "kind": publisher["body_type"],
        "subtype": publisher["body_subtype"],
        "region": publisher["region"],
        "duties": publisher["regimes"],
        "population": int(population["value"]) if population else None,
        "population_year": population["year"] if population else None,
        "population_source": population["source"] if population else "",
    }


def _categories(publisher: Mapping[str, Any]) -> dict[str, Any]:
    """What the body spends on, as the comparison counts it for the newest time it published; nothing where it has no duty set."""
    try:
        shown = tk.get_action("spenddata_comparison_show")(
            {}, {"publishers": [publisher["publisher_id"]], "measure": "spend"}
        )
    except tk.ValidationError:
        return {"categories": [], "categories_caption": ""}
    lines = [_category(row) for row in shown["categories"] if row["cells"][0]["transactions"]]
    lines.sort(key=lambda line: Decimal(line["amount"]), reverse=True)
    caption = tk._("By category, payments of {period}, {duty}").format(
        period=shown["period"]["title"], duty=shown["regime"]["title"]
    )
    return {
        "categories": lines[:CATEGORIES_SHOWN],
        "categories_caption": caption,
        "categories_more": len(lines) > CATEGORIES_SHOWN,
    }


def _category(row: Mapping[str, Any]) -> dict[str, Any]:
    cell = row["cells"][0]
    share = Decimal(cell["share_percent"]) / 100 if cell["share_percent"] is not None else None
    url = tk.url_for("spenddata_search.index", **cell["search"]) if cell["search"] else None
    return {"label": row["label"], "amount": cell["amount"], "share": share, "url": url}
