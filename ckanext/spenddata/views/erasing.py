"""`/spend/returns/<reference>/revisions/<n>/erase`: say what must go and why, look at what would go, and confirm it."""

from __future__ import annotations

import re
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, make_response

from ckanext.spenddata import config
from ckanext.spenddata.logic.schema.said import LONGEST_WORDS
from ckanext.spenddata.views import filers, forms, guard, standing
from ckanext.spenddata.views.revision_of import known

blueprint = Blueprint("spenddata_erasing", __name__)

ADDRESS = "/spend/returns/<reference>/revisions/<int:number>/erase"
FIELDS = ("scope", "row", "why")
"""What a message can be about, in the order of the form."""
AS_IT_STANDS = ("attempt", "published_revision")
"""What the form carries of the return as it was looked at."""
_FIELD_OF = {"places": "row"}
"""Parameter of the action → the field that it is told at."""
_ROW = re.compile(r"[1-9][0-9]{0,8}")
NAMES_A_PERSON = ("supplier_name", "description", "supplier_postcode", "supplier_local_id")
"""Fields that are offered to be made blank: those in which people are named."""


@blueprint.route(ADDRESS)
@guard.page
@guard.members_only
@guard.takes()
def form(reference: str, number: int) -> str:
    """The form: which revision, row or cells, and the reason."""
    tk.check_access("spenddata_return_erase", {}, {"reference": reference, "revision": number})
    return _page(reference, number)


@blueprint.post(ADDRESS)
@guard.form
def erase(reference: str, number: int) -> Any:
    """What would go, to be confirmed; then it goes."""
    sent = tk.request.form
    said = _faults()
    if said:
        return make_response(_page(reference, number, said), 400)
    confirmed = sent.get("confirm") == "yes"
    asked = {"reference": reference, "revision": number, "places": _places(), "why": sent["why"].strip()}
    asked |= {"same_words": bool(sent.get("same_words")), "preview": not confirmed, **_looked_at()}
    told, said = forms.ask("spenddata_return_erase", asked)
    if said:
        at_fields = {_FIELD_OF.get(name, name): words for name, words in said.items()}
        return make_response(_page(reference, number, at_fields), 409 if said.keys() & set(AS_IT_STANDS) else 400)
    if confirmed:
        return tk.redirect_to("spenddata_returns.show", reference=reference, just="erased")
    return _page(reference, number, preview=told)


def _looked_at() -> dict[str, int]:
    """How the return stood when the form was shown, as the action takes it; where it does not say, as none does."""
    return {name: tk.request.form.get(name, 0, type=int) for name in AS_IT_STANDS}


def _faults() -> dict[str, str]:
    sent = tk.request.form
    said: dict[str, str] = {}
    if sent.get("scope") not in ("revision", "places"):
        said["scope"] = tk._("Choose what is erased")
    if sent.get("scope") == "places" and not _ROW.fullmatch(sent.get("row", "").strip()):
        said["row"] = tk._("Enter the number of the row, as a spreadsheet shows it, such as 32")
    if not sent.get("why", "").strip():
        said["why"] = tk._("Enter why it is erased; everybody can read it, so name nobody")
    return said


def _places() -> list[dict[str, Any]]:
    sent = tk.request.form
    if sent["scope"] == "revision":
        return []
    place = {"row": int(sent["row"]), "fields": sent.getlist("fields")}
    return [place | {name: sent[name] for name in ("file", "sheet") if sent.get(name)}]


def _page(
    reference: str, number: int, said: dict[str, str] | None = None, preview: dict[str, Any] | None = None
) -> str:
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    revision = known(shown, number)
    found = {**shown, "attempt": revision.get("attempt")}
    titles = {field.name: field.title for field in config.definitions().transaction.fields}
    return tk.render(
        "spenddata/revisions/erase.html",
        {
            "spend_return": standing.spend_return(shown, filers.publisher(shown)),
            "revision": revision,
            # What is confirmed is what was previewed, of the return as it stood then.
            "looked_at": _looked_at() if preview else {name: found[name] or 0 for name in AS_IT_STANDS},
            "fields": [{"value": name, "label": titles[name]} for name in NAMES_A_PERSON],
            "data": tk.request.form,
            "messages": said or {},
            "problems": forms.problems(said or {}, FIELDS),
            "preview": preview,
            "most": LONGEST_WORDS,
        },
    )
