"""What may be asked about suppliers."""

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.logic.schema.searches import yes_or_no
from ckanext.spenddata.logic.schema.strict import only_known

# Validators come by the names of these parameters (CKAN's ``validator_args``).
Validator = Any

MOST_LISTED = 100


@only_known
@validator_args
def show(
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
) -> Schema:
    """``spenddata_supplier_show``."""
    return {
        "id": [not_empty, unicode_safe],
        "card": [ignore_missing, yes_or_no],
        "amount_basis": [ignore_missing, ignore_empty, unicode_safe],
    }


@only_known
@validator_args
def listed(default: Validator, unicode_safe: Validator, spenddata_count: Validator) -> Schema:
    """``spenddata_supplier_list``."""
    return {"q": [default(""), unicode_safe], "limit": [default(20), spenddata_count, at_most]}


def at_most(value: int) -> int:
    """As many as come in one answer."""
    if value > MOST_LISTED:
        raise tk.Invalid(tk._("At most {most} come in one answer.").format(most=MOST_LISTED))
    return value
