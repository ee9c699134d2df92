"""Text of strangers must not run in a spreadsheet, and a credit must stay a number."""

import polars as pl
import pytest

from ckanext.spenddata.checks.reports.safe import escape, escaped


@pytest.mark.check(22)
@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", "-", "+-1"]
)
def test_formulas_are_made_harmless(text: str) -> None:
    assert escape(text) == f"'{text}"
    assert pl.select(escaped(pl.lit(text))).item() == f"'{text}"


@pytest.mark.check(22)
@pytest.mark.parametrize("text", ["-1234.50", "+12", "-1,234.50", "-.5", "Alder Ltd", "a=b", "", "£-5", " =1"])
def test_numbers_and_words_stay(text: str) -> None:
    assert escape(text) == text
    assert pl.select(escaped(pl.lit(text))).item() == text


def test_a_missing_cell_stays_missing() -> None:
    assert pl.select(escaped(pl.lit(None, dtype=pl.String))).item() is None
