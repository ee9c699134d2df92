"""Where a payment comes from, step by step: the file as it was sent, its row, how it was read and checked, where it was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.vat import UNKNOWN
from ckanext.spenddata.views import reasons
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.revision_of import revision_of


def steps(found: Mapping[str, Any], shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps, in order: ``title``, ``words``, and, where there is more, ``code``, ``url``, ``link`` and ``quiet``.

    Args:
        found: The payment, as ``spenddata_transaction_show`` gives it.
        shown: Its return, as ``spenddata_return_show`` gives it.
    """
    revision = revision_of(shown, found["revision"]) or {}
    return [*_sent(found), *_row(found), _read(found, revision), _checked(revision), _published(found, shown, revision)]


def _sent(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if found.get("source_file"):
        kept = found.get("source_sha256")
        quiet = (
            tk._("It is kept as it was sent, and is not public. Its SHA-256:") if kept else tk._("It is not public.")
        )
        yield {"title": tk._("File as sent"), "words": found["source_file"], "quiet": quiet, "code": kept}


def _row(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if found.get("source_row"):
        sheet = found.get("source_sheet")
        words = tk._("in the sheet {sheet}").format(sheet=sheet) if sheet else tk._("in the file")
        yield {"title": tk._("Row {row}").format(row=tk.h.spenddata_count(found["source_row"])), "words": words}


def _read(found: Mapping[str, Any], revision: Mapping[str, Any]) -> dict[str, Any]:
    """What amounts were taken for, and whether anything in the file was put right, by a fix that its publisher accepted or by typing."""
    said = [tk._("with amounts {basis}.").format(basis=reasons.vat(found["amount_basis"] or UNKNOWN))]
    fixes = (revision.get("report") or {}).get("fixes")
    if fixes:
        said.append(
            ungettext(
                "In the whole return {n} cell was put right by the publisher.",
                "In the whole return {n} cells were put right by the publisher.",
                sum(fixes.values()),
            )
        )
    elif fixes is not None:
        said.append(tk._("No cell of the return was changed."))
    return {"title": tk._("Read"), "words": " ".join(said)}


def _checked(revision: Mapping[str, Any]) -> dict[str, Any]:
    """By which version of the rules, and what they found in the whole return."""
    report, left_out = revision.get("report") or {}, revision.get("rows_in_error")
    version, warnings = (report.get("versions") or {}).get("rules"), report.get("warnings")
    said = [
        tk._("against the rules, version {version}.").format(version=version) if version else tk._("against the rules.")
    ]
    if left_out:
        said.append(
            ungettext(
                "{n} row of the return was left out of all totals.",
                "{n} rows of the return were left out of all totals.",
                left_out,
            )
        )
    elif left_out is not None:
        said.append(tk._("No row of the return was left out."))
    if warnings:
        said.append(ungettext("The return has {n} warning.", "The return has {n} warnings.", warnings))
    elif warnings is not None:
        said.append(tk._("The return has no warning."))
    return {"title": tk._("Checked"), "words": " ".join(said)}


def _published(found: Mapping[str, Any], shown: Mapping[str, Any], revision: Mapping[str, Any]) -> dict[str, Any]:
    when = revision.get("published")
    newest = max((each["number"] for each in shown["revisions"]), default=found["revision"])
    words = (
        tk._("on {date} in the return for").format(date=tk.h.spenddata_date(when))
        if when
        else tk._("in the return for")
    )
    number = tk._("revision {number} of {of}").format(number=found["revision"], of=max(newest, found["revision"]))
    return {
        "title": tk._("Published"),
        "words": words,
        "url": tk.url_for("spenddata_revisions.show", reference=found["reference"], number=found["revision"]),
        "link": f"{tk.h.spenddata_period(found['period'])}, {number}",
    }
