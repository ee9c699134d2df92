"""What is said of a table of totals: how much of everything is on the page, and where the rest is."""

from __future__ import annotations

import pytest

from ckanext.spenddata.logic.schema.totals import MOST_ROWS
from ckanext.spenddata.views import explore_table

pytestmark = pytest.mark.usefixtures("plainly")


def said(rows: str, of_rows: int) -> str:
    shown = {"rows": 10, "of_rows": of_rows, "columns": 1, "of_columns": 1}
    return " ".join(explore_table.intro({"rows": {"id": rows}, "shown": shown, "lines": [], "rest": None}))


def test_the_download_has_all_rows_but_not_of_more_suppliers_than_one_answer_gives():
    assert said("category", 10) == ""
    assert said("category", 40).endswith("the others are together in one, and the download has all.")
    assert said("month", 40).endswith("the download has all.")
    assert said("supplier", MOST_ROWS).endswith("and the download has all.")
    assert said("supplier", MOST_ROWS + 1).endswith(f"and the download has the {MOST_ROWS:,} largest.")
