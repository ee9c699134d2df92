"""The months of a category to take away: one line a month, with all that makes the figure what it is."""

from __future__ import annotations

import pytest

files = pytest.importorskip("ckanext.spenddata.views.market_files", reason="CKAN is not here")

FOUND = {
    "id": "it",
    "label": "IT",
    "card": False,
    "amount_basis": "gross",
    "version": "3",
    "as_of_entry": 17,
    "trend": {
        "bodies": 2,
        "months": [
            {"month": "2026-01", "count": 2, "total": "10.50"},
            {"month": "2026-02", "count": 0, "total": "0.00"},
        ],
    },
}


def test_a_line_says_of_whom_and_on_which_basis_its_figure_is():
    lines = [dict(zip(files.COLUMNS, line, strict=True)) for line in files.lines(FOUND)]
    assert [(line["month"], line["payments"], line["amount"]) for line in lines] == [
        ("2026-01", 2, "10.50"),
        ("2026-02", 0, "0.00"),
    ]
    assert {(line["bodies"], line["payment_method"], line["amount_basis"], line["as_of_entry"]) for line in lines} == {
        (2, "invoice", "gross", 17)
    }


def test_without_a_body_that_published_everything_there_is_no_line():
    assert list(files.lines(FOUND | {"trend": {"bodies": 0, "months": []}})) == []
