"""A list of suppliers is no longer than one answer."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.schema import suppliers


def test_at_most_a_page_of_suppliers():
    assert suppliers.at_most(suppliers.MOST_LISTED) == suppliers.MOST_LISTED
    with pytest.raises(tk.Invalid, match=f"At most {suppliers.MOST_LISTED}"):
        suppliers.at_most(suppliers.MOST_LISTED + 1)
