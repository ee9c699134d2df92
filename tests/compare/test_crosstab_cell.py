"""What a figure of a table of totals is worth."""

from __future__ import annotations

import pytest

from ckanext.spenddata.compare.crosstab_cell import Cell, State


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (Cell(0, 0, 0, 0), State.NOT_DUE),
        (Cell(0, 0, 0, 1), State.MISSING),
        (Cell(0, 0, 1, 0), State.COMPLETE),
        (Cell(0, 0, 1, 1), State.PART),
        (Cell(1, 5, 0, 1), State.PART),
        (Cell(2, 0, 1, 0), State.COMPLETE),
        (Cell(0, 0, 0, 0, 1), State.OTHER_BASIS),
        (Cell(0, 0, 0, 1, 1), State.OTHER_BASIS),
        (Cell(0, 0, 1, 0, 1), State.PART),
    ],
)
def test_what_a_figure_is_worth(cell, state):
    assert cell.state is state
