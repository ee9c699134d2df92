"""Amounts are exact: what a cell says, and the same for a whole column."""

from __future__ import annotations

import time
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.spenddata.values import money
from ckanext.spenddata.values.faults import Fault
from tests.pace import allowed


@pytest.mark.parametrize(
    ("cells", "pence"),
    [
        (["1.234,56", "12,00", "1.234.567,89-", "(0,50)", "800"], [123456, 1200, -123456789, -50, 80000]),
        (["1.234,56", "12.50"], [None, 1250]),
        (["1,234", "12,50"], [123400, None]),
        (["12,50", "12", "13"], [None, 1200, 1300]),
        (["12,50", None, "€13,50"], [1250, None, 1350]),
    ],
)
def test_a_decimal_comma_is_read_where_the_whole_column_has_it(cells, pence):
    assert money.column(pl.Series(cells, dtype=pl.String))["value"].to_list() == pence


@pytest.mark.parametrize(
    ("cells", "pence"),
    [
        (["31.228", "4.500", "117.009", "780"], [None, None, None, 78000]),
        (["31.228", "1.171.409", "117.009", "(4.100)"], [None, None, None, None]),
        (["31.228", "4.50", "117.009", "780"], [3123, 450, 11701, 78000]),
        (["31.228", "1117.009", "117.009"], [3123, 111701, 11701]),
        (["31.220", "4.500", "117.000"], [3122, 450, 11700]),
        (["0.228", "4.501", "117.009"], [23, 450, 11701]),
        (["31.228", "4.501"], [3123, 450]),
        (["31.228", "4.50", "117.00", "78.20", "780"], [None, 450, 11700, 7820, 78000]),
        (["1.000", "4.50", "117.00", "78.20"], [None, 450, 11700, 7820]),
        (["0.125", "4.50", "117.00", "78.20"], [13, 450, 11700, 7820]),
        (["31.228", "4.50", "117.00", "78.2571"], [3123, 450, 11700, 7826]),
    ],
)
def test_three_digits_behind_every_point_may_be_thousands_and_are_not_read(cells, pence):
    amounts = money.column(pl.Series(cells, dtype=pl.String))
    assert amounts["value"].to_list() == pence
    if pence[0] is None:
        assert amounts["fault"].drop_nulls().unique().to_list() in (
            [Fault.AMBIGUOUS],
            ["ambiguous"],
            ["ambiguous", "unreadable"],
        )


@pytest.mark.parametrize(
    ("cell", "pence", "form"),
    [
        ("1234.56", 123456, None),
        ("1234", 123400, None),
        ("1234.5", 123450, None),
        (".5", 50, None),
        ("5.", 500, None),
        ("-0.01", -1, None),
        ("+12", 1200, None),
        ("- 12.00", -1200, None),
        ("−12.00", -1200, None),
        ("1,234,567.89", 123456789, "thousands"),
        ("1 234 567.89", 123456789, "thousands"),
        ("1\u00a0234.00", 123400, "thousands"),
        ("1'234'567.89", 123456789, "thousands"),
        ("12·50", 1250, None),
        ("\u00ad12.50", -1250, None),
        ("CR 12.00", -1200, "credit"),
        ("£1,234.50", 123450, "pound_sign"),
        ("£ 1,234.50", 123450, "pound_sign"),
        ("-£12", -1200, "pound_sign"),
        ("£-12", -1200, "pound_sign"),
        ("GBP 12.00", 1200, "pound_sign"),
        ("12.00 GBP", 1200, "pound_sign"),
        (" (80,025.00) ", -8002500, "brackets"),
        ("(£12)", -1200, "brackets"),
        ("£(12)", -1200, "brackets"),
        ("38,937.00-", -3893700, "trailing_minus"),
        ("12.00 CR", -1200, "credit"),
        ("(12.00CR)", -1200, "credit"),
        ("(£1,234.50 Cr)", -123450, "credit"),
        ("12.00cr", -1200, "credit"),
        ("12.00 DR", 1200, "debit"),
        ("$12.00", 1200, "dollar"),
        ("USD 12.00", 1200, "dollar"),
        ("€12.00", 1200, "other_currency"),
        ("EUR 12.00", 1200, "other_currency"),
        ("\ufffd12.00", 1200, "broken_sign"),
        ("Â£12.00", 1200, "broken_sign"),
        ("?12.00", 1200, "broken_sign"),
        ("ú12.00", 1200, "broken_sign"),
        ("9.09495E-13", 0, "scientific"),
        ("1.5e3", 150000, "scientific"),
        ("1.2345678E7", 1234567800, "scientific"),
        ("1.2345678E+04", 1234568, "scientific"),
        ("5.00E-01", 50, "scientific"),
        ("0.00E+00", 0, "scientific"),
        ("1.23E+04", 1230000, "digits_lost"),
        ("-1.23E+04", -1230000, "digits_lost"),
        ("£1.2346e+04", 1234600, "digits_lost"),
        ("1.23457E+11", 12345700000000, "digits_lost"),
        ("(1.23E+04)", -1230000, "digits_lost"),
        ("$1.23E+04 CR", -1230000, "digits_lost"),
        ("1e+05", 10000000, "few_digits"),
        ("1.2e+07", 1200000000, "few_digits"),
        ("1E+05", 10000000, "few_digits"),
        ("1.2E+07", 1200000000, "digits_lost"),
        ("34561.54800000001", 3456155, "rounded"),
        ("'12.00", 1200, None),
    ],
)
def test_every_form_of_an_amount_is_read(cell, pence, form):
    assert money.read(cell) == (pence, None, form)


