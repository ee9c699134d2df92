"""The page of a return as it stands, with what was typed into one of its forms and what was wrong with that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.schema.said import LONGEST_WORDS
from ckanext.spenddata.views import asking, confirming, filers, forms, history, layouts, return_steps, standing
from ckanext.spenddata.views.last_time import last_time
from ckanext.spenddata.views.revision_of import revision_of

MESSAGE = "message"
"""What is said of the whole page is said under this name, and leads to no field."""


def page(reference: str, said: Mapping[str, str] | None = None, asked: list[asking.Asked] | None = None) -> str:
    """The page of a return, with what was wrong with a form that was sent from it."""
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    publisher = filers.publisher(shown)
    may = filers.rights(shown)
    number = shown["revision"]
    report, review = _report(reference, number, may)
    revision = standing.revision(shown, number, report, review)
    said = said or {}
    found = confirming.found(revision, reference) if revision else []
    choosing = bool(revision and revision["state"] == "ready" and may["answer"])
    if revision and revision["state"] == "ready" and may["private"]:
        revision["questions"] = asking.shown(asked or asking.questions(report), tk.request.form, said)
        revision["blocked"] = any(question["blocking"] for question in revision["questions"])
        revision["layouts"] = layouts.shown(layouts.layouts(report), tk.request.form, said)
        revision["confirm"] = confirming.shown(found, tk.request.form, said)
        revision["said"] = asking.known(revision.get("answers") or {})
        revision["last_time"] = last_time(shown, revision)
    if revision:
        revision["confirmed"] = confirming.confirmed(found)
        revision["stands"] = _stands(revision, may)
    order = [question["name"] for question in revision["questions"]] if revision else []
    order += [part["name"] for part in revision.get("confirm", ())] if revision else []
    order += [column["control"] for layout in revision["layouts"] for column in layout["columns"]] if revision else []
    return tk.render(
        "spenddata/returns/show.html",
        {
            "spend_return": standing.spend_return(shown, publisher),
            "revision": revision,
            "heading": standing.heading(revision) if revision else "",
            "may": may,
            "steps": return_steps.steps(revision, may) if revision else [],
            "mails": bool(tk.config.get("smtp.mail_from")),
            "choosing": choosing,
            "ended": history.ended(revision_of(shown, number)),
            "withdrawable": standing.withdrawable(shown),
            "fields": list(layouts.fields()) if choosing else [],
            "choices": {matter: asking.choices(matter) for matter in asking.CHOICES},
            "most": LONGEST_WORDS,
            "just": tk.request.args.get("just"),
            "data": tk.request.form,
            "messages": {"without": next((words for field, words in said.items() if field.startswith("without")), "")}
            | dict(said),
            "problems": forms.problems(
                said, [*order, *(field for field in said if field not in order and field != MESSAGE)]
            ),
        },
    )


def _stands(revision: Mapping[str, Any], may: Mapping[str, bool]) -> str:
    """Its state for the reader: whether it was sent back; and of one sent to those who give the yes, whether it waits for the reader."""
    if revision["sent_back"]:
        return "sent_back"
    if not (revision["asked"] and revision["waits_for_approval"]):
        return revision["state"]
    return "asked" if may["publish"] else "waiting"


def _report(reference: str, number: int | None, may: Mapping[str, bool]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report that the reader may see, and for the publisher's people what to look at before publication."""
    if number is None:
        return {}, {}
    which = {"reference": reference, "revision": number}
    report = tk.get_action("spenddata_revision_report")({}, dict(which))["report"]
    return report or {}, tk.get_action("spenddata_revision_review")({}, dict(which)) if may["private"] else {}


def whole(reference: str, number: int) -> dict[str, Any]:
    """The whole report of a revision, for its publisher's people."""
    which = {"reference": reference, "revision": number}
    return tk.get_action("spenddata_revision_report")({}, which)["report"] or {}
