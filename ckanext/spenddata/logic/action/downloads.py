"""Files of a revision to take away: the canonical CSV, the marked workbook, the report to print."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.logic import common, dictize, gone
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.returns.files import marked_files, published_files, reports
from ckanext.spenddata.returns.filing import acknowledging
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.removal import tombstones

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATH = "spenddata_path"
"""Where the action leaves the file in its context, for the view that sends it: no answer tells a path."""
BODY = "spenddata_body"
"""The same for a text that is made when it is asked for."""


@tk.side_effect_free
@tk.validate_action_data(schema.download)
def spenddata_revision_download(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say where a file of a revision can be downloaded, and what it is; its ``url`` gives the bytes to whoever may ask this.

    A program sends its API token to that address too::

        curl -H "Authorization: $TOKEN" -OJ https://portal.example/spend/returns/X-DEMO-1.lgtc-500.2026-Q1/revisions/1/marked/1.xlsx

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest that you may see)
    :type revision: int
    :param kind: ``csv``, the canonical CSV of a revision that is or was published, for anybody; for members of the publisher,
        ``marked``, a file as it was sent with its findings marked, and ``printable``, the report as one page (optional, default:
        ``csv``)
    :type kind: string
    :param position: which of the files, from 1, for ``marked`` (optional, default: 1)
    :type position: int

    :returns: ``name``, ``mimetype``, ``url``; of the CSV also ``size`` in bytes and ``sha256``
    :rtype: dictionary

    :raises ObjectNotFound: there is no such revision or file, or it is not yours to see
    :raises Gone: the revision was withdrawn or erased; the API answers 410
    :raises ValidationError: the file is too large to be marked
    """
    revision = common.revision_for("spenddata_revision_download", context, data_dict)
    gone.refuse(tombstones.of_revision(revision), tk._("This revision"))
    kinds = {"csv": _csv, "marked": _marked, "printable": _printable}
    return kinds[data_dict["kind"]](context, revision, data_dict["position"])


def _csv(context: Context, revision: Revision, _position: int) -> dict[str, Any]:
    if revision.state not in (State.PUBLISHED, State.SUPERSEDED) or revision.entry_no is None:
        raise tk.ObjectNotFound(tk._("This revision is not published, so there is nothing to download yet."))
    try:
        file = published_files.published_file(revision)
    except published_files.TakenBackError:
        model.Session.refresh(revision)
        gone.refuse(tombstones.of_revision(revision), tk._("This revision"))
        raise tk.ObjectNotFound(tk._("This revision has just changed. Ask for it again in a minute.")) from None
    context[PATH] = file.path  # pyright: ignore[reportGeneralTypeIssues]
    described = {"name": file.name, "mimetype": "text/csv", "size": file.path.stat().st_size, "sha256": file.sha256}
    return described | {"url": _url("canonical_csv", revision)}


def _marked(context: Context, revision: Revision, position: int) -> dict[str, Any]:
    file = next((each for each in revision.files if each.position == position), None)
    if file is None:
        raise tk.ObjectNotFound(tk._("This revision has no such file."))
    if file.erased:
        raise tk.ObjectNotFound(tk._("The bytes of this file were erased, so it can't be marked."))
    try:
        context[PATH] = marked_files.marked_file(revision, file)  # pyright: ignore[reportGeneralTypeIssues]
    except marked_files.TooMuchToMarkError as error:
        message = tk._(
            "{name} is too large to be marked here. Nothing is wrong with it for that reason."
            " Take the findings as CSV, or run “spenddata check --marked OUT.xlsx” with the file on your computer."
        )
        raise refused("position", message.format(name=file.name)) from error
    name = f"{PurePath(file.name).stem} marked.xlsx"
    return {"name": name, "mimetype": XLSX, "url": _url("marked", revision, position=position)}


def _printable(context: Context, revision: Revision, _position: int) -> dict[str, Any]:
    spend_return = revision.spend_return
    body = publishers.by_organization(spend_return.organization_id)
    title = tk.h.spenddata_regime_title(spend_return.regime)
    heading = f"{body.publisher.name if body else spend_return.publisher_id}: {title}, {tk.h.spenddata_period(spend_return.period)}"
    report = dictize.summed(revision.report)
    facts = {
        tk._("Reference"): f"{spend_return.reference}, {tk._('revision {number}').format(number=revision.number)}",
        tk._("State"): tk.h.spenddata_state(revision.state)["label"],
        tk._("Files"): ", ".join(file.name for file in revision.files),
        tk._("Payments"): tk.h.spenddata_count(report.get("rows")),
        tk._("Total"): tk.h.spenddata_sum(report.get("amount_total"), report.get("rows"), pence=True),
        tk._("Rows in error"): tk.h.spenddata_count(revision.rows_in_error),
    }
    found = dictize.stops(acknowledging.given_with(revision))
    confirmed = [
        (each["title"], each["value"] or each["where"], each["acknowledged"]["reason"])
        for each in found
        if each["acknowledged"]
    ]
    context[BODY] = reports.printable(revision, heading, facts, confirmed)  # pyright: ignore[reportGeneralTypeIssues]
    name = f"{spend_return.reference}.{revision.number}.report.html"
    return {"name": name, "mimetype": "text/html", "url": _url("printable", revision)}


def _url(view: str, revision: Revision, **more: Any) -> str:
    reference = revision.spend_return.reference
    return tk.url_for(
        f"spenddata_revisions.{view}", reference=reference, number=revision.number, qualified=True, **more
    )
