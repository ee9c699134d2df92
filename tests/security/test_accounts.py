"""Whether an account exists, and whom it works for, is told by no action of a running portal to those who may not see it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from tests.security.live import Person, account

pytestmark = pytest.mark.portal

UNKNOWN = "nobody-of-this-name"


def actions() -> list[str]:
    """Every action that reads, and those that change only what somebody follows."""
    from ckan import logic

    logic.get_action("status_show")
    found = logic._actions.items()
    return sorted(name for name, action in found if getattr(action, "side_effect_free", False) or "follow" in name)


def answer(person: Person, action: str, name: str) -> tuple[int, Any]:
    """What an action says of an account, with its name left out."""
    asked = {"id": name, "user_id": name, "user": name, "object_type": "user"}
    got = person.browser.post(
        f"{person.address}/api/3/action/{action}", json=asked, headers={"Origin": person.address}, timeout=60
    )
    told = got.json()
    return got.status_code, json.dumps(told.get("result", told.get("error"))).replace(name, "NAME")


@pytest.mark.check(30, "no action tells others whether an account exists")
def test_no_action_tells_others_whether_an_account_exists(portal: str, measured: Any):
    known = account("somebody")
    stranger = Person(portal, account("stranger"))
    stranger.sign_in()
    asked = actions()
    told = {
        (who or "nobody", action)
        for who, person in (("", Person(portal)), ("stranger", stranger))
        for action in asked
        if answer(person, action, known) != answer(person, action, UNKNOWN)
    }
    assert told == set()
    measured(f"{len(asked)} actions asked for an account and for none, by nobody and by a stranger: 0 differ")


def test_who_asks_for_what_is_not_there_begins_no_session(portal: str):
    for address in (
        "no-such-page",
        "webassets/none.js",
        "dataset/no-such-dataset",
        "organization/no-such-body",
        "spend/no-such-page",
    ):
        got = requests.get(f"{portal}/{address}", timeout=60)
        assert (got.status_code, dict(got.cookies)) == (404, {}), address
