"""`/spend/returns/new`: which return, and its files or a nil statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, make_response

from ckanext.spenddata import config
from ckanext.spenddata.views import filers, forms, guard, return_steps

blueprint = Blueprint("spenddata_submission", __name__)

FIELDS = ("publisher_id", "regime", "period", "kind", "files")
ACTION_FIELDS = {"publisher": "publisher_id", "upload": "files", "nil": "kind"}
"""An action's names of its parameters → our form's, where they differ."""


@blueprint.get("/spend/returns/new")
@guard.page
@guard.members_only
@guard.takes("publisher", "regime", "period", "kind")
def new() -> str:
    """The form, with what the address says filled in."""
    given = tk.request.args
    data = {
        "publisher_id": given.get("publisher"),
        "regime": given.get("regime"),
        "period": given.get("period"),
        "kind": "nil" if given.get("kind") == "nil" else "files",
    }
    return _form(data, {})


@blueprint.post("/spend/returns/new")
@guard.form
def create() -> Any:
    """Submit what was sent; back to the form, with what was typed, where it is refused."""
    data = {field: tk.request.form.get(field, "").strip() for field in FIELDS if field != "files"}
    said = _missing(data)
    if said:
        return _refused(data, said)
    nil = data["kind"] == "nil"
    asked = {
        "publisher": data["publisher_id"],
        "regime": data["regime"],
        "period": data["period"],
        "nil": nil,
        "upload": [] if nil else tk.request.files.getlist("files"),
    }
    try:
        submitted = tk.get_action("spenddata_return_submit")({}, asked)
    except tk.ValidationError as error:
        errors = {
            ACTION_FIELDS.get(field, field): words for field, words in error.error_dict.items() if field != "code"
        }
        return _refused(data, forms.messages(errors))
    return tk.redirect_to("spenddata_returns.show", reference=submitted["reference"])


def _refused(data: Mapping[str, Any], said: Mapping[str, str]) -> Any:
    """The form again; a browser does not send a file twice, so where the fault is another field's, that is said."""
    if "files" not in said and _some_file():
        said = {**said, "files": tk._("Choose your files again: they were not kept")}
    return make_response(_form(data, said), 400)


def _some_file() -> bool:
    return any(file.filename for file in tk.request.files.getlist("files"))


def _form(data: Mapping[str, Any], said: Mapping[str, str]) -> str:
    publishers = [each for each in filers.own() if each["may_send"]]
    chosen = next(
        (each for each in publishers if data.get("publisher_id") in (each["publisher_id"], each["slug"])), None
    )
    if chosen is None and len(publishers) == 1:
        chosen = publishers[0]
    duties = {duty for each in ([chosen] if chosen else publishers) for duty in each["regimes"]}
    regimes = [
        choice for choice in tk.h.spenddata_regime_choices() if choice["value"] in duties
    ] or tk.h.spenddata_regime_choices()
    filled = {**data, "publisher_id": chosen["publisher_id"] if chosen else data.get("publisher_id")}
    if len(regimes) == 1 and not filled.get("regime"):
        filled["regime"] = regimes[0]["value"]
    return tk.render(
        "spenddata/returns/new.html",
        {
            "publishers": [{"value": each["publisher_id"], "label": each["name"]} for each in publishers],
            "regimes": regimes,
            "data": filled,
            "messages": said,
            "problems": forms.problems(said, FIELDS),
            "limit_mb": (config.limits().file_bytes or 0) // config.MEGABYTE,
            "approval": config.approval(),
            "steps": return_steps.at(return_steps.SEND),
            "replaces": _published_already(filled),
        },
    )


def _published_already(data: Mapping[str, Any]) -> bool:
    """Whether what the form names is published, so that what is sent will replace it."""
    if not all(data.get(field) for field in ("publisher_id", "regime", "period")):
        return False
    reference = f"{data['publisher_id']}.{data['regime']}.{data['period']}"
    try:
        return tk.get_action("spenddata_return_show")({}, {"reference": reference})["published_revision"] is not None
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return False


def _missing(data: Mapping[str, str]) -> dict[str, str]:
    """What must be filled in before anything is sent on."""
    wanted = {
        "publisher_id": tk._("Choose the publisher"),
        "regime": tk._("Choose the duty that the return answers"),
        "period": tk._("Enter the period, such as October 2026"),
    }
    said = {field: words for field, words in wanted.items() if not data[field]}
    if data["kind"] != "nil" and not _some_file():
        said["files"] = tk._("Select a file, or say that there is nothing to report")
    return said
