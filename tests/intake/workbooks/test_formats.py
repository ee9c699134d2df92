"""A number format says what people see of a number."""

from __future__ import annotations

import time

import polars as pl
import pytest

from ckanext.spenddata.intake.workbooks.formats import BUILT_IN, Format, format_of, signed
from tests.pace import allowed


@pytest.mark.parametrize(
    ("code", "means"),
    [
        ("General", Format.NUMBER),
        ("#,##0.00;[Red]-#,##0.00", Format.NUMBER),
        ("0.00E+00", Format.NUMBER),
        ("dd/mm/yyyy", Format.DATE),
        ("[$-809]d mmmm yyyy", Format.DATE),
        ("#,##0,", Format.SCALED),
        ("-#,##0.00", Format.NEGATIVE),
        ("(£#,##0.00)", Format.NEGATIVE),
        ('"-"#,##0.00', Format.NEGATIVE),
        ("\\-0", Format.NEGATIVE),
        ("£-0.00;0.00", Format.REVERSED),
        ("(0);0;0", Format.REVERSED),
        ("[<0]0.00;-0.00", Format.NEGATIVE),
        ("-0;[Red]-0", Format.NEGATIVE),
        ("0.00;0.00", Format.UNSIGNED),
        ("#,##0;#,##0;-", Format.UNSIGNED),
        ("0;;", Format.UNSIGNED),
        ("0.00;[Red]0.00", Format.NUMBER),
        ('0.00" DR";0.00" CR"', Format.NUMBER),
        ("[>25000]-0;0", Format.NUMBER),
        ("[<.5]0;-0", Format.NUMBER),
        ("[>1.2.3]0.00", Format.NUMBER),
        (";;;", Format.UNSEEN),
        ('0.0"k"', Format.THOUSANDS),
        ('£#,##0" thousand"', Format.THOUSANDS),
        ('#,##0",000"', Format.THOUSANDS),
        ('0.0" m"', Format.MILLIONS),
        ("0.0\\m", Format.MILLIONS),
        ('"£"0.00"mn"_);', Format.MILLIONS),
        ('#,##0,"k"', Format.SCALED),
        ('0.0,,"m"', Format.SCALED),
        ("0000", Format.NUMBER),
        ('"m"0', Format.NUMBER),
        ('0" items"', Format.NUMBER),
        ('0"p"', Format.PENCE),
        ("#,##0\\p", Format.PENCE),
        ('0" pence"', Format.PENCE),
        ("0.00%", Format.PERCENT),
        ('0"%"', Format.NUMBER),
        ('"Budget "#,##0.00', Format.WORDED),
        ('"Budget "0', Format.WORDED),
        ('0.00" (est)"', Format.WORDED),
        ('#,##0.00"*"', Format.WORDED),
        ('£#,##0.00" p.a."', Format.WORDED),
        ('"PO"00000', Format.NUMBER),
        ('0.00" GBP"', Format.NUMBER),
        ("_-£* #,##0.00_-;-£* #,##0.00_-", Format.NUMBER),
        ('"paid"', Format.UNSEEN),
        ("@", Format.NUMBER),
        ('"a;b"0;"-"0', Format.NUMBER),
        ('#,##0.00" CR"', Format.NEGATIVE),
        ("#,##0.00-", Format.NEGATIVE),
        ('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', Format.NUMBER),
        ("_-* #,##0.00_-;-* #,##0.00_-", Format.NUMBER),
        ("#,##0.00_ ;-#,##0.00\\ ", Format.NUMBER),
        ("(000) 000-0000", Format.NUMBER),
        ("[<0](0);0", Format.NUMBER),
        ('[=0]"-";0', Format.NUMBER),
        ("[$$-409]#,##0.00", Format.DOLLARS),
        ('"EUR" 0', Format.EUROS),
        ("[$CHF] 0.00", Format.OTHER_MONEY),
        ("¥0", Format.OTHER),
        ("[$£-809]#,##0.00", Format.NUMBER),
        ('"£"0.00', Format.NUMBER),
        ("[h]:mm", Format.ELAPSED),
        ("[Red][HH]:MM:SS", Format.ELAPSED),
        ("[mm]:ss", Format.ELAPSED),
        ("[h]:mm;@", Format.ELAPSED),
        ("h:mm", Format.DATE),
        ('0"', Format.OTHER),
    ],
)
def test_what_a_code_makes_of_a_number(code, means):
    assert format_of(code) == means


@pytest.mark.parametrize("piece", ["0", "(0", "0 ", "#,", "-0", '"0"', "$", "\\0"])
def test_a_code_that_no_program_writes_takes_no_time(piece):
    began = time.process_time()
    assert format_of("(" + piece * 100_000) == Format.OTHER
    assert time.process_time() - began < allowed(1)


def test_those_without_a_code():
    assert (BUILT_IN[4], BUILT_IN[10], BUILT_IN[14], BUILT_IN[44]) == (
        Format.NUMBER,
        Format.PERCENT,
        Format.DATE,
        Format.NUMBER,
    )


def test_a_minus_is_drawn_before_numbers_above_nought_alone():
    assert signed(pl.Series(["12.5", "-3", "0"]), Format.NEGATIVE).to_list() == ["-12.5", "-3", "0"]
    assert signed(pl.Series(["12.5", "-3", "0"]), Format.REVERSED).to_list() == ["-12.5", "3", "0"]
    assert signed(pl.Series(["12.5", "-3"]), Format.MILLIONS).to_list() == ["12.5 million", "-3 million"]
    assert signed(pl.Series(["12.5", "-3"]), Format.PENCE).to_list() == ["12.5 pence", "-3 pence"]
    assert signed(pl.Series(["12.5", "-0.2", "0.175"]), Format.PERCENT).to_list() == ["1250%", "-20%", "17.5%"]
    assert signed(pl.Series(["12.5", "-3"]), Format.DOLLARS).to_list() == ["$12.5", "$-3"]
