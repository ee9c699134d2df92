"""`/spend/peers`: groups of bodies of one's own. `/spend/stewards/peers`: groups for everybody, loaded after looking at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response
from werkzeug.datastructures import FileStorage

from ckanext.spenddata.definitions.peer_table import MOST_CHARACTERS
from ckanext.spenddata.logic.schema.said import LONGEST_WORDS
from ckanext.spenddata.views import filers, forms, guard
from ckanext.spenddata.views.stewards import stewards_only

blueprint = Blueprint("spenddata_peer_groups", __name__)

FIELDS = ("id", "title", "basis", "version", "licence", "source", "url", "csv")
DESK = "spenddata_peer_groups.desk"
MOST_BYTES = MOST_CHARACTERS * 4


@blueprint.route("/spend/peers")
@guard.page
@guard.members_only
@guard.takes()
def index() -> str:
    """The groups that somebody has saved."""
    return _own({})


@blueprint.route("/spend/peers", methods=["POST"])
@guard.form
def save() -> Any:
    """Save the bodies of a comparison under a name, and go back to it."""
    sent = tk.request.form
    asked = {
        "title": sent.get("title", "").strip(),
        "publishers": sent.get("publishers", ""),
        "shared": sent.get("shared") == "yes",
    }
    saved, said = forms.ask("spenddata_peer_group_save", asked)
    if said:
        return forms.shown(_own(said), said)
    if sent.get("publisher"):
        query = {"publisher": sent["publisher"], "peer_group": saved["id"]}
        return tk.redirect_to("spenddata_comparison.index", **query, _anchor="peers")
    return tk.redirect_to("spenddata_peer_groups.index")


@blueprint.route("/spend/peers/remove", methods=["POST"])
@guard.form
def remove() -> Any:
    """Remove a group of one's own."""
    _, said = forms.ask("spenddata_peer_group_remove", {"id": tk.request.form.get("id", "")})
    if said:
        return forms.shown(_own(said), said)
    return tk.redirect_to("spenddata_peer_groups.index")


@blueprint.route("/spend/stewards/peers", methods=["GET", "POST"])
@stewards_only
@guard.takes()
def desk() -> Response:
    """What is loaded; and a group looked at before it is loaded, and then loaded."""
    data, said, told = _sent(), {}, None
    if tk.request.method == "POST":
        preview = data.get("step") != "confirm"
        asked = {name: data.get(name, "") for name in FIELDS}
        told, said = forms.ask("spenddata_peer_group_load", asked | {"preview": preview})
        if told and not preview:
            return tk.redirect_to(DESK, _anchor="loads")
    found = tk.get_action("spenddata_peer_group_list")({}, {"history": True})
    page = tk.render(
        "spenddata/stewards/peers.html",
        {"data": data, "told": told, "messages": said, "problems": forms.problems(said, FIELDS), **found},
    )
    return forms.shown(page, said)


@blueprint.route("/spend/stewards/peers/remove", methods=["GET", "POST"])
@stewards_only
@guard.takes("id")
def take_back() -> Any:
    """Take back what was loaded under an id, with the reason."""
    data, said = {**tk.request.args, **tk.request.form}, {}
    if tk.request.method == "POST":
        asked = {"id": data.get("id", ""), "why": data.get("why", "").strip()}
        _, said = forms.ask("spenddata_peer_group_remove", asked)
        if not said:
            return tk.redirect_to(DESK, _anchor="loads")
    context = {"data": data, "messages": said, "problems": forms.problems(said, ["why"]), "most": LONGEST_WORDS}
    return forms.shown(tk.render("spenddata/stewards/peers_remove.html", context), said)


def _own(said: Mapping[str, str]) -> str:
    groups = tk.get_action("spenddata_peer_group_list")({}, {})["groups"]
    names = filers.names()
    mine = [
        group
        | {
            "names": [names.get(each, each) for each in group["publishers"]],
            "url": tk.url_for("spenddata_comparison.index", publisher=group["publishers"][0], peer_group=group["id"]),
        }
        for group in groups
        if group["kind"] == "own"
    ]
    return tk.render("spenddata/comparison/own.html", {"groups": mine, "problems": forms.problems(said, [])})


def _sent() -> dict[str, str]:
    """What was sent; a file's content, as text, in the place of what was kept of it from the last look."""
    data = {name: value.strip() if name != "csv" else value for name, value in tk.request.form.items()}
    file = tk.request.files.get("file")
    if isinstance(file, FileStorage) and file.filename:
        raw = file.read(MOST_BYTES)
        try:
            data["csv"] = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            data["csv"] = raw.decode("cp1252", errors="replace")
    return data
