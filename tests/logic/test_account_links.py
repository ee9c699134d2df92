"""CKAN's own lists of people show an account by its own name, too: a chosen one may be a colleague's."""

from __future__ import annotations

import pytest
from ckan.tests import factories

pytestmark = [pytest.mark.portal, pytest.mark.usefixtures("clean_db")]


@pytest.fixture
def lookalike() -> dict[str, str]:
    """Somebody who calls herself what a colleague is called."""
    factories.User(name="ann_lee", fullname="Ann Lee")
    return factories.User(name="mallory", fullname="Ann \u202eLee" + " x" * 200)


@pytest.mark.parametrize("address", ["/organization/members/exampleton", "/organization/manage_members/exampleton"])
def test_lists_of_members_tell_namesakes_apart(app, lookalike, address: str):
    admin = factories.SysadminWithToken()
    people = [{"name": each, "capacity": "editor"} for each in ("ann_lee", "mallory")]
    factories.Organization(name="exampleton", publisher_id="X-DEMO-9", users=people)
    page = app.get(address, headers={"Authorization": admin["token"]}).body
    assert "Ann Lee (ann_lee)" in page
    assert "(mallory)</a>" in page
    assert "\u202e" not in page


@pytest.mark.usefixtures("with_request_context")
def test_a_name_that_is_no_account_s_is_shown_as_it_is(lookalike):
    from ckan.plugins import toolkit as tk

    assert tk.h.linked_user("nobody-here") == "nobody-here"
    assert tk.h.linked_user(lookalike["id"], maxlength=5).endswith("… (mallory)</a>")
