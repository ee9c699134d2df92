"""What may be asked about publishers."""

from __future__ import annotations

from ckan.lib.navl.validators import default, ignore_empty, ignore_missing, unicode_safe
from ckan.types import Schema

from ckanext.spenddata.logic.schema.said import required, yes_or_no
from ckanext.spenddata.logic.schema.strict import only_known
from ckanext.spenddata.logic.validators import spenddata_regime


@only_known
def list_() -> Schema:
    """``spenddata_publisher_list``."""
    return {
        "body_type": [ignore_missing, unicode_safe],
        "region": [ignore_missing, unicode_safe],
        "regime": [ignore_missing, unicode_safe, spenddata_regime],
        "q": [ignore_missing, unicode_safe],
    }


@only_known
def show() -> Schema:
    """``spenddata_publisher_show``."""
    return {
        "publisher": [required, unicode_safe],
        "spending": [default(False), yes_or_no],
        "regime": [ignore_missing, ignore_empty, unicode_safe, spenddata_regime],
        "period": [ignore_missing, ignore_empty, unicode_safe],
    }
