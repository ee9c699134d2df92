"""The comparison as a view of a published file: its publisher set beside others for the file's period. Drawn by the server, no frame."""

from __future__ import annotations

from typing import Any

import psycopg2
from ckan import plugins
from ckan.plugins import toolkit as tk
from ckan.types import Context, Schema
from sqlalchemy.exc import OperationalError

from ckanext.spenddata import config
from ckanext.spenddata.views import forms
from ckanext.spenddata.views.comparison import context

VIEW_TYPE = "spenddata_comparison_view"


class ComparisonView(plugins.SingletonPlugin):
    """A kind of view that files of spend datasets can have."""

    plugins.implements(plugins.IResourceView, inherit=True)

    def info(self) -> dict[str, Any]:
        """What CKAN's list of views says of it."""
        return {
            "name": VIEW_TYPE,
            "title": tk._("Spending comparison"),
            "default_title": tk._("Comparison"),
            "icon": "balance-scale",
            "iframed": False,
            "requires_datastore": True,
            "always_available": False,
            "schema": self._schema(),
        }

    def can_view(self, data_dict: dict[str, Any]) -> bool:
        """Files of spend datasets that are in the DataStore and of one period."""
        resource, package = data_dict["resource"], data_dict.get("package") or {}
        return bool(package.get("type") == "spend" and resource.get("datastore_active") and resource.get("period"))

    def view_template(self, _context: Context, _data_dict: dict[str, Any]) -> str:
        """The table."""
        return "spenddata/comparison/view.html"

    def form_template(self, _context: Context, _data_dict: dict[str, Any]) -> str:
        """Whom to compare with, and what."""
        return "spenddata/comparison/view_form.html"

    def setup_template_variables(self, _context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
        """The comparison; or why there is none, in words."""
        measures = [{"value": "", "text": tk._("Per head where the populations are known, otherwise as shares")}]
        measures += [{"value": each.id, "text": each.title} for each in config.definitions().measures.values()]
        return {**_compared(data_dict), "measures": measures}

    @staticmethod
    def _schema() -> Schema:
        optional = [tk.get_validator("ignore_missing"), tk.get_validator("unicode_safe")]
        return {"peers": list(optional), "measure": list(optional)}


def _compared(data_dict: dict[str, Any]) -> dict[str, Any]:
    package, resource, view = data_dict["package"], data_dict["resource"], data_dict.get("resource_view") or {}
    if not package.get("publisher_id"):
        return {"comparison": None, "why": tk._("This file belongs to no publisher.")}
    peers = [name.strip() for name in (view.get("peers") or "").split(",") if name.strip()]
    asked = {
        "publishers": [package["publisher_id"], *peers],
        "regime": package["regime"],
        "period": resource["period"],
    }
    if view.get("measure"):
        asked["measure"] = view["measure"]
    try:
        shown = tk.get_action("spenddata_comparison_show")({}, asked)
    except tk.ValidationError as error:
        return {"comparison": None, "why": " ".join(forms.messages(error.error_dict).values())}
    except (OperationalError, psycopg2.OperationalError):
        return {"comparison": None, "why": tk._("The figures are not available at the moment. Try again in a minute.")}
    address = tk.url_for(
        "spenddata_comparison.index", publisher=asked["publishers"], regime=asked["regime"], period=asked["period"]
    )
    return {"comparison": context(shown, asked), "why": "", "address": address}
