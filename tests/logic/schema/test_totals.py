"""A table of totals has at least one row, and no more than a page can bear."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.schema import totals


@pytest.mark.parametrize("most", [totals.MOST_ROWS, totals.MOST_COLUMNS])
def test_rows_and_columns_have_limits_at_both_ends(most):
    check = totals._between(most)
    assert [check(1), check(most)] == [1, most]
    for outside in (0, most + 1):
        with pytest.raises(tk.Invalid, match=f"Ask for 1 to {most}"):
            check(outside)
