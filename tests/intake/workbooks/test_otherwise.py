"""Numbers are written with the signs that people see, and those that are shown otherwise are counted."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.intake.workbooks import otherwise
from ckanext.spenddata.intake.workbooks.formats import Format

CELLS = pl.DataFrame({"1": ["a", "5", "-6"], "2": ["7", "0", None]})


def test_signs_stand_before_numbers_as_they_are_seen():
    numbers = {(2, 1): Format.NEGATIVE, (3, 1): Format.UNSIGNED, (1, 2): Format.DOLLARS, (2, 2): Format.NEGATIVE}
    written = otherwise.with_signs(CELLS, numbers)
    assert written.to_dict(as_series=False) == {"1": ["a", "-5", "-6"], "2": ["$7", "0", None]}


def test_numbers_that_a_format_changes_nothing_of_don_t_count():
    numbers = {(2, 1): Format.NEGATIVE, (3, 1): Format.NEGATIVE, (2, 2): Format.NEGATIVE, (1, 2): Format.DOLLARS}
    assert otherwise.counted(CELLS, numbers) == {Format.NEGATIVE: {1: 1}}
    assert otherwise.counted(CELLS, {(3, 1): Format.UNSIGNED, (1, 2): Format.SCALED}) == {
        Format.SCALED: {2: 1},
        Format.UNSIGNED: {1: 1},
    }


def test_places_beyond_the_cells_are_none():
    assert otherwise.counted(CELLS, {(9, 1): Format.SCALED, (1, 9): Format.SCALED}) == {}
