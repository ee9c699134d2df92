"""What may be asked about publishers."""

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args
from ckan.types import Schema

from ckanext.spenddata.logic.schema.strict import only_known

Validator = Any


@only_known
@validator_args
def list_(ignore_missing: Validator, unicode_safe: Validator, spenddata_regime: Validator) -> Schema:
    """``spenddata_publisher_list``."""
    return {
        "body_type": [ignore_missing, unicode_safe],
        "region": [ignore_missing, unicode_safe],
        "regime": [ignore_missing, unicode_safe, spenddata_regime],
        "q": [ignore_missing, unicode_safe],
    }


@only_known
@validator_args
def show(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    spenddata_regime: Validator,
) -> Schema:
    """``spenddata_publisher_show``."""
    return {
        "publisher": [not_empty, unicode_safe],
        "spending": [default(False), boolean_validator],
        "regime": [ignore_missing, ignore_empty, unicode_safe, spenddata_regime],
        "period": [ignore_missing, ignore_empty, unicode_safe],
    }
