"""A core `spend` of a running Solr: `python -m stack test -- pytest tests/search`."""

import os

import pytest

from ckanext.spenddata.search.core import Core
from tests.returns.conftest import portal_world, world  # noqa: F401  the same small world, its publishers and people


@pytest.fixture
def core():
    url = os.environ.get("SPENDDATA_SOLR_URL")
    if not url:
        pytest.skip("needs Solr: python -m stack test -- pytest tests/search")
    core = Core(url)
    core.delete(["*:*"])
    core.commit()
    yield core
    core.delete(["*:*"])
    core.commit()
