"""The task list: what is due and what waits, the most urgent first; and published returns as lines of a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.views import filers
from ckanext.spenddata.views.counting import ungettext

DONE = ("published", "superseded", "withdrawn", "erased")


def waiting(about: Mapping[str, str], mine: Collection[str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Returns of the reader's publishers that are not done, the most urgent first."""
    found = tk.get_action("spenddata_return_list")({}, {**about, "limit": 1000})["results"]
    open_ones = [line for line in found if line["publisher_id"] in mine and line["state"] not in DONE]
    return [_task(line, names) for line in sorted(open_ones, key=lambda line: (line["due"] or "", line["reference"]))]


def running(about: Mapping[str, str], mine: Collection[str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Returns of the reader's publishers whose period is still running, those that are due first at the top."""
    found = tk.get_action("spenddata_return_list")({}, {**about, "state": "not_due", "limit": 1000})["results"]
    return not_due([line for line in found if line["publisher_id"] in mine], names)


def not_due(lines: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Those of some returns that nobody need have sent yet, those that are due first at the top; with whether one can be sent already."""
    return [
        {
            **line,
            "title": tk.h.spenddata_period(line["period"]),
            "publisher": names.get(line["publisher_id"], line["publisher_id"]),
            "over": line["state"] == "missing",
        }
        for line in sorted(lines, key=lambda line: (line["due"] or "", line["reference"]))
        if filers.is_not_due(line)
    ]


def _task(line: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    missing = line["state"] == "missing"
    look = tk.url_for("spenddata_returns.show", reference=line["reference"])
    send = tk.url_for(
        "spenddata_submission.new", publisher=line["publisher_id"], regime=line["regime"], period=line["period"]
    )
    nexts = {
        "missing": (tk._("Send"), send),
        "rejected": (tk._("See why, and send again"), look),
        "ready": (tk._("Check and publish"), look),
        "stuck": (tk._("See what happened"), look),
    }
    label, url = nexts.get(line["state"], (tk._("See how far it is"), look))
    return {
        **line,
        "title": tk.h.spenddata_period(line["period"]),
        "publisher": names.get(line["publisher_id"], line["publisher_id"]),
        "state": _by_day(line["due"]) if missing else line["state"],
        "stuck": line["state"] == "stuck",
        "next": {"label": label, "url": url},
    }


def _by_day(due: str | None) -> str:
    """How a return that is not there stands, by the day on which it is due."""
    if filers.is_past(due):
        return "late"
    return "due_today" if due == london_today().isoformat() else "due"


def heading(about: Mapping[str, str]) -> str:
    """What is most pressing: how many of the reader's returns are overdue, and how many wait for a yes, however many there are."""
    overdue = _count({**about, "state": "missing", "due_before": london_today().isoformat()})
    ready = _count({**about, "state": "ready"})
    told = [
        ungettext("{n} return is overdue", "{n} returns are overdue", overdue) if overdue else "",
        ungettext("{n} is ready to check and publish", "{n} are ready to check and publish", ready) if ready else "",
    ]
    return "; ".join(each for each in told if each)


def _count(asked: Mapping[str, str]) -> int:
    return tk.get_action("spenddata_return_list")({}, {**asked, "limit": 1})["count"]


def published_line(line: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A published return as a line."""
    return {
        **line,
        "title": tk.h.spenddata_period(line["period"]),
        "publisher": names.get(line["publisher_id"], line["publisher_id"]),
        "rows": line["rows_accepted"],
        "amount": line["amount_accepted"],
    }
