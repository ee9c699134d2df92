"""The backup: what is too old, was never made or was cut short is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ckanext.spenddata import config
from ckanext.spenddata.backup.latest import Latest
from ckanext.spenddata.commands import kept
from tests.commands.looking import problem


class TestBackup:
    @pytest.fixture(autouse=True)
    def state(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        told: dict[str, Any] = {"begun": False, "known": None, "hours": 26, "age": dt.timedelta(hours=3)}
        monkeypatch.setattr(kept.latest, "begun", lambda: told["begun"])
        monkeypatch.setattr(kept.latest, "known", lambda _kind: told["known"])
        monkeypatch.setattr(kept.latest, "age", lambda _latest: told["age"])
        monkeypatch.setattr(config, "backup_hours", lambda: told["hours"])
        return told

    def test_a_restore_that_was_cut_short_comes_before_all(self, state):
        state["begun"] = True
        assert "Serve nobody" in problem(kept._backup).remedy

    def test_a_backup_of_tonight_is_well(self, state):
        state["known"] = Latest("2026-11-28T00:00:00Z", "ab", "a.spenddata.tar")
        assert kept._backup() == "a.spenddata.tar shows the portal of 3.0 hours ago"

    def test_one_that_is_too_old_is_told_with_its_age(self, state):
        state["known"] = Latest("2026-11-28T00:00:00Z", "ab", "a.spenddata.tar")
        state["age"] = dt.timedelta(hours=26, minutes=6)
        assert "no older than 26 hours" in problem(kept._backup).found

    def test_none_at_all_is_a_problem_only_where_one_is_wanted(self, state):
        assert "never backed up" in problem(kept._backup).found
        state["hours"] = 0
        assert "never backed up" in kept._backup()
