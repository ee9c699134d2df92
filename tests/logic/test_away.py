"""What a page may meet where search is away: each is what the search raises, so that a page that catches one catches it."""

from __future__ import annotations

import pytest

from ckanext.spenddata.logic import away
from ckanext.spenddata.search import core


@pytest.mark.parametrize("name", away.__all__)
def test_each_is_the_search_s_own(name):
    assert getattr(away, name) is getattr(core, name)


def test_whoever_catches_the_first_catches_all():
    assert all(issubclass(getattr(away, name), away.SearchError) for name in away.__all__)
