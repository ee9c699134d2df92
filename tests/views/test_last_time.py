"""Beside a return that waits for a yes stands the newest one before it that is published, and none of a later period.

Where the two can't be compared, that is said: an older one is never taken in its place.
"""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views.last_time import last_time

pytestmark = pytest.mark.usefixtures("plainly")
NET, GROSS = "net_of_all_vat", "gross"
ENDS = {"2025-Q2": "2025-06-30", "2025-Q3": "2025-09-30", "2025-Q4": "2025-12-31", "2026-Q2": "2026-06-30"}


def revision(rows: int | None = 10, amount: str | None = "100.00", **more: Any) -> dict[str, Any]:
    report = {"amount_basis": more.pop("bases", [NET])}
    return {"number": 1, "nil": False, "rows_accepted": rows, "amount_accepted": amount, "report": report, **more}


def told(monkeypatch: pytest.MonkeyPatch, now: dict[str, Any], **published: Any) -> dict[str, Any] | None:
    """What stands beside a revision of 2026-Q1 where these periods have a published revision; None of those that have none."""
    periods = {name.replace("_", "-"): each for name, each in published.items()}
    asked: list[dict[str, Any]] = []

    def listed(_context: Any, data: dict[str, Any]) -> dict[str, Any]:
        asked.append(data)
        lines = [
            {"reference": name, "period": name, "period_end": ENDS[name], "published_revision": each and 1}
            for name, each in periods.items()
        ]
        return {"results": lines}

    def shown(_context: Any, data: dict[str, Any]) -> dict[str, Any]:
        draft = {"number": 2, "nil": False, "rows_accepted": 999, "amount_accepted": "999.00", "report": {}}
        return {"published_revision": 1, "revisions": [periods[data["reference"]], draft]}

    actions = {"spenddata_return_list": listed, "spenddata_return_show": shown}
    monkeypatch.setattr(tk, "get_action", actions.__getitem__, raising=False)
    about = {"publisher_id": "X-DEMO-1", "regime": "lgtc-500", "period_start": "2026-01-01"}
    found = last_time({**about, "revisions": [now]}, now)
    assert all((each["publisher"], each["regime"]) == ("X-DEMO-1", "lgtc-500") for each in asked)
    return found


def test_the_newest_before_it_is_told_with_what_is_more_and_less(monkeypatch):
    now = revision(12, "90.00")
    found = told(monkeypatch, now, **{"2026_Q2": revision(), "2025_Q3": revision(), "2025_Q4": revision(5, "60.00")})
    assert found is not None
    assert (found["title"], found["rows"], found["more_rows"], found["more"]) == ("period 2025-Q4", 5, "+7", "+£30.00")
    found = told(monkeypatch, now, **{"2025_Q4": revision(20, "100.00")})
    assert found is not None
    assert (found["more_rows"], found["more"]) == ("-8", "£-10.00")


@pytest.mark.parametrize("now", [revision(None, "0.00", nil=True), revision(0, "0.00"), revision(None, None)])
def test_there_is_nothing_to_set_beside_a_return_without_payments(monkeypatch, now: dict[str, Any]):
    assert told(monkeypatch, now, **{"2025_Q4": revision()}) is None


def test_there_is_nothing_where_nothing_was_published_before(monkeypatch):
    assert told(monkeypatch, revision(), **{"2026_Q2": revision(), "2025_Q4": None}) is None


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (revision(), revision(10, None, bases=[GROSS, NET]), "that period mixes"),
        (revision(10, None, bases=[GROSS, NET]), revision(), "this return mixes"),
        (revision(bases=[GROSS]), revision(bases=[NET]), "of one of the two periods include VAT"),
    ],
)
def test_a_period_that_cannot_be_compared_is_named_and_no_older_one_stands_for_it(monkeypatch, now, then, words):
    found = told(monkeypatch, now, **{"2025_Q3": revision(), "2025_Q4": then})
    assert found is not None
    assert found["title"] == "period 2025-Q4"
    assert found["why_not"].startswith("Not compared: ")
    assert words in found["why_not"]
    assert "more" not in found


def test_amounts_of_which_one_says_nothing_of_vat_are_compared(monkeypatch):
    found = told(monkeypatch, revision(bases=["unknown"]), **{"2025_Q4": revision(bases=[GROSS])})
    assert found is not None
    assert "more" in found


def test_a_period_with_nothing_to_report_is_one(monkeypatch):
    then = revision(None, "0.00", nil=True, bases=[])
    found = told(monkeypatch, revision(3, "30.00"), **{"2025_Q3": revision(), "2025_Q4": then})
    assert found is not None
    assert (found["title"], found["nil"], found["more_rows"], found["more"]) == (
        "period 2025-Q4",
        True,
        "+3",
        "+£30.00",
    )


def test_whether_it_is_the_very_period_before_is_told(monkeypatch):
    near, far = (told(monkeypatch, revision(), **{name: revision()}) for name in ("2025_Q4", "2025_Q3"))
    assert near is not None
    assert far is not None
    assert (near["adjacent"], far["adjacent"]) == (True, False)