@pytest.mark.parametrize(
    ("cell", "pence"),
    [("0.005", 1), ("-0.005", -1), ("0.0049999", 0), ("2802.375", 280238), ("1.125", 113), ("1.115", 112)],
)
def test_half_a_penny_is_rounded_away_from_zero(cell, pence):
    assert money.read(cell).pence == pence


@pytest.mark.parametrize("cell", ["", " ", "-", " -   ", "–", "£ -", "£-", "\u00a0", None])
def test_a_dash_alone_is_a_blank(cell):
    assert money.read(cell) == money.NOTHING


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("REDACTED", Fault.UNREADABLE),
        ("12,34", Fault.UNREADABLE),
        ("1,23,456.00", Fault.UNREADABLE),
        ("1,2345.00", Fault.UNREADABLE),
        ("12.34.56", Fault.UNREADABLE),
        ("(12", Fault.UNREADABLE),
        ("-12-", Fault.UNREADABLE),
        ("26/09/2135", Fault.UNREADABLE),
        ("٣", Fault.UNREADABLE),
        ("NaN", Fault.UNREADABLE),
        ("inf", Fault.UNREADABLE),
        ("£", Fault.UNREADABLE),
        ("12 pounds", Fault.UNREADABLE),
        ("£30.00 / £40.00", Fault.SEVERAL),
        ("30.00; 40.00", Fault.SEVERAL),
        ("30.00\n40.00", Fault.SEVERAL),
        ("#REF!", Fault.SPREADSHEET_ERROR),
        ("#n/a", Fault.SPREADSHEET_ERROR),
        ("######", Fault.HIDDEN),
        ("1e308", Fault.IMPOSSIBLE),
        ("99999999999999999999", Fault.IMPOSSIBLE),
        ("10000000000000", Fault.IMPOSSIBLE),
        ("9,999,999,999,999.999", Fault.IMPOSSIBLE),
        (".", Fault.UNREADABLE),
        ("-.", Fault.UNREADABLE),
        ("£.e5", Fault.UNREADABLE),
    ],
)
def test_what_is_no_amount_says_why(cell, fault):
    assert money.read(cell) == (None, fault, None)


@pytest.mark.parametrize(
    ("unit", "pence"), [("pounds", 1250), ("pence", 13), ("hundreds", 125000), ("thousands", 1250000)]
)
def test_the_unit_is_what_a_person_said(unit, pence):
    assert money.read("12.50", unit).pence == pence


@given(st.integers(-(10**13), 10**13))
def test_every_amount_survives_being_written(pence):
    cell = f"{Decimal(pence).scaleb(-2):.2f}"
    assert money.read(cell).pence == pence
    assert money.read(f"£{abs(pence) // 100:,}.{abs(pence) % 100:02d}").pence == abs(pence)


