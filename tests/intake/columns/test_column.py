"""A person is asked about columns by names that they can find in their file, and that are not two columns' at once."""

from __future__ import annotations

from ckanext.spenddata.intake.columns.column import named_apart, signature
from tests.intake.columns.made import column


def test_a_column_is_called_by_its_title_else_by_its_number():
    assert column(3, " Net Amount ", []).label == "Net Amount"
    assert column(3, "  ", []).label == "column 3"


def test_two_of_the_same_title_are_called_by_their_numbers():
    columns = [column(2, "Amount", []), column(5, "Amount ", []), column(6, "VAT", [])]
    assert named_apart(columns) == ["column 2", "column 5", "VAT"]


def test_columns_that_come_one_by_one_are_named_too():
    assert named_apart(column(number, "", []) for number in (1, 2)) == ["column 1", "column 2"]


# two files have one layout where their titles are the same in the same order, however they are written and whatever they hold


def signed(*columns: tuple[str, list[str]]) -> str:
    return signature([column(number, *each) for number, each in enumerate(columns, start=1)])


ONE = signed(("Date", ["03/04/2026"]), ("Amount", ["1.50"]))


def test_other_payments_have_the_same_layout():
    assert signed(("Date", ["09/04/2026"]), ("Amount", ["7.00"])) == ONE


def test_case_blanks_and_marks_of_titles_make_no_other():
    assert signed((" DATE:", ["03/04/2026"]), ("amount ", ["1.50"])) == ONE


def test_blank_columns_at_the_right_make_no_other():
    assert signed(("Date", ["03/04/2026"]), ("Amount", ["1.50"]), ("", ["", ""]), (" ", [""])) == ONE


def test_another_order_or_title_is_another():
    assert signed(("Amount", ["1.50"]), ("Date", ["03/04/2026"])) != ONE
    assert signed(("Date", ["03/04/2026"]), ("Amount paid", ["1.50"])) != ONE


def test_a_column_without_a_title_that_holds_something_is_one():
    assert signed(("Date", ["03/04/2026"]), ("Amount", ["1.50"]), ("", ["x"])) != ONE


def test_a_blank_column_between_others_is_one():
    assert signed(("Date", [""]), ("", [""]), ("Amount", [""])) != signed(("Date", [""]), ("Amount", [""]))


def test_titles_of_signs_alone_are_told_apart():
    assert signed(("£", ["1.50"])) != signed(("+", ["1.50"]))


def test_two_titles_are_never_taken_for_one_longer_one():
    assert signed(("ab", ["x"]), ("c", ["x"])) != signed(("a", ["x"]), ("bc", ["x"]))
