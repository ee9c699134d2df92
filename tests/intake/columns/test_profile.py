"""What the values of a column look like, however they are written, and what only looks like it."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.profile import Profile, filled, profile


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("dates", ["03/04/2026", "9 April 2026", "2026-04-21", "21-Apr-26"]),
        ("months", ["April 2026", "May 2026"]),
        ("serials", ["46118", "46119.0"]),
        ("lost", ["####", "#REF!", "#N/A"]),
        ("money", ["1", "-2.50", "(3,000.00)", "£4"]),
        ("strong_money", ["1.50", "2,000", "£3"]),
        ("digits", ["5100023", "17"]),
        ("words", ["Acme Ltd", "ab"]),
        ("companies", ["Acme Ltd", "Exampleshire County Council", "Sample NHS Trust", "A & Co"]),
        ("postcodes", ["LS1 1UR", "sw1a 2aa", "M11AE"]),
        ("truths", ["Yes", "N", "true"]),
    ],
)
def test_each_kind_is_seen(kind, cells):
    assert getattr(profile(cells), kind) == 1


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("strong_money", ["46118.0", "46118"]),  # days as a spreadsheet counts them
        ("dates", ["5100023", "Acme 2000 Ltd"]),
        ("words", ["7", "A"]),
        ("companies", ["Limitedly", "Plcs", "Trusted"]),
        ("postcodes", ["LS1 1UR Leeds", "ABC 123"]),
        ("digits", ["1,000", "1.0"]),
        ("money", ["Acme", "12 High Street"]),
    ],
)
def test_what_only_looks_like_it_is_not(kind, cells):
    assert getattr(profile(cells), kind) == 0


def test_a_column_that_says_nothing_has_no_kinds():
    assert profile([]) == profile(["", " ", "\u00a0"]) == Profile()
    assert Profile().blank == 1


def test_shares_are_of_the_cells_that_say_something():
    seen = profile(["1.50", "", "Acme Ltd", ""])
    assert (seen.filled, seen.blank, seen.money, seen.words) == (2, 0.5, 0.5, 0.5)


def test_how_often_values_come_again_is_known():
    seen = profile(["a1", "a1", "a1", "b2"])
    assert (seen.distinct, seen.commonest) == (0.5, 0.75)


def test_amounts_with_decimal_commas_are_amounts_only_where_the_column_has_them():
    assert profile(["1.234,50", "12,00"]).strong_money == 1
    assert profile(["1.234,50", "1,234.50", "7.25"]).strong_money < 1


def test_a_date_is_no_text_though_it_has_letters():
    assert profile(["9 April 2026", "10 April 2026"]).textual == 0
    assert profile(["Acme Ltd"]).textual == 1


def test_whatever_can_stand_for_a_day_speaks_for_a_column_of_dates():
    assert profile(["03/04/2026", "April 2026", "46118", "####"]).datelike == 1


def test_cells_are_read_without_the_white_space_around_them():
    assert filled([" Acme \u00a0", "", "  ", "n/a"])[:1] == ["Acme"]
    assert "" not in filled([" Acme ", "", "  "])
