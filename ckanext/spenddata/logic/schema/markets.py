"""What may be asked about a category as a market."""

from __future__ import annotations

from ckan.lib.navl.validators import default, ignore_empty, ignore_missing, not_empty, unicode_safe
from ckan.logic.validators import boolean_validator
from ckan.types import Schema

from ckanext.spenddata.logic.schema.strict import only_known


@only_known
def show() -> Schema:
    """``spenddata_category_show``."""
    return {
        "id": [not_empty, unicode_safe],
        "period": [ignore_missing, ignore_empty, unicode_safe],
        "card": [default(False), boolean_validator],
        "amount_basis": [ignore_missing, ignore_empty, unicode_safe],
    }
