"""What may be asked about a category as a market."""

from __future__ import annotations

from ckan.lib.navl.validators import default, ignore_empty, ignore_missing, unicode_safe
from ckan.types import Schema

from ckanext.spenddata.logic.schema.said import required_as, yes_or_no
from ckanext.spenddata.logic.schema.strict import only_known


@only_known
def show() -> Schema:
    """``spenddata_category_show``."""
    return {
        "id": [required_as("category"), unicode_safe],
        "period": [ignore_missing, ignore_empty, unicode_safe],
        "card": [default(False), yes_or_no],
        "amount_basis": [ignore_missing, ignore_empty, unicode_safe],
    }
