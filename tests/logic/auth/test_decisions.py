"""Decisions about suppliers and categories are the stewards', each of them."""

from __future__ import annotations

import pytest

from ckanext.spenddata.logic.auth import decisions


@pytest.mark.parametrize("name", [name for name in vars(decisions) if name.startswith("spenddata_")])
def test_only_stewards_decide(allowed, name):
    assert allowed(getattr(decisions, name)) == {"steward"}
