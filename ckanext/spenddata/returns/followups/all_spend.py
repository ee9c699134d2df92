"""*All published spend* in the catalogue: one dataset of no publisher, whose one resource is the ledger's public view."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.logic.schema import default_create_package_schema
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.ledger import ALL_SPEND
from ckanext.spenddata.returns.followups import one_way_in
from ckanext.spenddata.returns.people import authority

DATASET = "all-published-spend"
_LOCK = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(DATASET, 0)))


def ensure() -> bool:
    """Make the dataset where it is missing; whether it was. Commits where it makes something."""
    if _is_there():
        return False
    model.Session.execute(_LOCK)
    if _is_there():
        return False
    with one_way_in.following_a_publication():
        tk.get_action("package_create")(_context(), _described())
    return True


def _is_there() -> bool:
    query = sa.select(model.Resource.id).where(model.Resource.id == ALL_SPEND, model.Resource.state == "active")
    return model.Session.execute(query).first() is not None


def _context() -> dict[str, Any]:
    """The site's own user, for whom a dataset may belong to no organisation: all publishers are in this one."""
    schema = default_create_package_schema()
    schema["owner_org"] = [tk.get_validator("ignore_missing")]
    return {**authority.the_portal(), "schema": schema}


def _described() -> dict[str, Any]:
    address = tk.url_for("datastore.dump", resource_id=ALL_SPEND, qualified=True)
    return {
        "name": DATASET,
        "type": "dataset",
        "title": "All published spend",
        "notes": (
            "Every transaction that is published on this portal, of all publishers, as one table: read it with CKAN's"
            " DataStore API, filtered by publisher, category or month. It changes with each publication; nobody edits it."
        ),
        "license_id": config.licence(),
        "private": False,
        "resources": [
            {
                "id": ALL_SPEND,
                "name": "All published spend",
                "description": "One row for each published transaction, with the file, sheet and row that it comes from.",
                "format": "CSV",
                "url": address,
                "datastore_active": True,
            }
        ],
    }
