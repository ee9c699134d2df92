"""`/spend/returns/<reference>/revisions/<n>/fixes`: what is suggested, cell by cell, before it is accepted; and what was changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.spenddata.checks import typed
from ckanext.spenddata.views import downloads, filers, forms, guard, return_steps, standing
from ckanext.spenddata.views.revision_of import own

blueprint = Blueprint("spenddata_fixes", __name__)

ADDRESS = "/spend/returns/<reference>/revisions/<int:number>/fixes"
SHOWN = 100
COLUMNS = ("rule", "file", "sheet", "row", "column", "field", "before", "after")
PLACE = ("rule", "file", "sheet", "row")
"""What says where a fix is accepted."""


@blueprint.route(ADDRESS)
@guard.page
@guard.members_only
@guard.takes("rule", "offset")
def show(reference: str, number: int) -> str:
    """The suggested fixes as they would be made, and those that were."""
    rule = tk.request.args.get("rule") or None
    offset = tk.request.args.get("offset", 0, type=int)
    about = {"reference": reference, "revision": number} | ({"rule": rule} if rule else {})
    suggested = tk.get_action("spenddata_revision_findings")(
        {}, {**about, "fixable": True, "offset": offset, "limit": SHOWN}
    )
    made = tk.get_action("spenddata_revision_fixes")({}, {**about, "limit": SHOWN})
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    revision = own(shown, number)
    here = {"reference": reference, "number": number, "rule": rule}
    last = offset + len(suggested["results"])
    return tk.render(
        "spenddata/returns/fixes.html",
        {
            "spend_return": standing.spend_return(shown, filers.publisher(shown)),
            "revision": revision,
            "steps": return_steps.at(return_steps.FIX) if revision["state"] == "ready" else [],
            "rule": {"id": rule, "title": tk.h.spenddata_rule_title(rule)} if rule else None,
            "may_accept": revision["state"] == "ready"
            and shown["revision"] == number
            and filers.rights(shown)["answer"],
            "suggested": {**suggested, "results": [_with_place(each) for each in suggested["results"]]},
            "first": offset + 1,
            "last": last,
            "made": made,
            "accepted": [_accepted(each) for each in revision.get("fixes") or ()],
            "next_url": tk.url_for("spenddata_fixes.show", **here, offset=last) if last < suggested["count"] else None,
            "first_url": tk.url_for("spenddata_fixes.show", **here) if offset else None,
        },
    )


@blueprint.post(ADDRESS)
@guard.form
def change(reference: str, number: int) -> Any:
    """Accept what was ticked, or all that is suggested; or take back what was accepted. Then it is checked again."""
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    revision = own(shown, number)
    accepted = list(revision.get("fixes") or ())
    ticked = list(_ticked(tk.request.form.getlist("place")))
    which = tk.request.form.get("which")
    if which == "back":
        wanted = [each for each in accepted if each not in ticked]
    else:
        more = _every_rule(reference, number, tk.request.form.get("rule")) if which == "all" else ticked
        wanted = accepted + [each for each in more if each not in accepted]
    if wanted == accepted:
        return tk.redirect_to("spenddata_fixes.show", reference=reference, number=number)
    looked_at = {**forms.looked_at(), "revision": number}
    asked = {"reference": reference, **looked_at, "answers": revision.get("answers") or {}, "fixes": wanted}
    _, said = forms.ask("spenddata_return_answer", asked)
    if said:
        return tk.abort(409, tk._("{why} No fix was changed.").format(why=" ".join(said.values())))
    return tk.redirect_to("spenddata_returns.show", reference=reference)


@blueprint.route(f"{ADDRESS}.csv")
@guard.page
@guard.members_only
@guard.takes()
def log_csv(reference: str, number: int) -> Response:
    """Every cell that accepted fixes changed, safe to open in a spreadsheet."""
    asked = {"reference": reference, "revision": number}
    return downloads.every_line("spenddata_revision_fixes", asked, COLUMNS, f"{reference}.{number}.fixes.csv")


def rules_with_fixes(reference: str, number: int) -> list[str]:
    """Rules that suggest what a cell should be."""
    review = tk.get_action("spenddata_revision_review")({}, {"reference": reference, "revision": number})
    return list(dict.fromkeys(group["rule"] for group in review["groups"] if group["fixes"]))


def _every_rule(reference: str, number: int, rule: str | None) -> Sequence[str]:
    return [rule] if rule else rules_with_fixes(reference, number)


def _ticked(values: Iterable[str]) -> Iterator[Any]:
    """What was ticked; what no page of ours sends is passed over."""
    for value in values:
        with suppress(ValueError):
            yield json.loads(value)


def _with_place(suggested: Mapping[str, Any]) -> dict[str, Any]:
    place = {name: suggested[name] for name in PLACE}
    return {**suggested, "place": json.dumps(place, sort_keys=True)}


def _accepted(each: str | Mapping[str, Any]) -> dict[str, str]:
    """What was accepted or typed, as a choice: all that a rule suggests, one place, or one cell."""
    value = json.dumps(each, sort_keys=True)
    if isinstance(each, str):
        return {"value": value, "label": tk._("{title}: all").format(title=tk.h.spenddata_rule_title(each))}
    about = {
        "title": tk.h.spenddata_rule_title(typed.RULE if typed.is_cell(each) else each["rule"]),
        "place": ", ".join(filter(None, (each["file"], each.get("sheet")))),
        "row": each["row"],
    }
    if typed.is_cell(each):
        field, words = tk.h.spenddata_field_title(each["field"]), each["value"] or tk._("(blank)")
        label = tk._("{title}: {place}, row {row}, {field}: {words}").format(**about, field=field, words=words)
    else:
        label = tk._("{title}: {place}, row {row}").format(**about)
    return {"value": value, "label": label}
