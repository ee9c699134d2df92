"""Who the reader is to which publisher, and what they may do there. Only asked of CKAN's actions; the actions decide again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.values.calendar import is_judged, london_today

SENDS = ("editor", "admin")
RIGHTS = {
    "acknowledge": "spenddata_finding_acknowledge",
    "answer": "spenddata_return_answer",
    "publish": "spenddata_return_publish",
    "approve": "spenddata_return_approve",
    "ask": "spenddata_return_send_for_approval",
    "send_back": "spenddata_return_send_back",
    "withdraw": "spenddata_return_withdraw",
    "erase": "spenddata_return_erase",
    "recover": "spenddata_return_recover",
    "private": "spenddata_revision_review",
}
"""What a page offers → the action that must be allowed."""


def own() -> list[dict[str, Any]]:
    """Publishers whose people the reader belongs to, their children included.

    Each with ``may_send``, whether as one who may file, and ``may_publish``, whether as one who gives the yes.
    """
    if tk.current_user.is_anonymous:
        return []
    organizations = tk.get_action("organization_list_for_user")({}, {"permission": "read"})
    capacities = {each["id"]: each["capacity"] for each in organizations}
    every = tk.get_action("spenddata_publisher_list")({}, {})
    by_identifier = {each["publisher_id"]: each for each in every}
    found = []
    for each in every:
        parent = by_identifier.get(each["parent_id"])
        roles = [capacities.get(each["organization_id"]), capacities.get(parent["organization_id"]) if parent else None]
        if any(roles):
            sends = any(role in SENDS for role in roles)
            found.append({**each, "may_send": sends, "may_publish": "admin" in roles if config.approval() else sends})
    return found


def names() -> dict[str, str]:
    """Publisher identifier → name."""
    return {each["publisher_id"]: each["name"] for each in tk.get_action("spenddata_publisher_list")({}, {})}


def publisher(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The publisher of a return; one that is no longer registered keeps its identifier."""
    try:
        return tk.get_action("spenddata_publisher_show")({}, {"publisher": shown["publisher_id"]})
    except tk.ObjectNotFound:
        return {
            "publisher_id": shown["publisher_id"],
            "name": shown["publisher_name"],
            "slug": shown["organization_id"],
        }


def rights(shown: Mapping[str, Any]) -> dict[str, bool]:
    """What the reader may do with a return."""
    about = {"reference": shown["reference"]}
    may = {name: _may(action, dict(about)) for name, action in RIGHTS.items()}
    return {**may, "send": _may("spenddata_return_submit", {"publisher": shown["publisher_id"]})}


def _may(action: str, about: dict[str, Any]) -> bool:
    try:
        tk.check_access(action, {}, about)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
    return True


def is_past(day: str | None) -> bool:
    """Whether a day (ISO) is over, in London."""
    return bool(day) and date.fromisoformat(day or "") < london_today()


def is_not_due(line: Mapping[str, Any]) -> bool:
    """Whether nobody need have sent a listed return yet: of a period that runs, or of one that is over and due today or later."""
    return line["state"] == "not_due" or (line["state"] == "missing" and not is_past(line["due"]))


def timely(due: str | None, joined: str | None, *, late: bool) -> str | None:
    """What is said of when a return was first published: ``late``, ``in_time``, or nothing of what fell due before its publisher joined.

    Args:
        due: The last day (ISO) on which it was in time, if its duty sets one.
        joined: The day (ISO) from which the publisher files here.
        late: What actions say of it.
    """
    judged = is_judged(_day(due), _day(joined))
    return ("late" if late else "in_time") if judged else None


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
