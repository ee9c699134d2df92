"""Decisions about suppliers and categories are the stewards', each of them."""

from __future__ import annotations

import pytest

from ckanext.spenddata.logic.auth import decisions


@pytest.mark.parametrize("name", decisions.__all__)
def test_only_stewards_decide(allowed, name):
    assert allowed(getattr(decisions, name)) == {"steward"}
