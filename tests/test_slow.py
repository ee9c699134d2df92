"""Slow tests are known by name, so that the quick ones can be run alone; a name that is no test's any more is found."""

from __future__ import annotations

import ast
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests import slow

ROOT = slow.NOTED.parents[1]


def test_a_test_is_known_by_its_name_whatever_its_case():
    item: Any = SimpleNamespace(nodeid="tests/a/test_b.py::test_c[x-1]")
    assert slow.of(item) == "tests/a/test_b.py::test_c"


def test_only_slow_ones_are_written_down_in_their_order(tmp_path):
    file = tmp_path / "slow.csv"
    slow.write({"b::t": 1.234, "a::t": slow.SECONDS + 0.01, "c::t": slow.SECONDS}, file)
    assert file.read_text() == "test,seconds\na::t,0.04\nb::t,1.23\n"


def test_every_case_of_a_slow_test_is_marked_with_its_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(slow, "noted", lambda: {"tests/a.py::test_slow": 2.5})
    marks: dict[str, Any] = {}

    def item(nodeid: str) -> pytest.Item:
        return cast("pytest.Item", SimpleNamespace(nodeid=nodeid, add_marker=lambda mark: marks.update({nodeid: mark})))

    slow.mark(item(f"tests/a.py::{test}") for test in ("test_slow[1]", "test_slow[2]", "test_quick"))
    assert set(marks) == {"tests/a.py::test_slow[1]", "tests/a.py::test_slow[2]"}
    assert {mark.kwargs["seconds"] for mark in marks.values()} == {2.5}


def test_the_first_case_of_each_is_counted_with_the_programs_that_it_starts(monkeypatch: pytest.MonkeyPatch):
    times = iter([1.0, 1.5, 2.0, 9.0])
    monkeypatch.setattr(slow, "_processor", lambda: next(times))
    monkeypatch.setattr(slow, "slowness", lambda: 2.0)
    notes = slow.Notes()
    for case in ("x", "y"):
        turn = notes.pytest_runtest_protocol(cast("pytest.Item", SimpleNamespace(nodeid=f"f::t[{case}]")))
        next(turn)
        with pytest.raises(StopIteration):
            next(turn)
    assert notes.taken == {"f::t": 0.25}


def test_what_is_written_down_is_there():
    lost = []
    for test in slow.noted():
        file, *names = test.split("::")
        found: Any = ast.parse((ROOT / file).read_text()) if (ROOT / file).is_file() else ast.Module([], [])
        for name in names:
            found = next((each for each in found.body if getattr(each, "name", None) == name), ast.Module([], []))
        lost += [] if hasattr(found, "name") else [test]
    assert not lost, "run `make slow`"
