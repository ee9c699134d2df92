"""`/spend/data`: all that is published, to take away; and `/spend/api`: the same for programs, as pages and as OpenAPI."""

from __future__ import annotations

from importlib.metadata import version

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, jsonify

from ckanext.spenddata import config
from ckanext.spenddata.logic import api_description
from ckanext.spenddata.logic.api_description import Operation
from ckanext.spenddata.views import guard

blueprint = Blueprint("spenddata_data", __name__)

TOLD = (
    *("publisher_id", "publisher_name", "payment_date", "amount", "supplier_name", "supplier_id", "description"),
    *("category", "category_confidence", "source_file", "source_row"),
)
"""The columns that a reader meets first."""


@blueprint.route("/spend/data")
@guard.page
@guard.takes()
def index() -> str:
    """What can be taken away, and how to add it up."""
    fields = {field.name: field for field in config.definitions().published.fields}
    portal = tk.get_action("spenddata_portal_show")({}, {})
    table = portal["resource_id"]
    return tk.render(
        "spenddata/data/index.html",
        {
            "portal": portal,
            "csv_url": tk.url_for("datastore.dump", resource_id=table, bom="true"),
            "table_url": tk.url_for("api.action", ver=3, logic_function="datastore_search", resource_id=table),
            "search_example": tk.url_for(
                "api.action", ver=3, logic_function="spenddata_transaction_search", q="staff", rows=5, qualified=True
            ),
            "package_example": tk.url_for("spenddata_data.data_package", qualified=True),
            "fields": [fields[name] for name in TOLD if name in fields],
            "reading": [each for each in _operations() if each.reads and each.anybody],
        },
    )


@blueprint.route("/spend/data/datapackage.json")
@guard.page
@guard.takes("publisher")
def data_package() -> Response:
    """Every published file with schema, licence and hash."""
    asked = {"publisher": tk.request.args["publisher"]} if tk.request.args.get("publisher") else {}
    return jsonify(tk.get_action("spenddata_data_package_show")({}, asked))


@blueprint.route("/spend/data/schema.json")
@guard.takes()
def schema() -> Response:
    """The Table Schema of every published CSV."""
    return jsonify(config.definitions().published.descriptor())


@blueprint.route("/spend/api")
@guard.page
@guard.takes()
def api() -> str:
    """Every action: what it gives, what it takes."""
    return tk.render("spenddata/data/api.html", {"operations": _operations()})


@blueprint.route("/spend/api.json")
@guard.takes()
def openapi() -> Response:
    """The same for programs."""
    site, title = tk.config["ckan.site_url"], tk.config["ckan.site_title"]
    return jsonify(api_description.openapi(site, title, version("ckanext-spenddata")))


def _operations() -> list[Operation]:
    """Actions in an order to read: those that only read first."""
    return sorted(api_description.operations(), key=lambda each: (not each.reads, each.name))
