"""Figures in words."""

import datetime

import pytest

from ckanext.spenddata.checks.reports.file_report import Dates
from ckanext.spenddata.console import show


@pytest.mark.parametrize(
    ("text", "words"),
    [("0.00", "£0.00"), ("-0.05", "-£0.05"), ("1234567.89", "£1,234,567.89"), ("-1234.50", "-£1,234.50")],
)
def test_pounds(text: str, words: str) -> None:
    assert show.pounds(text) == words


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 byte"), (999, "999 bytes"), (1_200, "1.2 kB"), (158_160_317, "158.2 MB")]
)
def test_sizes(size: int, words: str) -> None:
    assert show.size(size) == words


def test_periods() -> None:
    first, last = datetime.date(2026, 4, 4), datetime.date(2026, 4, 30)
    assert show.period(Dates(first=first, last=last)) == "4 April 2026 to 30 April 2026"
    assert show.period(Dates(first=first, last=first)) == "4 April 2026"
