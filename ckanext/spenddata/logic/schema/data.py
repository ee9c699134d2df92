"""What may be asked about all that is published."""

from __future__ import annotations

from ckan.lib.navl.validators import ignore_empty, ignore_missing, unicode_safe
from ckan.types import Schema

from ckanext.spenddata.logic.schema.strict import only_known


@only_known
def package() -> Schema:
    """``spenddata_data_package_show``."""
    return {"publisher": [ignore_missing, ignore_empty, unicode_safe]}


@only_known
def nothing() -> Schema:
    """Actions that tell all there is: ``spenddata_portal_show``, ``spenddata_timeliness_list``, ``spenddata_category_list``."""
    return {}
