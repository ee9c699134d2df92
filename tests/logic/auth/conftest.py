"""A portal with a few people, as the rights ask about them: roles in one organisation, a steward, and nobody."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import common
from ckanext.spenddata.returns.people.authority import Role

ROLES = {"admin": Role.ADMIN, "editor": Role.EDITOR, "member": Role.MEMBER}
PEOPLE = ("admin", "editor", "member", "stranger", "steward", None)
Allowed = Callable[..., set[str | None]]


@pytest.fixture(autouse=True)
def portal(monkeypatch: pytest.MonkeyPatch) -> Any:
    """One return of one organisation; ``revisions`` and ``public`` are what a test makes of it."""
    state: Any = SimpleNamespace(revisions=[], public=set())
    state.spend_return = SimpleNamespace(organization_id="alder", revisions=state.revisions)

    def role(context: dict[str, Any], organization_id: str) -> Role:
        return ROLES.get(context["user"], Role.NONE) if organization_id == "alder" else Role.NONE

    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(common, "role", role)
    monkeypatch.setattr(common, "is_steward", lambda context: context["user"] == "steward")
    monkeypatch.setattr(common, "user_id", lambda context: context["user"])
    monkeypatch.setattr(common, "spend_return", lambda _context, _reference: state.spend_return)
    monkeypatch.setattr(common, "revision", lambda _context, _data: SimpleNamespace(spend_return=state.spend_return))
    monkeypatch.setattr(common, "body", lambda name: SimpleNamespace(organization_id=name))
    return state


@pytest.fixture
def allowed() -> Allowed:
    """Which of the people a right is given to; each who is not is told why."""

    def ask(right: Callable[..., Any], **data: Any) -> set[str | None]:
        answers = {who: right({"user": who}, {"reference": "X-DEMO-1.lgtc-500.2026-Q1", **data}) for who in PEOPLE}
        assert all(answer["success"] or answer["msg"] for answer in answers.values())
        return {who for who, answer in answers.items() if answer["success"]}

    return ask
