"""`/spend/timeliness`: which publishers publish on time, and which don't."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.spenddata.views import api, exports, guard

blueprint = Blueprint("spenddata_timeliness", __name__)

COLUMNS = (
    *("publisher_id", "publisher_name", "body_type", "due", "in_time", "late", "missing", "in_time_percent"),
    *("since", "until"),
)


@blueprint.route("/spend/timeliness")
@guard.page
@guard.takes()
def index() -> str:
    """Who is late first; then those with every return in time."""
    found = _asked()
    never = [each for each in found["results"] if each["in_time"] == each["due"]]
    return tk.render(
        "spenddata/timeliness/index.html",
        {
            "since": found["since"],
            "all": len(found["results"]),
            "never_late": sorted(never, key=lambda each: each["publisher_name"]),
            "late": [each for each in found["results"] if each["in_time"] < each["due"]],
            "csv_url": tk.url_for("spenddata_timeliness.csv"),
            "api_url": api.address("spenddata_timeliness_list"),
        },
    )


@blueprint.route("/spend/timeliness.csv")
@guard.page
@guard.takes("spreadsheet")
def csv() -> Response:
    """The same to take away; with ``spreadsheet=yes`` in the address harmless in a spreadsheet."""
    found = _asked()
    lines = ([(found | each)[column] for column in COLUMNS] for each in found["results"])
    return exports.csv("timeliness", COLUMNS, lines)


def _asked() -> dict[str, Any]:
    return tk.get_action("spenddata_timeliness_list")({}, {})
