"""Which rows an entry has still, by the record of what was erased from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest

from ckanext.spenddata.ledger.erasures import Erased, row_numbers

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def erased(scope: Literal["cells", "rows", "revision"], *rows: int) -> Erased:
    return Erased("an order", scope, rows, "Why", NOW)


@pytest.mark.parametrize(
    ("record", "left", "numbers"),
    [
        ([], 3, [1, 2, 3]),
        ([erased("rows", 2)], 2, [1, 3]),
        ([erased("rows", 1), erased("rows", 4)], 2, [2, 3]),
        ([erased("rows", 1, 2, 3)], 0, []),
        ([erased("rows", 3), erased("rows", 3)], 2, [1, 2]),
        ([erased("cells", 2)], 3, [1, 2, 3]),
        ([erased("cells", 1), erased("rows", 1)], 2, [2, 3]),
    ],
)
def test_rows_that_went_leave_gaps_and_cells_none(record: list[Erased], left: int, numbers: list[int]):
    assert row_numbers(record, left) == numbers