CELLS = st.one_of(
    st.text("0123456789,.-£ ()CRe$?'", max_size=14),
    st.from_regex(r"\A ?[-(]?£?-?[0-9]{1,9}(,[0-9]{3})?(\.[0-9]{0,4})?[-)]? ?\Z"),
    st.floats(allow_nan=True, width=64).map(repr),
    st.sampled_from([" -  ", "#REF!", "####", "n/a", "Total", "1,000", "١٢", "\u20071.00", "1.00\u200b", "1.00\x00"]),
    st.none(),
)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=30))
def test_a_column_says_the_same_as_its_cells(cells):
    frame = money.column(pl.Series(cells, dtype=pl.String))
    assert frame.rows() == [tuple(money.read(cell)) for cell in cells]


def test_a_column_in_pence_says_the_same_as_its_cells():
    cells = ["1250", "12.5", None, "x"]
    assert money.column(pl.Series(cells, dtype=pl.String), "pence").rows() == [
        tuple(money.read(cell, "pence")) for cell in cells
    ]


@pytest.mark.parametrize(
    "cell",
    [
        *("1" + " " * 40_000 + "x", "cr " + " " * 40_000 + "x", "1\n" * 20_000 + "x"),
        *("1" + blank * 20_000 + "x" for blank in ("\n", " \n", "\n ", "\t", "\n\N{NO-BREAK SPACE}", "\r\n")),
        *("(" + "\n" * 20_000 + "£" + "\n" * 20_000 + "1" + "\n" * 20_000 + "x", "1" + ". " * 20_000 + "x"),
    ],
)
def test_a_cell_of_many_blanks_takes_no_time(cell):
    before = time.process_time()
    assert money.read(cell).fault is Fault.UNREADABLE
    assert time.process_time() - before < allowed(2)


@pytest.mark.parametrize("cell", ["see note\nbelow", "12;", "/12", "a; 12"])
def test_a_cell_is_a_list_of_amounts_only_where_each_part_is_one(cell):
    assert money.read(cell).fault is Fault.UNREADABLE


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,23"], True),
        (["1,23", "5"], True),  # half of them
        (["1,23", "5", "6"], False),  # fewer
        (["1,23", "5.00"], False),  # one written in the other way
        (["1,23", "1,234"], False),
        ([], False),
        ([None], False),
    ],
)
def test_commas_are_decimal_where_half_of_a_column_has_them_and_nothing_speaks_against_it(cells, expected):
    assert money.has_decimal_commas(pl.Series(cells, dtype=pl.String)) is expected


def test_what_was_read_with_a_decimal_comma_says_so():
    read = money.column(pl.Series(["1.234,50", "12,00", "-3,10", None]))
    assert read["value"].to_list() == [123450, 1200, -310, None]
    assert read["form"].to_list()[:2] == ["decimal_comma", "decimal_comma"]


def test_where_most_can_be_read_as_they_are_nothing_is_read_with_decimal_commas():
    """Two of three are pounds: the third is a slip, and no sign of another country's way."""
    read = money.column(pl.Series(["1,23", "12", "13"]))
    assert read["value"].to_list() == [None, 1200, 1300]


def test_a_line_break_inside_one_amount_is_a_blank_like_any():
    assert money.read("£\n12.50").pence == 1250
    assert money.read("12.50\n13.50").fault is Fault.SEVERAL
    assert money.read("12.50\nor so").fault is Fault.UNREADABLE


@pytest.mark.parametrize(
    ("cells", "pence"),
    [
        # As many can be read as they are as can't: then commas may be decimal.
        (["12", "1,50"], [1200, 150]),
        (["12", "13", "1,50"], [1200, 1300, None]),
        (["12", None, None, "1,50"], [1200, None, None, 150]),
    ],
)
def test_half_of_a_column_decides(cells, pence):
    assert money.column(pl.Series(cells, dtype=pl.String))["value"].to_list() == pence


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"])
def test_every_dash_is_a_minus(dash):
    assert money.read(f"{dash}12.50").pence == money.read(f"12.50{dash}").pence == -1250
