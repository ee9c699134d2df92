"""A dataset that somebody may not see is not there for them, whatever they ask of it.

CKAN says 403 of a private dataset and 404 of none, on most pages and in the API, and counts its followers for everybody: who guesses
names so learns which are in preparation. So its name is taken for one that no dataset has, before a view or an action looks for it, and
stands again in an answer that repeats it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context
from flask import Flask, Response, g, request

NOBODY_S = "no-dataset-has-this-name"
"""Beginning of names that stand for those that are hidden."""
NAMING = (
    (re.compile(r"^member_"), frozenset({"object"})),
    (re.compile(r"^datastore_"), frozenset({"package_id"})),
    (
        re.compile(r"package|dataset|resource"),
        frozenset({"id", "id2", "name_or_id", "package_id", "subject", "object"}),
    ),
)
"""Names of the actions that take datasets' names → the parameters in which they do."""
LOOKED_FOR, MADE = "match", "resource"
"""Parameters that have such parameters in them: which dataset to revise, which also goes by its name; where a table's resource is made."""


def install(app: Flask) -> None:
    """Have answers repeat a name as it was asked for."""
    app.after_request(_as_asked)


def for_page() -> None:
    """Before a page of a dataset: have its view look for none, where the one that the address names is hidden from who asks."""
    given = request.view_args
    if given and request.url_rule and _is_of_dataset(request.url_rule.rule, given) and _is_hidden(given.get("id")):
        given["id"] = _instead_of(given["id"])


def for_action(name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The parameters of an action, without the names of datasets that are hidden from who asks."""
    keys = next((keys for actions, keys in NAMING if actions.search(name)), None)
    if keys is None:
        return asked
    by_name = name == "package_update" and not asked.get("id")
    return _without_hidden(asked, keys | {"name"} if by_name else keys)


def among(context: Context, dataset_ids: Collection[str]) -> set[str]:
    """Those of some datasets that whoever asks may not see."""
    if context.get("ignore_auth") or tk.config["ckan.auth.reveal_private_datasets"]:
        return set()
    package = model.Package
    not_public = sa.or_(package.private.is_(True), package.state != model.State.ACTIVE)
    found = model.Session.scalars(sa.select(package.id).where(package.id.in_(list(dataset_ids)), not_public)).all()
    return {each for each in found if not _may_see(each, {"user": context.get("user", "")})}


def _without_hidden(asked: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """Parameters, and those within them; no deeper, as no action takes one from there."""
    return {key: _shown(key, value, keys) for key, value in asked.items()}


def _shown(key: str, value: Any, keys: frozenset[str]) -> Any:
    whole, _, part = str(key).partition("__")
    within = keys | {"name"} if whole == LOOKED_FOR else keys
    parts = _parts(value) if whole in (LOOKED_FOR, MADE) and not part else None
    if parts is None:
        return _visible(key, value, within)
    return {name: _visible(name, each, within) for name, each in parts.items()}


def _visible(key: str, value: Any, keys: frozenset[str]) -> Any:
    whole, _, part = str(key).partition("__")
    # Any other name with such marks is no parameter of any action: a question can have thousands, and each would cost a look.
    named = part if whole in (LOOKED_FOR, MADE) and part else key
    return _instead_of(value) if named in keys and _is_hidden(value) else value


def _parts(value: Any) -> dict[str, Any] | None:
    """A parameter with parts, as JSON where a form brings it; None where it has none."""
    with suppress(TypeError, ValueError):
        value = json.loads(value)
    return value if isinstance(value, dict) else None


def _instead_of(name: str) -> str:
    """What stands for a name in this request."""
    known = g.setdefault("spenddata_hidden", {})
    return known.setdefault(name, f"{NOBODY_S}-{len(known)}")


def _as_asked(response: Response) -> Response:
    for name, stand_in in g.pop("spenddata_hidden", {}).items():
        if response.is_sequence and not response.direct_passthrough:  # else it is a file, which names nobody who asked
            response.set_data(response.get_data().replace(stand_in.encode(), name.encode()))
        if response.location:
            response.location = response.location.replace(stand_in, name)
    return response


def _is_of_dataset(rule: str, given: dict[str, Any]) -> bool:
    return rule.startswith("/dataset/") or "package_type" in given


def _is_hidden(id_or_name: Any) -> bool:
    """Whether there is such a dataset, not public, which the user of this request may not see."""
    if not isinstance(id_or_name, str) or tk.config["ckan.auth.reveal_private_datasets"]:
        return False
    package = model.Package.get(id_or_name)
    if package is None or (package.state == model.State.ACTIVE and not package.private):
        return False
    return not _may_see(package.id, {"user": tk.current_user.name if tk.current_user.is_authenticated else ""})


def _may_see(dataset_id: str, asking: Any) -> bool:
    try:
        tk.check_access("package_show", asking, {"id": dataset_id})
    except tk.NotAuthorized:
        return False
    return True
