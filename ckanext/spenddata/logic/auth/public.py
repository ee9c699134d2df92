"""What is published is there for anybody: to search, to compare, to look at by supplier, category and publisher."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context


@tk.auth_allow_anonymous_access
def _anybody(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody."""
    return {"success": True}


spenddata_category_list = spenddata_category_show = _anybody
spenddata_comparison_show = spenddata_comparison_suppliers = _anybody
spenddata_data_package_show = spenddata_portal_show = _anybody
spenddata_publication_list = _anybody
spenddata_publisher_list = spenddata_publisher_show = _anybody
spenddata_supplier_list = spenddata_supplier_show = _anybody
spenddata_timeliness_list = spenddata_totals_show = _anybody
spenddata_transaction_search = spenddata_transaction_show = _anybody
