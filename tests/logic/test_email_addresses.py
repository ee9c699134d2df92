"""Who has an e-mail address is not told letter by letter, nor often, at a running portal."""

from __future__ import annotations

import pytest

from ckanext.spenddata.logic.email_addresses import TAKEN
from tests.security.live import Person, account, api_token

pytestmark = pytest.mark.portal

PATTERNS = ("%@ckan.example", "j%", "jo_somebody@ckan.example", "%")


@pytest.fixture
def jo(portal: str) -> Person:
    """Somebody who asks, beside whom others have addresses."""
    from ckan import model

    person = Person(portal, account("jo"))
    for name, address in ((account("sam"), "jo.somebody@ckan.example"), (person.name, "jo@ckan.example")):
        model.User.get(name).email = address
    model.Session.commit()
    person.browser.headers["Authorization"] = api_token(person.name)
    return person


def becomes(person: Person, address: str) -> tuple[int, str]:
    """What comes of giving an address as one's own."""
    asked = {"json": {"id": person.name, "email": address}, "headers": {"Origin": person.address}}
    answer = person.post("/api/3/action/user_patch", **asked)
    return answer.status_code, str((answer.json().get("error") or {}).get("email", ""))


def test_a_pattern_matches_nobody(jo: Person):
    for pattern in PATTERNS:
        assert "belongs to another" not in becomes(jo, pattern)[1]


def test_an_address_of_another_is_refused_and_who_names_many_is_told_no_more(jo: Person):
    assert becomes(jo, "JO@ckan.example")[0] == 200
    for _ in range(TAKEN.most):
        status, said = becomes(jo, "Jo.Somebody@CKAN.example")
        assert (status, "belongs to another account" in said) == (409, True)
    told = {becomes(jo, address) for address in ("jo.somebody@ckan.example", "nobody@ckan.example")}
    assert len(told) == 1
    assert "Try again in an hour" in told.pop()[1]
    assert becomes(jo, "jo@ckan.example")[0] == 200


def test_addresses_of_nobody_are_not_counted(jo: Person):
    for number in range(TAKEN.most + 2):
        assert becomes(jo, f"jo{number}@ckan.example")[0] == 200
