"""Two files have one layout where their titles are the same in the same order, however they are written and whatever they hold."""

from __future__ import annotations

from ckanext.spenddata.intake.columns.signature import signature
from tests.intake.columns.made import column


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
