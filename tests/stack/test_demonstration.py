"""Whose data are invented: a new home's, from its first start on, whatever becomes of that start; and when they are loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stack import demonstration
from stack.demonstration import DONE, FAILED, PLANNED, STARTED, Demonstration
from stack.home import Home

ADDRESSES: Any = None


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path / "home")


def wanted(home: Home) -> bool:
    return Demonstration(home, ADDRESSES)._is_wanted()


def test_a_first_start_that_fails_between_tables_and_data_is_remembered(home, monkeypatch):
    monkeypatch.setattr(demonstration, "is_empty", lambda _addresses: True)
    assert demonstration.plan(home) is True
    home.set_mark("tables", "v1")  # and then it fails
    again = Home.open(home.path)
    assert demonstration.plan(again) is True
    assert wanted(again)


def test_a_home_that_somebody_filled_is_not_invented(home):
    home.set_mark("tables", "v1")
    assert demonstration.plan(home) is False
    assert home.mark("demonstration") is None


@pytest.mark.parametrize("mark", [PLANNED, STARTED, FAILED, DONE])
def test_one_that_has_the_demonstration_stays_so(home, mark):
    home.set_mark("demonstration", mark)
    home.set_mark("tables", "v1")
    assert demonstration.plan(home) is True
    assert home.mark("demonstration") == mark


@pytest.mark.parametrize(
    ("mark", "empty", "loaded"),
    [
        (PLANNED, True, True),
        (PLANNED, False, False),  # somebody was quicker
        (None, True, False),  # nobody says that its data are invented
        (STARTED, False, True),
        (FAILED, False, True),
        (DONE, True, False),
    ],
)
def test_it_is_loaded_where_it_is_planned_or_was_cut_short(home, monkeypatch, mark, empty, loaded):
    monkeypatch.setattr(demonstration, "is_empty", lambda _addresses: empty)
    if mark:
        home.set_mark("demonstration", mark)
    assert wanted(home) is loaded
