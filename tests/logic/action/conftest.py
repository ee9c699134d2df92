"""Actions without a portal: whether the right is asked for before anything is told or done, and what is handed on."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config, definitions
from ckanext.spenddata.ledger import connection
from ckanext.spenddata.logic import common
from ckanext.spenddata.returns.work import background

LEDGER = "the ledger"


@dataclass
class Portal:
    """What was asked and done, in order; and whom nothing is allowed."""

    done: list[Any] = field(default_factory=list)
    refuses: bool = False

    def check(self, action: str, _context: Any, _data: Any) -> None:
        self.done.append(action)
        if self.refuses:
            raise tk.NotAuthorized

    def note(self, name: str, answer: Any = None) -> Any:
        """A function that notes what it was called with."""

        def noted(*args: Any, **kwargs: Any) -> Any:
            self.done.append((name, *args, *([kwargs] if kwargs else [])))
            if isinstance(answer, Exception):
                raise answer
            return answer

        return noted

    def refused(self, action: Any, **data: Any) -> None:
        """The action does nothing more once the right is refused."""
        self.refuses = True
        self.done.clear()
        with pytest.raises(tk.NotAuthorized):
            action({}, data)
        assert self.done == [action.__name__]


@pytest.fixture
def portal(in_english: None, monkeypatch: pytest.MonkeyPatch) -> Portal:
    made = Portal()
    monkeypatch.setattr(tk, "check_access", made.check, raising=False)
    monkeypatch.setattr(config, "definitions", definitions.load)
    monkeypatch.setattr(connection, "reading", lambda *_: nullcontext(LEDGER))
    monkeypatch.setattr(common, "user_name", lambda _context: "steward")
    monkeypatch.setattr(common, "user_id", lambda _context: "user-id")
    monkeypatch.setattr(common, "acting_user", lambda _context: "user-id")
    monkeypatch.setattr(
        common, "body", lambda name: SimpleNamespace(publisher=SimpleNamespace(publisher_id=f"id of {name}"))
    )
    monkeypatch.setattr(background, "ring_followups", made.note("ring", answer=True))
    monkeypatch.setattr(model.Session, "commit", made.note("commit"))
    monkeypatch.setattr(model.Session, "rollback", made.note("rollback"))
    return made
