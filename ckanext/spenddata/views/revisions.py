"""`/spend/returns/<reference>/revisions/<n>`: one revision at an address that stays, its CSV, its findings and report."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, jsonify

from ckanext.spenddata import config
from ckanext.spenddata.views import confirming, downloads, filers, guard, history, standing
from ckanext.spenddata.views.revision_of import known

blueprint = Blueprint("spenddata_revisions", __name__)

ADDRESS = "/spend/returns/<reference>/revisions/<int:number>"
FINDINGS_SHOWN = 100
FINDINGS_COLUMNS = ("rule", "severity", "file", "sheet", "row", "column", "field", "value", "expected", "fix")
DOWNLOADABLE = ("published", "superseded")


@blueprint.route(ADDRESS)
@guard.page
@guard.takes()
def show(reference: str, number: int) -> str:
    """What this revision holds, what it changed, what became of it."""
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    found = known(shown, number)
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
            "ended": history.ended(found),
            "difference": standing.difference(shown, found),
            "newer": shown["published_revision"] if found["state"] == "superseded" else None,
            "downloads": found["state"] in DOWNLOADABLE and not found["nil"],
        },
    )


@blueprint.route(f"{ADDRESS}.csv")
@guard.page
@guard.takes("spreadsheet")
def canonical_csv(reference: str, number: int) -> Response:
    """The rows of a published revision: the canonical CSV, byte for byte; or one that is safe to open in a spreadsheet."""
    _, path = downloads.file({"reference": reference, "revision": number})
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    name = f"{shown['publisher_id']}-{shown['regime']}-{shown['period']}-r{number}"
    if tk.request.args.get("spreadsheet") == "yes":
        return downloads.attachment(
            downloads.for_spreadsheets(path), f"{name}-spreadsheet.csv", "text/csv; charset=utf-8"
        )
    return downloads.sent(path, f"{name}.csv", "text/csv")


@blueprint.route("/spend/schema.json")
@guard.takes()
def schema() -> Response:
    """The Table Schema of every published CSV."""
    response = jsonify(config.definitions().transaction.descriptor())
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.route(f"{ADDRESS}/findings")
@guard.page
@guard.members_only
@guard.takes("rule", "offset")
def findings(reference: str, number: int) -> str:
    """Every place where a revision breaks a rule, for the publisher's own people."""
    rule = tk.request.args.get("rule")
    offset = tk.request.args.get("offset", 0, type=int)
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
@guard.takes()
def findings_csv(reference: str, number: int) -> Response:
    """All findings of a revision, safe to open in a spreadsheet."""
    asked, name = {"reference": reference, "revision": number}, f"{reference}.{number}.findings.csv"
    return downloads.every_line("spenddata_revision_findings", asked, FINDINGS_COLUMNS, name)


@blueprint.route(f"{ADDRESS}/report.json")
@guard.page
@guard.takes()
def report_json(reference: str, number: int) -> Response:
    """The report that the reader may see, as the API gives it."""
    report = tk.get_action("spenddata_revision_report")({}, {"reference": reference, "revision": number})
    return downloads.attachment(
        tk.h.dump_json(report, indent=2), f"{reference}.{number}.report.json", "application/json"
    )


@blueprint.route(f"{ADDRESS}/report.html")
@guard.page
@guard.members_only
@guard.takes()
def printable(reference: str, number: int) -> Response:
    """The report as one page to print or to send on, which needs nothing beside itself."""
    told, body = downloads.body({"reference": reference, "revision": number, "kind": "printable"})
    return downloads.attachment(body, told["name"], "text/html; charset=utf-8")


@blueprint.route(f"{ADDRESS}/marked/<int:position>.xlsx")
@guard.page
@guard.members_only
@guard.takes()
def marked(reference: str, number: int, position: int) -> Any:
    """One file of a revision as it was sent, with the cells that break a rule coloured and commented."""
    asked = {"reference": reference, "revision": number, "kind": "marked", "position": position}
    try:
        told, path = downloads.file(asked)
    except tk.ValidationError as error:
        return tk.abort(503, " ".join(error.error_summary.values()))
    response = downloads.sent(path, told["name"], told["mimetype"])
    response.headers["Cache-Control"] = "private, no-cache"
    return response
