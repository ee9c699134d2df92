"""How a return stands, from the words of ``spenddata_return_show`` and ``spenddata_revision_review`` to what the templates say.

Pure rearranging: nothing is asked for here, and nothing is escaped here (templates escape everything).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.views import history, layouts, reasons
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.revision_of import revision_of

WORKING = ("submitted", "checking", "approved", "publishing")
"""States in which the portal works and a person waits."""
UNREAD = ("submitted", "checking", "rejected")
"""States without a report that holds: what an earlier reading found is not shown."""
ANOTHER_PERIOD = "period-another"
"""The rule that tells that most payments lie outside the period; its fix is the period in which they lie."""


def spend_return(shown: Mapping[str, Any], publisher: Mapping[str, Any]) -> dict[str, Any]:
    """A return for the page: its words, and its revisions, newest first."""
    return {
        **shown,
        "title": tk.h.spenddata_period(shown["period"]),
        "publisher": {"title": publisher["name"], "name": publisher["slug"], "publisher_id": publisher["publisher_id"]},
        "revisions": list(reversed(shown["revisions"])),
    }


def revision(
    shown: Mapping[str, Any], number: int | None, whole: Mapping[str, Any], review: Mapping[str, Any]
) -> dict[str, Any] | None:
    """One revision for the page.

    Args:
        shown: The return, as ``spenddata_return_show`` gives it.
        number: Which revision; None for the one that says how the return stands.
        whole: The report that the reader may see.
        review: What ``spenddata_revision_review`` says, or nothing.
    """
    wanted = number or shown["revision"]
    found = revision_of(shown, wanted)
    if found is None:
        return None
    report = dict(whole or {})
    return {
        **found,
        "late": shown["late"] and found["number"] == min(each["number"] for each in shown["revisions"]),
        "stuck": found.get("stuck", False),
        "working": found["state"] in WORKING,
        "working_words": _working_words(found["state"]),
        "waiting_words": _waiting_words(found.get("waits_for")),
        "questions": [],
        "refusals": _refusals(report, found),
        "report": _figures(report)
        if report.get("rows") is not None and found["state"] not in UNREAD and not found["nil"]
        else None,
        "layouts": layouts.shown(layouts.layouts(report), {}, {}),
        "warnings": report.get("warnings") or 0,
        "groups": list(review.get("groups", ())) or _counts(report),
        "empty": found["state"] == "ready" and not found["nil"] and not found["rows_accepted"],
        "sent_before": [_sent_before(each) for each in found.get("sent_before") or ()],
        "changed": sum((report.get("fixes") or {}).values()),
        "another_period": _another_period(review.get("groups", ())) if found["state"] == "ready" else None,
        "fixes": _fixes(review.get("groups", ()), found.get("fixes") or ()),
        "biggest": [_line(line, several=len(found["files"]) > 1) for line in review.get("largest", ())],
        "before": _before(shown, found),
        "sent_back": history.last_step(found, "sent_back"),
        "asked": history.last_step(found, "approval_asked"),
        "waits_for_approval": config.approval(),
        "events": history.events(found),
        "dataset": _dataset(shown, found),
        "followups": history.follow_ups(found),
    }


def heading(found: Mapping[str, Any]) -> str:
    """What a return that waits for a yes comes to, for its publisher's people; nothing in any other state."""
    if found["state"] != "ready" or "blocked" not in found or found["empty"]:
        return ""
    questions = sum(question["blocking"] for question in found["questions"])
    if questions:
        return ungettext("Answer {n} question before publishing", "Answer {n} questions before publishing", questions)
    if stops := found["open_stops"]:
        return ungettext("Confirm {n} thing before publishing", "Confirm {n} things before publishing", stops)
    if found["sent_back"]:
        return tk._("Sent back, to be put right")
    if found["nil"]:
        return tk._("Nothing to report: ready to publish")
    ready, left_out = found["rows_accepted"], found["rows_in_error"] or 0
    if left_out:
        return ungettext(
            "{ready} of {n} row is ready to publish",
            "{ready} of {n} rows are ready to publish",
            ready + left_out,
            ready=tk.h.spenddata_count(ready),
        )
    return ungettext("{n} payment is ready to publish", "All {n} payments are ready to publish", ready)


def withdrawable(shown: Mapping[str, Any]) -> list[dict[str, str]]:
    """What can be withdrawn: all that was ever published, or one revision of it."""
    over = ("withdrawn", "erased")
    public = [each for each in shown["revisions"] if each["published"] and each["state"] not in over]
    words = {
        "published": tk._("Revision {number}, which counts now"),
        "superseded": tk._("Revision {number}, replaced"),
    }
    single = [
        {"value": str(each["number"]), "label": words[each["state"]].format(number=each["number"])}
        for each in reversed(public)
        if each["state"] in words
    ]
    return [{"value": "every", "label": tk._("The whole return: every revision")}, *single]


