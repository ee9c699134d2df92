"""`/spend/returns/<reference>/revisions/<n>`: one revision at an address that stays, its CSV, its findings and report."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, jsonify, send_file

from ckanext.spenddata import config
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns import marked_files, published_files, queries, reports
from ckanext.spenddata.views import confirming, downloads, filers, guard, standing

blueprint = Blueprint("spenddata_revisions", __name__)

ADDRESS = "/spend/returns/<reference>/revisions/<int:number>"
FINDINGS_SHOWN = 100
FINDINGS_COLUMNS = ("rule", "severity", "file", "sheet", "row", "column", "field", "value", "expected", "fix")
CSV_PAGE = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOWNLOADABLE = ("published", "superseded")
"""A withdrawn revision was withdrawn for a reason: what it held can't be had any more."""


@blueprint.route(ADDRESS)
@guard.page
def show(reference: str, number: int) -> str:
    """What this revision holds, what it changed, what became of it."""
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    found = _revision(shown, number)
    publisher = filers.publisher(shown)
    may = filers.rights(shown)
    which = {"reference": reference, "revision": number}
    whole = tk.get_action("spenddata_revision_report")({}, dict(which))["report"] or {}
    review = tk.get_action("spenddata_revision_review")({}, dict(which)) if may["private"] else {}
    return tk.render(
        "spenddata/revisions/show.html",
        {
            "spend_return": standing.spend_return(shown, publisher),
            "revision": {
                **(standing.revision(shown, number, whole, review) or {}),
                "confirmed": confirming.confirmed(confirming.found(found, reference)),
            },
            "may": may,
            "difference": standing.difference(shown, found),
            "newer": shown["published_revision"] if found["state"] == "superseded" else None,
            "downloads": found["state"] in DOWNLOADABLE and not found["nil"],
        },
    )


@blueprint.route(f"{ADDRESS}.csv")
@guard.page
def canonical_csv(reference: str, number: int) -> Response:
    """The rows of a published revision: the canonical CSV, byte for byte; or one that is safe to open in a spreadsheet."""
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    found = _revision(shown, number)
    if found["state"] == "withdrawn":
        return tk.abort(410, tk._("This revision was withdrawn. Its transactions can no longer be downloaded."))
    if found["state"] not in DOWNLOADABLE:
        raise tk.ObjectNotFound(tk._("This revision is not published, so there is nothing to download yet."))
    file = _file(reference, number)
    name = f"{shown['publisher_id']}-{shown['regime']}-{shown['period']}-r{number}"
    if tk.request.args.get("spreadsheet") == "yes":
        return downloads.attachment(
            downloads.for_spreadsheets(file), f"{name}-spreadsheet.csv", "text/csv; charset=utf-8"
        )
    response = send_file(file, mimetype="text/csv", as_attachment=True, conditional=True)
    response.headers["Content-Disposition"] = downloads.disposition(f"{name}.csv")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.route("/spend/schema.json")
def schema() -> Response:
    """The Table Schema of every published CSV."""
    response = jsonify(config.definitions().transaction.descriptor())
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.route(f"{ADDRESS}/findings")
@guard.page
@guard.members_only
def findings(reference: str, number: int) -> str:
    """Every place where a revision breaks a rule, for the publisher's own people."""
    rule = tk.request.args.get("rule")
    offset = max(tk.request.args.get("offset", 0, type=int), 0)
    asked = {"reference": reference, "revision": number, "offset": offset, "limit": FINDINGS_SHOWN} | (
        {"rule": rule} if rule else {}
    )
    found = tk.get_action("spenddata_revision_findings")({}, asked)
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    known = config.definitions().rules.get(rule or "")
    here = {"reference": reference, "number": number, "rule": rule}
    last = offset + len(found["results"])
    return tk.render(
        "spenddata/returns/places.html",
        {
            "spend_return": standing.spend_return(shown, filers.publisher(shown)),
            "revision": {"number": number},
            "rule": {"id": rule, "title": tk.h.spenddata_rule_title(rule), "remedy": known.remedy if known else ""}
            if rule
            else None,
            "found": found,
            "first": offset + 1,
            "last": last,
            "next_url": tk.url_for("spenddata_revisions.findings", **here, offset=last)
            if last < found["count"]
            else None,
            "first_url": tk.url_for("spenddata_revisions.findings", **here) if offset else None,
        },
    )


