"""An order is on the disk before anything is done, once however often it is noted, and a torn line harms no other."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.returns.removal import removal_record
from ckanext.spenddata.returns.removal.removal_record import RecordError, note, read

NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kept" / "removals.jsonl"
    monkeypatch.setattr(removal_record.config, "removals_record", lambda: path)
    return path


def order(name: str, at: dt.datetime = NOON, **more: Any) -> Any:
    plan = [{"reference": "X-DEMO-1.lgtc-500.2026-Q1", "revision_id": "r"}]
    known = {"scope": "rows", "why": "Asked for – by a person", "ordered_by": None, "plan": plan, **more}
    return SimpleNamespace(
        id=name, ordered=at, spend_return=SimpleNamespace(reference="X-DEMO-1.lgtc-500.2026-Q1"), **known
    )


def test_what_is_noted_is_read_back(record):
    note(order("a", ordered_by="ann"))
    (found,) = read(record)
    assert (found.id, found.scope, found.ordered_by) == ("a", "rows", "ann")
    assert found.why == "Asked for – by a person"
    assert found.plan[0]["revision_id"] == "r"


def test_instants_are_in_utc_so_that_orders_stand_in_the_order_they_were_given(record):
    summer = dt.timezone(dt.timedelta(hours=1))
    note(order("later", dt.datetime(2026, 4, 1, 13, 30, tzinfo=summer)))
    note(order("earlier", NOON))
    assert [each.id for each in read(record)] == ["earlier", "later"]
    assert read(record)[1].ordered == "2026-04-01T12:30:00+00:00"


def test_twice_noted_is_one_order(record):
    note(order("a"))
    note(order("a", why="Corrected"))
    assert [(each.id, each.why) for each in read(record)] == [("a", "Corrected")]


def test_only_the_portal_can_read_it(record):
    note(order("a"))
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert stat.S_IMODE(record.parent.stat().st_mode) == 0o700


def test_an_order_after_a_torn_line_begins_a_line_of_its_own(record):
    note(order("a"))
    with record.open("a") as file:
        file.write('{"id": "torn')
    note(order("b"))
    with pytest.raises(RecordError, match=r"Line 3 .* is not an order"):
        read(record)
    lines = [line for line in record.read_text().splitlines() if "torn" not in line]
    record.write_text("\n".join(lines))
    assert [each.id for each in read(record)] == ["a", "b"]


@pytest.mark.parametrize("line", ["[]", "{}", '{"id": "a", "more": 1}', "3"])
def test_what_is_no_order_is_never_passed_over(record, line):
    record.parent.mkdir()
    record.write_text(f"\n{line}\n")
    with pytest.raises(RecordError, match="Line 2"):
        read(record)


def test_no_record_is_an_error_not_an_empty_one(record):
    with pytest.raises(FileNotFoundError):
        read(record)
