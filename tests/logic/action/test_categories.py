"""A version of the categories is looked at, applied and taken back for the publisher that is named, by whoever has the right."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata import definitions
from ckanext.spenddata.ledger.category_moves import Line, Moved
from ckanext.spenddata.ledger.publication import Undecidable
from ckanext.spenddata.logic.action import categories

MOVED = Moved((Line("p", "a", "b", "lgtc-500", "gross", "GBP", 2, 300),), ("r",), change_no=4)


@pytest.fixture
def known(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(categories, "category_dict", lambda each: {"id": each.id})
    return portal


def test_the_list_has_the_version_in_force(known):
    told = categories.spenddata_category_list({}, {})
    assert told["version"] == definitions.load().category_version
    assert {"id": "energy-water"} in told["categories"]


def test_a_preview_sums_what_would_move(known, monkeypatch):
    kind = {"regime": ["lgtc-500"] * 2, "basis": ["gross"] * 2, "currency": ["GBP"] * 2}
    frame = pl.DataFrame({"before": ["a", "b"], "after": ["b", "a"], **kind, "rows": [2, 1], "pence": [300, -50]})
    monkeypatch.setattr(categories.categories, "preview", known.note("preview", frame))
    told = categories.spenddata_category_preview({}, {"publisher": "exampleton"})
    assert (told["moved"], told["total"]) == (3, "2.50")
    assert [line["publisher_id"] for line in told["lines"]] == ["id of exampleton"] * 2
    assert known.done == ["spenddata_category_preview", ("preview", "id of exampleton")]


def test_applying_rings_for_what_follows(known, monkeypatch):
    monkeypatch.setattr(categories.categories, "apply", known.note("apply", MOVED))
    told = categories.spenddata_category_apply({}, {"publisher": "exampleton", "why": "New"})
    assert (told["change"], told["moved"], told["total"]) == (4, 2, "3.00")
    assert known.done == ["spenddata_category_apply", ("apply", "id of exampleton", "steward", "New"), ("ring",)]


def test_what_can_not_be_taken_back_is_refused_and_rings_nobody(known, monkeypatch):
    monkeypatch.setattr(categories.categories, "undo_version", known.note("undo", MOVED))
    assert categories.spenddata_category_undo({}, {"change": "4", "why": "Old"})["change"] == 4
    assert known.done == ["spenddata_category_undo", ("undo", 4, "steward", "Old"), ("ring",)]
    known.done.clear()
    monkeypatch.setattr(categories.categories, "undo_version", known.note("undo", Undecidable("Too late.")))
    with pytest.raises(tk.ValidationError) as refused:
        categories.spenddata_category_undo({}, {"change": "4", "why": "Old"})
    assert refused.value.error_dict == {"change": ["Too late."]}
    assert ("ring",) not in known.done


def test_changes_are_of_everybody_where_nobody_is_named(known, monkeypatch):
    monkeypatch.setattr(categories.category_read, "changes", known.note("changes", []))
    categories.spenddata_category_change_list({}, {})
    categories.spenddata_category_change_list({}, {"publisher": "exampleton", "limit": 5})
    assert [each[2:] for each in known.done if each[0] == "changes"] == [(None, 20), ("id of exampleton", 5)]


@pytest.mark.parametrize(
    ("action", "data"),
    [
        (categories.spenddata_category_list, {}),
        (categories.spenddata_category_preview, {"publisher": "p"}),
        (categories.spenddata_category_apply, {"publisher": "p", "why": "So"}),
        (categories.spenddata_category_undo, {"change": "4", "why": "So"}),
        (categories.spenddata_category_change_list, {}),
    ],
)
def test_without_the_right_nothing_is_done(known, action: Any, data: dict[str, Any]):
    known.refused(action, **data)
