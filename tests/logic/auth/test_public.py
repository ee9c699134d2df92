"""What is published needs no account, and nothing that changes anything is among it."""

from __future__ import annotations

import pytest

from ckanext.spenddata.logic.auth import public


@pytest.mark.parametrize("name", [name for name in vars(public) if name.startswith("spenddata_")])
def test_anybody_may_without_an_account(allowed, name):
    right = getattr(public, name)
    assert right.auth_allow_anonymous_access
    assert len(allowed(right)) == 6
    assert name.rpartition("_")[2] in {"list", "show", "search", "suppliers"}
