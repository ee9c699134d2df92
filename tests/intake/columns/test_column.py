"""A person is asked about columns by names that they can find in their file, and that are not two columns' at once."""

from __future__ import annotations

from ckanext.spenddata.intake.columns.column import named_apart
from tests.intake.columns.made import column


def test_a_column_is_called_by_its_title_else_by_its_number():
    assert column(3, " Net Amount ", []).label == "Net Amount"
    assert column(3, "  ", []).label == "column 3"


def test_two_of_the_same_title_are_called_by_their_numbers():
    columns = [column(2, "Amount", []), column(5, "Amount ", []), column(6, "VAT", [])]
    assert named_apart(columns) == ["column 2", "column 5", "VAT"]


def test_columns_that_come_one_by_one_are_named_too():
    assert named_apart(column(number, "", []) for number in (1, 2)) == ["column 1", "column 2"]
