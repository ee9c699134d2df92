"""A layout knows which columns are free, and is as sure as the least sure of what a payment can't be without."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.evidence import Evidence
from ckanext.spenddata.intake.columns.profile import profile
from tests.intake.columns.made import layout

COLUMNS = (("Date", ["03/04/2026"]), ("Who", ["Acme Ltd"]), ("Amount", ["1.50"]), ("", [""]), ("", ["x"]))


def test_a_column_that_is_taken_is_no_longer_free():
    made = layout(*COLUMNS, amount=3)
    assert [column.number for column in made.free()] == [1, 2, 4, 5]
    assert made.column("amount") is made.columns[2]
    assert made.column("payment_date") is None


def test_what_was_mapped_or_closed_is_not_wanted():
    made = layout(*COLUMNS, amount=3)
    made.closed = frozenset({"payment_date"})
    assert not made.wants("amount")
    assert not made.wants("payment_date")
    assert made.wants("supplier_name")


def test_what_is_not_published_is_named_where_it_holds_something():
    assert layout(*COLUMNS, amount=3).unmapped() == ("Date", "Who", "column 5")


def test_it_is_as_sure_as_its_least_sure_key_field():
    made = layout(*COLUMNS, payment_date=1, amount=3)
    assert made.confidence == 0
    made.take("supplier_name", made.columns[1], Evidence(0.704, "a guess"))
    assert made.confidence == 0.7


def test_two_columns_are_the_same_only_where_every_row_is():
    """A sample that is the same proves nothing of the rows between."""
    one, two = ["a", "b", "c"], ["a", "X", "c"]
    sample = ("a", "c")
    made = [Column(n, "", profile(sample), sample, pl.Series(cells)) for n, cells in enumerate((one, two, one))]
    assert not made[0].same_as(made[1])
    assert made[0].same_as(made[2])


def test_the_words_of_a_column_are_of_all_its_rows():
    made = Column(1, "", profile(["a"]), ("a",), pl.Series(["a", " b ", None, "", "a"]))
    assert made.words == {"a", "b"}
