"""What may be asked about suppliers."""

from __future__ import annotations

from ckan.lib.navl.validators import default, ignore_empty, ignore_missing, unicode_safe
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.logic.schema.said import required_as, yes_or_no
from ckanext.spenddata.logic.schema.strict import only_known
from ckanext.spenddata.logic.validators import spenddata_count

MOST_LISTED = 100


@only_known
def show() -> Schema:
    """``spenddata_supplier_show``."""
    return {
        "id": [required_as("supplier"), unicode_safe],
        "card": [ignore_missing, yes_or_no],
        "amount_basis": [ignore_missing, ignore_empty, unicode_safe],
        "currency": [ignore_missing, ignore_empty, unicode_safe],
    }


@only_known
def listed() -> Schema:
    """``spenddata_supplier_list``."""
    return {"q": [default(""), unicode_safe], "limit": [default(20), spenddata_count, at_most]}


def at_most(value: int) -> int:
    """As many as come in one answer."""
    if value > MOST_LISTED:
        raise tk.Invalid(tk._("At most {most} come in one answer.").format(most=MOST_LISTED))
    return value
