"""Beside a return that waits for a yes stands the newest one before it that is published, and none of a later period."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views.last_time import last_time

pytestmark = pytest.mark.usefixtures("plainly")
RETURN = {"publisher_id": "X-DEMO-1", "regime": "lgtc-500", "period_start": "2026-01-01"}


def line(period: str, end: str, rows: int | None = 10, amount: str | None = "100.00") -> dict[str, Any]:
    return {"period": period, "period_end": end, "rows_accepted": rows, "amount_accepted": amount}


def told(monkeypatch: pytest.MonkeyPatch, *lines: dict[str, Any], **more: Any) -> dict[str, Any] | None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(
        tk, "get_action", lambda _name: lambda _c, data: asked.append(data) or {"results": list(lines)}, raising=False
    )
    found = last_time(RETURN, {"nil": False, "rows_accepted": 12, "amount_accepted": "90.00", **more})
    assert all((each["publisher"], each["regime"]) == ("X-DEMO-1", "lgtc-500") for each in asked)
    return found


def test_the_newest_before_it_is_told_with_what_is_more_and_less(monkeypatch):
    lines = line("2026-Q2", "2026-06-30"), line("2025-Q3", "2025-09-30"), line("2025-Q4", "2025-12-31", 5, "60.00")
    found = told(monkeypatch, *lines)
    assert found is not None
    assert (found["title"], found["rows"], found["more_rows"], found["more"]) == ("period 2025-Q4", 5, "+7", "+£30.00")
    found = told(monkeypatch, line("2025-Q4", "2025-12-31", 20, "100.00"))
    assert found is not None
    assert (found["more_rows"], found["more"]) == ("-8", "£-10.00")


@pytest.mark.parametrize("more", [{"nil": True}, {"amount_accepted": None}])
def test_there_is_nothing_to_set_beside_a_return_without_an_amount(monkeypatch, more: dict[str, Any]):
    assert told(monkeypatch, line("2025-Q4", "2025-12-31"), **more) is None


def test_there_is_nothing_where_nothing_was_published_before(monkeypatch):
    lines = line("2026-Q2", "2026-06-30"), line("2025-Q4", "2025-12-31", None, None)
    assert told(monkeypatch, *lines) is None
