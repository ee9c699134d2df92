"""All that is published, as files to take away."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection, read
from ckanext.spenddata.logic import common, data_package
from ckanext.spenddata.logic.schema import data as schema
from ckanext.spenddata.returns.files import public_files
from ckanext.spenddata.returns.people import publishers


@tk.side_effect_free
@tk.validate_action_data(schema.package)
def spenddata_data_package_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Every published file as a Data Package: where it is, its schema, licence and fingerprint. Anybody may.

    ``/spend/data/datapackage.json`` gives the descriptor alone: ``frictionless validate`` fetches the files that it names, and checks them.
    A file that was published a moment ago appears when it is in its place.

    :param publisher: one publisher's files: its identifier, or its organisation's name or id (optional: all)
    :type publisher: string

    **Results:** a descriptor by the Data Package standard: ``name``, ``title``, ``profile``, ``licenses`` and ``resources``, by publisher,
    duty and period, each with ``name`` (the return's reference in small letters), ``title``, ``path`` (the CSV's address), ``bytes``,
    ``hash``, ``schema`` (the Table Schema's address) and ``licenses``; beside the standard ``rows``, ``publisher_id``, ``regime``,
    ``period``, ``revision`` and ``published``. ``as_of_entry`` is the ledger's newest publication.

    :raises ObjectNotFound: there is no such publisher
    """
    tk.check_access("spenddata_data_package_show", context, data_dict)
    asked = data_dict.get("publisher")
    body = common.body(asked) if asked else None
    # Asked before the files are: they may be newer than it says, and never older.
    with connection.reading(connection.READER_TIMEOUT) as database:
        as_of = read.last_entry_no(database)
    definitions = config.definitions()
    names = {each.publisher.publisher_id: each.publisher.name for each in publishers.every()}
    files = public_files.every(body.publisher.publisher_id if body else None)
    return {
        "name": f"spend-{body.publisher.publisher_id.lower()}" if body else "published-spend",
        "title": body.publisher.name if body else tk._("All published spend"),
        "profile": "tabular-data-package",
        "licenses": data_package.licence(config.licence()),
        "as_of_entry": as_of,
        "resources": [data_package.resource(file, definitions, names) for file in files],
    }