def difference(shown: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a published revision changed against the one before it, in transactions and pounds; None where there is none before it."""
    if found["published"] is None:
        return None
    before = [each for each in shown["revisions"] if each["published"] and each["number"] < found["number"]]
    if not before:
        return None
    earlier = before[-1]
    if found["amount_accepted"] is None or earlier["amount_accepted"] is None:
        return None  # one of them was erased: what it changed is not known any more
    rows = found["rows_accepted"] - earlier["rows_accepted"]
    amount = Decimal(found["amount_accepted"]) - Decimal(earlier["amount_accepted"])
    return {
        "against": earlier["number"],
        "rows": _with_sign(rows, tk.h.spenddata_count(rows)),
        "amount": _with_sign(amount, tk.h.spenddata_pounds(amount, pence=True)),
    }


def _with_sign(number: Decimal | int, words: str) -> str:
    return f"+{words}" if number > 0 else words


def _working_words(state: str) -> str:
    words = {
        "submitted": tk._("Waiting to be read and checked"),
        "checking": tk._("Being read and checked"),
        "approved": tk._("Waiting to be published"),
        "publishing": tk._("Being published"),
    }
    return words.get(state, "")


def _waiting_words(kind: str | None) -> str:
    away = {
        "database": tk._("the database is not responding"),
        "search": tk._("the search server is not responding"),
        "memory": tk._("a service that it needs is not responding"),
        "disk": tk._("the portal’s disk is full or broken"),
        "machine": tk._("the portal’s machine is too busy"),
    }
    if kind is None:
        return ""
    words = tk._(
        "It has to wait: {reason}. It carries on by itself within two minutes of that ending; nothing is lost."
    )
    return words.format(reason=away.get(kind, kind))


def _figures(report: Mapping[str, Any]) -> dict[str, Any]:
    dates = report.get("payment_dates") or {}
    return {
        "rows": report["rows"],
        "amount_total": report.get("amount_total") or report.get("accepted_total"),
        "errors": report.get("errors") or 0,
        "stops": report.get("stops") or 0,
        "warnings": report.get("warnings") or 0,
        "first_date": dates.get("first"),
        "last_date": dates.get("last"),
        "notes": [note for file in report.get("files", ()) for note in file.get("notes", ())],
    }


def _another_period(groups: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """That most payments lie outside the period, and in which they lie where that can be told."""
    told = next((group for group in groups if group["rule"] == ANOTHER_PERIOD), None)
    example = next(iter(told["examples"]), None) if told else None
    if example is None:
        return None
    period = example["fix"]
    return {"what": example["value"], "period": period, "title": tk.h.spenddata_period(period) if period else None}


def _sent_before(earlier: Mapping[str, Any]) -> dict[str, Any]:
    """An earlier revision with the same file."""
    reference, number = earlier["reference"], earlier["revision"]
    return {
        **earlier,
        "title": tk.h.spenddata_period(reference.rpartition(".")[2]),
        "url": tk.url_for("spenddata_revisions.show", reference=reference, number=number),
    }


def _line(line: Mapping[str, Any], *, several: bool) -> dict[str, Any]:
    """A payment for the page: what for, and where it stands in one or several files."""
    purposes = (line["description"], line["expense_type"], line["expense_area"])
    return {
        **line,
        "purpose": next(filter(None, purposes), None),
        "category": reasons.category(line) if line["category_label"] else None,
        "place": ", ".join(filter(None, (line["source_file"] if several else None, line["source_sheet"]))),
    }


def _counts(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rules and their counts alone: what everybody is told of a published revision."""
    return [
        {
            "rule": each["rule"],
            "title": tk.h.spenddata_rule_title(each["rule"]),
            "severity": each["severity"],
            "count": each["count"],
        }
        for each in report.get("rules") or ()
    ]


def _fixes(groups: Iterable[Mapping[str, Any]], accepted: Iterable[Any]) -> list[dict[str, Any]]:
    """Rules whose findings carry the value that would be right, or did before it was accepted."""
    counts: dict[str, int] = {}
    titles: dict[str, str] = {}
    for group in groups:
        if group["fixes"]:
            counts[group["rule"]] = counts.get(group["rule"], 0) + group["fixes"]
            titles[group["rule"]] = group["title"]
    offered = [
        {
            "rule": rule,
            "label": ungettext("{title} ({n} cell)", "{title} ({n} cells)", count, title=titles[rule]),
            "accepted": False,
        }
        for rule, count in counts.items()
    ]
    kept = [
        {
            "rule": rule,
            "label": tk._("{title} (accepted)").format(title=tk.h.spenddata_rule_title(rule)),
            "accepted": True,
        }
        for rule in accepted
        if isinstance(rule, str) and rule not in counts
    ]
    return kept + offered


def _refusals(report: Mapping[str, Any], found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Why nothing was read, file by file where files are to blame."""
    by_file = [{"file": file["file"], **file["refusal"]} for file in report.get("files", ()) if file.get("refusal")]
    if by_file:
        return by_file
    if report.get("refusal"):
        return [{"file": None, **report["refusal"]}]
    last = next((event.get("why") for event in reversed(found["events"]) if event["to"] == "rejected"), None)
    return [{"file": None, "message": last or tk._("No payments were found in what was sent."), "remedy": None}]


def _before(shown: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any] | None:
    """The published revision that this one would replace."""
    earlier = revision_of(shown, shown["published_revision"])
    if earlier is None or earlier["number"] >= found["number"]:
        return None
    return {
        "number": earlier["number"],
        "rows": earlier["rows_accepted"] or 0,
        "amount": earlier["amount_accepted"],
    }


def _dataset(shown: Mapping[str, Any], found: Mapping[str, Any]) -> str | None:
    """Address of the dataset in the catalogue, once the catalogue has followed."""
    followed = any(part["step"] == "catalogue" and part["done"] for part in found["follow_ups"])
    return tk.url_for("spend.read", id=shown["dataset_id"]) if followed else None
