"""What may be asked about all that is published."""

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args
from ckan.types import Schema

from ckanext.spenddata.logic.schema.strict import only_known

# Validators come by the names of these parameters (CKAN's ``validator_args``).
Validator = Any


@only_known
@validator_args
def package(ignore_missing: Validator, ignore_empty: Validator, unicode_safe: Validator) -> Schema:
    """``spenddata_data_package_show``."""
    return {"publisher": [ignore_missing, ignore_empty, unicode_safe]}
