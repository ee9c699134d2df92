"""Where most dates with the year first have the day second, none is read as if the month stood there."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.values.date_order import DateColumn


def states(*cells: str) -> list[str]:
    return DateColumn.of(pl.Series(cells, dtype=pl.String)).states().to_list()


def test_dates_that_could_be_read_either_way_are_ambiguous_among_days_in_the_middle():
    cells = ["2026-13-04", "2026-28-04", "2026-02-04", "2026-04-04", "2026-04-14"]
    assert states(*cells) == ["impossible", "impossible", "ambiguous", "read", "read"]


def test_one_slip_among_dates_of_iso_8601_makes_none_of_them_doubtful():
    assert states("2026-13-04", "2026-04-13", "2026-04-02") == ["impossible", "read", "read"]
    assert states("2026-04-02", "2026-04-03", "2026-04-04") == ["read"] * 3
