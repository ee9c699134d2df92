"""A revision is found by its number, and one that the reader may not know of is told as none."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views.revision_of import known, own, revision_of

PUBLIC = {"number": 1, "state": "superseded"}
OWN = {"number": 2, "state": "ready", "attempt": 3}
SHOWN = {"reference": "GB-0001", "revisions": [PUBLIC, OWN]}


@pytest.fixture
def asked(app):
    with app.flask_app.test_request_context("/"):
        yield


@pytest.mark.parametrize(("number", "found"), [(1, PUBLIC), (2, OWN), (3, None), (None, None)])
def test_a_revision_is_found_by_its_number(number, found):
    assert revision_of(SHOWN, number) is found


def test_one_that_there_is_not_is_told_with_the_return(asked):
    with pytest.raises(tk.ObjectNotFound, match="The return GB-0001 has no revision 3 that you may see"):
        known(SHOWN, 3)
    assert known(SHOWN, 1) is PUBLIC


def test_what_only_the_publishers_people_are_told_is_asked_by_nobody_else(asked):
    assert own(SHOWN, 2) is OWN
    with pytest.raises(tk.NotAuthorized, match="own people"):
        own(SHOWN, 1)
    with pytest.raises(tk.ObjectNotFound):
        own(SHOWN, 3)
