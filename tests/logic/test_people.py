"""An account's hash and whether it is all-powerful are for itself and stewards, not for colleagues."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.logic import people

ACCOUNT = {"id": "ann", "name": "ann", "email_hash": "0f", "sysadmin": True}


@pytest.fixture(autouse=True)
def colleagues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people.common, "user_id", lambda context: context.get("user"))
    monkeypatch.setattr(people.common, "is_steward", lambda context: context.get("user") == "steward")
    monkeypatch.setattr(people, "_are_colleagues", lambda one, other: {one, other} == {"ann", "bob"})


@pytest.mark.parametrize(
    ("asking", "seen", "may"),
    [
        ("ann", "ann", True),
        ("bob", "ann", True),
        ("eve", "ann", False),
        (None, "ann", False),
        ("steward", "ann", True),
        ("steward", None, True),
        ("ann", None, False),
        (None, None, False),
    ],
)
def test_who_sees_an_account(asking, seen, may):
    context: Any = {"user": asking}
    assert people.may_see(context, seen) is may


def test_colleagues_are_not_told_what_gives_an_account_away():
    for whole in ("ann", "steward"):
        assert people.without_secrets({"user": whole}, ACCOUNT) == ACCOUNT
    for other in ("bob", None):
        context: Any = {"user": other}
        assert people.without_secrets(context, ACCOUNT) == {"id": "ann", "name": "ann"}
