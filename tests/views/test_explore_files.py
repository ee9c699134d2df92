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
