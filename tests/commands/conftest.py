"""Commands without a portal: what they ask of which action, and what they print of the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import click
import pytest
from ckan.plugins import toolkit as tk
from click.testing import CliRunner, Result


@dataclass
class Actions:
    """Answers for actions by name; and what was asked, by whom."""

    answers: dict[str, Any] = field(default_factory=lambda: {"get_site_user": {"name": "the-portal"}})
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def get(self, name: str) -> Any:
        def action(context: dict[str, Any], data: dict[str, Any]) -> Any:
            if name != "get_site_user":
                self.asked.append((name, context["user"], data))
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return action

    def run(self, command: click.Command, *words: str) -> Result:
        """Run a command that must not fail by itself."""
        done = CliRunner().invoke(command, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done


@pytest.fixture
def actions(monkeypatch: pytest.MonkeyPatch) -> Actions:
    made = Actions()
    monkeypatch.setattr(tk, "get_action", made.get, raising=False)
    return made


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    """Give CKAN's configuration a value."""
    return lambda name, value: monkeypatch.setitem(tk.config, name, value)
