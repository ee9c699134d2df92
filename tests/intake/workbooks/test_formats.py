"""A number format says what people see of a number."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.workbooks.formats import BUILT_IN, Format, format_of


@pytest.mark.parametrize(
    ("code", "means"),
    [
        ("General", Format.NUMBER),
        ("#,##0.00;[Red]-#,##0.00", Format.NUMBER),
        ("0.00E+00", Format.NUMBER),
        ("dd/mm/yyyy", Format.DATE),
        ("[$-809]d mmmm yyyy", Format.DATE),
        ("#,##0,", Format.SCALED),
        ("[$$-409]#,##0.00", Format.DOLLARS),
        ('"EUR" 0', Format.EUROS),
        ("[$CHF] 0.00", Format.OTHER_MONEY),
        ("¥0", Format.OTHER),
        ("[$£-809]#,##0.00", Format.NUMBER),
        ('"£"0.00', Format.NUMBER),
        ("[h]:mm", Format.OTHER),
        ('0"', Format.OTHER),
    ],
)
def test_what_a_code_makes_of_a_number(code, means):
    assert format_of(code) == means


def test_those_without_a_code():
    assert (BUILT_IN[4], BUILT_IN[14], BUILT_IN[44]) == (Format.NUMBER, Format.DATE, Format.NUMBER)
