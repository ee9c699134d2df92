"""Addresses that hold the name of a body lead on when it has another: 301, to the same page under today's name."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk
from flask import Blueprint, redirect
from werkzeug.datastructures import MultiDict

from ckanext.spenddata.logic.names import name_today

blueprint = Blueprint("spenddata_former_names", __name__)

READS = ("GET", "HEAD")
IN_PATHS = {"/spend/publishers/": "slug", "/organization/": "id", "/feeds/organization/": "id"}
"""Beginnings of paths, and what the routes below them call the part that is a body's name."""
IN_QUESTIONS = {"/spend/": "publisher", "/dataset": "organization"}
KEPT = "max-age=3600"
"""A browser keeps 301 for ever by itself; but another body may be given the name one day."""


@blueprint.before_app_request
def lead_on() -> Any:
    """Redirect whoever comes by a name that its body no longer has, and that no other has now."""
    if tk.request.method not in READS or not tk.request.endpoint:
        return None
    path = tk.request.path
    parts = dict(tk.request.view_args or {})
    asked = MultiDict(tk.request.args)
    changed = _in_path(path, parts) + _in_question(path, asked)
    if not changed:
        return None
    address = tk.url_for(tk.request.endpoint, **parts)
    question = urlencode(list(asked.items(multi=True)))
    response = redirect(f"{address}?{question}" if question else address, 301)
    response.headers["Cache-Control"] = KEPT
    return response


def _in_path(path: str, parts: dict[str, Any]) -> int:
    """Put today's name into the parts of a path; gives how many were changed."""
    named = [part for beginning, part in IN_PATHS.items() if path.startswith(beginning) and part in parts]
    today = {part: name for part in named if (name := name_today(parts[part]))}
    parts.update(today)
    return len(today)


def _in_question(path: str, asked: MultiDict[str, str]) -> int:
    """The same for the parameters of an address."""
    changed = 0
    for name in {name for beginning, name in IN_QUESTIONS.items() if path.startswith(beginning) and name in asked}:
        values = asked.getlist(name)
        today = [name_today(value) or value for value in values]
        changed += today != values
        asked.setlist(name, today)
    return changed
