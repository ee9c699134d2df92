"""What may be asked about a category as a market."""

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args
from ckan.types import Schema

from ckanext.spenddata.logic.schema.strict import only_known

# Validators come by the names of these parameters (CKAN's ``validator_args``).
Validator = Any


@only_known
@validator_args
def show(
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    boolean_validator: Validator,
) -> Schema:
    """``spenddata_category_show``."""
    return {
        "id": [not_empty, unicode_safe],
        "period": [ignore_missing, ignore_empty, unicode_safe],
        "card": [default(False), boolean_validator],
        "amount_basis": [ignore_missing, ignore_empty, unicode_safe],
    }