@blueprint.route(f"{ADDRESS}/findings.csv")
@guard.page
@guard.members_only
def findings_csv(reference: str, number: int) -> Response:
    """All findings of a revision, safe to open in a spreadsheet."""
    rows: list[list[Any]] = []
    while True:
        asked = {"reference": reference, "revision": number, "offset": len(rows), "limit": CSV_PAGE}
        found = tk.get_action("spenddata_revision_findings")({}, asked)
        rows += [[one[column] for column in FINDINGS_COLUMNS] for one in found["results"]]
        if not found["results"] or len(rows) >= found["count"]:
            break
    body = "".join(downloads.csv_lines(FINDINGS_COLUMNS, rows, spreadsheet=True))
    return downloads.attachment(body, f"{reference}.{number}.findings.csv", "text/csv; charset=utf-8")


@blueprint.route(f"{ADDRESS}/report.json")
@guard.page
def report_json(reference: str, number: int) -> Response:
    """The report that the reader may see, as the API gives it."""
    report = tk.get_action("spenddata_revision_report")({}, {"reference": reference, "revision": number})
    return downloads.attachment(
        tk.h.dump_json(report, indent=2), f"{reference}.{number}.report.json", "application/json"
    )


@blueprint.route(f"{ADDRESS}/report.html")
@guard.page
@guard.members_only
def printable(reference: str, number: int) -> Response:
    """The report as one page to print or to send on, which needs nothing beside itself."""
    shown, found = _for_members(reference, number)
    publisher = filers.publisher(shown)
    heading = (
        f"{publisher['name']}: {tk.h.spenddata_regime_title(shown['regime'])}, {tk.h.spenddata_period(shown['period'])}"
    )
    facts = {
        tk._("Reference"): f"{reference}, {tk._('revision {number}').format(number=number)}",
        tk._("State"): tk.h.spenddata_state(found["state"])["label"],
        tk._("Files"): ", ".join(file["name"] for file in found["files"]),
        tk._("Transactions"): tk.h.spenddata_count(found["report"].get("rows")),
        tk._("Total"): tk.h.spenddata_pounds(found["report"].get("amount_total"), pence=True),
        tk._("Rows in error"): tk.h.spenddata_count(found["rows_in_error"]),
    }
    confirmed = confirming.confirmed(confirming.found(found, reference))
    said = [(each["title"], each["value"] or each["where"], each["acknowledged"]["reason"]) for each in confirmed]
    body = reports.printable(_stored(reference, number), heading, facts, said)
    return downloads.attachment(body, f"{reference}.{number}.report.html", "text/html; charset=utf-8")


@blueprint.route(f"{ADDRESS}/marked/<int:position>.xlsx")
@guard.page
@guard.members_only
def marked(reference: str, number: int, position: int) -> Any:
    """One file of a revision as it was sent, with the cells that break a rule coloured and commented."""
    _for_members(reference, number)
    revision = _stored(reference, number)
    file = next((each for each in revision.files if each.position == position), None)
    if file is None:
        raise tk.ObjectNotFound(tk._("This revision has no such file."))
    try:
        path = marked_files.marked_file(revision, file)
    except marked_files.TooMuchToMarkError:
        message = tk._(
            "{name} is too large to be marked here. Nothing is wrong with it for that reason."
            " Take the findings as CSV, or run “spenddata check --marked OUT.xlsx” with the file on your computer."
        )
        return tk.abort(503, message.format(name=file.name))
    response = send_file(path, mimetype=XLSX, as_attachment=True, conditional=True)
    response.headers["Content-Disposition"] = downloads.disposition(f"{PurePath(file.name).stem} marked.xlsx")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _for_members(reference: str, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A return and its revision, for those who may look at what is not public; refused to others."""
    tk.check_access("spenddata_revision_review", {}, {"reference": reference, "revision": number})
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    return shown, _revision(shown, number)


def _file(reference: str, number: int) -> Path:
    """Where the canonical CSV lies; whether the reader may have it is decided before."""
    return published_files.published_file(_stored(reference, number)).path


def _stored(reference: str, number: int) -> Revision:
    """A revision as it is stored; whether the reader may know of it is decided before."""
    spend_return = queries.by_reference(reference)
    revision = queries.by_number(spend_return, number) if spend_return else None
    if revision is None:
        raise tk.ObjectNotFound
    return revision


def _revision(shown: dict[str, Any], number: int) -> dict[str, Any]:
    """A revision that the reader may know of."""
    found = next((each for each in shown["revisions"] if each["number"] == number), None)
    if found is None:
        raise tk.ObjectNotFound(
            tk._("The return {reference} has no published revision {number}.").format(
                reference=shown["reference"], number=number
            )
        )
    return found
