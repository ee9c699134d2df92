"""`/spend/publishers`: who publishes here, and what one body spends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.spenddata.values.text import capital
from ckanext.spenddata.views import guard
from ckanext.spenddata.views import publisher as one

blueprint = Blueprint("spenddata_publishers", __name__)

MOST_RETURNS = 1000


@blueprint.route("/spend/publishers")
@guard.page
@guard.takes("publisher")
def index() -> Any:
    """All publishers, by kind of body; one that is chosen by name is shown."""
    if chosen := tk.request.args.get("publisher", "").strip():
        shown = tk.get_action("spenddata_publisher_show")({}, {"publisher": chosen})
        return tk.redirect_to("spenddata_publishers.show", slug=shown["slug"])
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in tk.get_action("spenddata_publisher_list")({}, {}):
        member = {
            "title": each["name"],
            "slug": each["slug"],
            "subtype": each["body_subtype"],
            "region": each["region"],
        }
        groups.setdefault(each["body_type"] or tk._("other"), []).append(member)
    named = [{"kind": capital(kind), "members": members} for kind, members in sorted(groups.items())]
    return tk.render("spenddata/publishers/index.html", {"groups": named})


@blueprint.route("/spend/publishers/<slug>")
@guard.page
@guard.takes()
def show(slug: str) -> str:
    """One body: what it spends, what stands out, and what is missing."""
    publisher = tk.get_action("spenddata_publisher_show")({}, {"publisher": slug, "spending": True})
    listed = tk.get_action("spenddata_return_list")(
        {}, {"publisher": publisher["publisher_id"], "limit": MOST_RETURNS}
    )["results"]
    running = tk.get_action("spenddata_return_list")(
        {}, {"publisher": publisher["publisher_id"], "state": "not_due", "limit": MOST_RETURNS}
    )["results"]
    comparison = _comparison(publisher)
    page = one.context(publisher, comparison, _months(publisher, comparison), [*listed, *running])
    return tk.render("spenddata/publishers/show.html", {**page, "may_send": _may_send(publisher)})


def _comparison(publisher: Mapping[str, Any]) -> dict[str, Any] | None:
    """The body among its peers, for the newest time that it published; None for a body without a duty."""
    if publisher["spending"] is None:
        return None
    return tk.get_action("spenddata_comparison_show")({}, {"publisher": publisher["publisher_id"]})


def _months(publisher: Mapping[str, Any], comparison: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The same months one by one."""
    if comparison is None:
        return None
    period = comparison["period"]
    asked = {
        "rows": "month",
        "publisher": publisher["spending"]["publisher_ids"],
        "regime": [comparison["regime"]["id"]],
        "period": f"{period['first_month']}/{period['last_month']}",
    }
    return tk.get_action("spenddata_totals_show")({}, asked)


def _may_send(publisher: Mapping[str, Any]) -> bool:
    try:
        tk.check_access("spenddata_return_submit", {}, {"publisher": publisher["publisher_id"]})
    except tk.NotAuthorized:
        return False
    return True
