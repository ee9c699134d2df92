"""The task list: what is due and what waits, the most urgent first; and published returns as lines of a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.views import filers
from ckanext.spenddata.views.counting import ungettext

DONE = ("published", "superseded", "withdrawn", "erased")


NOW, SOON, GOING_ON = "now", "soon", "going_on"
"""What a reader must do, what is due and not late yet, what the portal or somebody else is at."""
PARTS = (NOW, SOON, GOING_ON)


def waiting(
    about: Mapping[str, str], mine: Collection[str], names: Mapping[str, str], yes: Collection[str]
) -> list[dict[str, Any]]:
    """Returns of the reader's publishers that are not done, the most urgent first.

    Args:
        about: What the list is narrowed to.
        mine: The reader's publishers.
        names: Publisher → its name.
        yes: Those for which the reader may publish, or approve where the portal asks for it.
    """
    found = tk.get_action("spenddata_return_list")({}, {**about, "limit": 1000})["results"]
    open_ones = [line for line in found if line["publisher_id"] in mine and line["state"] not in DONE]
    in_order = sorted(open_ones, key=lambda line: (line["due"] or "", line["reference"]))
    return [_task(line, names, may_publish=line["publisher_id"] in yes) for line in in_order]


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


def _task(line: Mapping[str, Any], names: Mapping[str, str], *, may_publish: bool) -> dict[str, Any]:
    missing = line["state"] == "missing"
    state = _by_day(line["due"]) if missing else line["state"]
    look = tk.url_for("spenddata_returns.show", reference=line["reference"])
    send = tk.url_for(
        "spenddata_submission.new", publisher=line["publisher_id"], regime=line["regime"], period=line["period"]
    )
    nexts = {
        "missing": (tk._("Send the file"), send),
        "rejected": (tk._("See why, and send again"), look),
        "ready": (tk._("Check and publish") if may_publish else tk._("Look at the check"), look),
        "stuck": (tk._("See what happened"), look),
    }
    label, url = nexts.get(line["state"], (tk._("See how far it is"), look))
    return {
        **line,
        "may_publish": may_publish,
        "title": tk.h.spenddata_period(line["period"]),
        "publisher": names.get(line["publisher_id"], line["publisher_id"]),
        "state": state,
        "group": {"due": SOON, "due_today": SOON}.get(state) or (NOW if line["state"] in nexts else GOING_ON),
        "stuck": line["state"] == "stuck",
        "next": {"label": label, "url": url},
    }


def _by_day(due: str | None) -> str:
    """How a return that is not there stands, by the day on which it is due."""
    if filers.is_past(due):
        return "late"
    return "due_today" if due == london_today().isoformat() else "due"


def with_answers(tasks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same where the portal asks for approval: what was sent back says so, what waits for another's yes stands apart."""
    return [task | _answered(task) for task in tasks]


def _answered(task: Mapping[str, Any]) -> dict[str, Any]:
    """How a return stands by the last step that its people did with it; nothing where nobody did one."""
    if task["step"] == "sent_back" and task["may_publish"]:
        return {"state": "sent_back", "group": GOING_ON, "next": task["next"] | {"label": tk._("See what was asked")}}
    if task["step"] == "sent_back":
        return {"state": "sent_back", "next": task["next"] | {"label": tk._("See why, and send again")}}
    if task["step"] == "approval_asked" and task["may_publish"]:
        return {"state": "asked"}
    if task["step"] == "approval_asked":
        return {"state": "waiting", "group": GOING_ON, "next": task["next"] | {"label": tk._("See what was sent")}}
    return {}


def heading(about: Mapping[str, str], *, publishes: bool = True) -> str:
    """What is most pressing: how many of the reader's returns are overdue, and how many wait for a yes, however many there are.

    Args:
        about: What the list is narrowed to.
        publishes: Whether the reader gives that yes anywhere.
    """
    overdue = _count({**about, "state": "missing", "due_before": london_today().isoformat()})
    ready = _count({**about, "state": "ready"})
    told = [
        ungettext("{n} return is overdue", "{n} returns are overdue", overdue) if overdue else "",
        _ready(ready, publishes=publishes) if ready else "",
    ]
    return "; ".join(each for each in told if each)


def _ready(n: int, *, publishes: bool) -> str:
    if not publishes:
        return ungettext("{n} is checked and not approved yet", "{n} are checked and not approved yet", n)
    return ungettext("{n} is ready to check and publish", "{n} are ready to check and publish", n)


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
