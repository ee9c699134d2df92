"""A function of one cell over a whole column is asked once for each distinct cell, and nulls stay null."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.values.columns import by_distinct, fill

CELLS = pl.Series(["1", "two", None, "1", "4"], dtype=pl.String)


class Reader:
    """Reads digits, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, cell: str) -> tuple[int | None, str | None, str | None]:
        self.asked.append(cell)
        return (int(cell), None, "digit") if cell.isdigit() else (None, "unreadable", None)


def test_each_distinct_cell_is_read_once_and_stands_in_every_row_of_its_own():
    read = Reader()
    found = by_distinct(CELLS, read, pl.Int64())
    assert sorted(read.asked) == ["1", "4", "two"]
    assert found.rows() == [
        (1, None, "digit"),
        (None, "unreadable", None),
        (None, None, None),
        (1, None, "digit"),
        (4, None, "digit"),
    ]


def test_only_what_is_not_done_is_read_and_what_is_done_stays():
    fast = pl.DataFrame(
        {"value": [10, None, None, 30, None], "fault": [None] * 5, "form": [None] * 5},
        schema={"value": pl.Int64, "fault": pl.Categorical, "form": pl.Categorical},
    )
    read = Reader()
    found = fill(fast, CELLS, pl.Series([True, False, False, True, False]), read)
    assert sorted(read.asked) == ["4", "two"]
    assert found["value"].to_list() == [10, None, None, 30, 4]
    assert found["fault"].to_list() == [None, "unreadable", None, None, None]


def test_where_all_is_done_nobody_is_asked():
    fast = pl.DataFrame({"value": [1, 2, None, 1, 4]})
    read = Reader()
    assert fill(fast, CELLS, pl.Series([True] * 5), read) is fast
    assert read.asked == []
