"""Files of a table of totals: a drawing is no longer than what a web server can make a picture of."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import explore_files


@pytest.fixture
def drawn_rows(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What stands in the drawing of so many rows."""
    monkeypatch.setattr(explore_files, "_about", lambda _shown: ["Title"])
    monkeypatch.setattr(tk, "render", lambda _name, told: told["table"]["lines"], raising=False)
    return lambda rows, count: explore_files.drawn({"rows": {"id": rows}}, {"lines": list(range(count))})


@pytest.mark.parametrize("rows", ["supplier", "month"])
def test_a_drawing_has_no_more_rows_than_the_form_offers(drawn_rows, rows):
    most = explore_files.MOST_DRAWN
    assert drawn_rows(rows, most) == list(range(most))
    kept = drawn_rows(rows, 5_000)
    assert kept == (list(range(5_000 - most, 5_000)) if rows == "month" else list(range(most))), (
        "the newest, the largest"
    )


def test_rows_beyond_the_most_are_one_row_so_that_nothing_is_left_out(plainly):
    cell = {"count": 1, "total": "5.00", "value": "5.00", "state": "complete"}
    shown = {
        "rows": {"id": "supplier"},
        "columns": None,
        "column_values": [],
        "card": False,
        "amount_basis": "gross",
        "period": {"first": "2026-01", "last": "2026-03"},
        "prices": None,
        "as_of_entry": 7,
        "measure": {"id": "amount"},
        "lines": [{"id": "a", "label": "Alder", "cells": [cell]}],
        "rest": {"cells": [{**cell, "count": 9, "total": "45.00"}]},
        "shown": {"rows": 1, "of_rows": 10},
    }
    lines = [dict(zip(explore_files.COLUMNS, line, strict=True)) for line in explore_files.lines(shown)]
    assert [(line["row"], line["row_label"], line["payments"], line["amount"]) for line in lines] == [
        ("a", "Alder", 1, "5.00"),
        (None, "9 others", 9, "45.00"),
    ]
    assert len(list(explore_files.lines({**shown, "rest": None}))) == 1
