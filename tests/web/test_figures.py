"""Figures and dates in words: what a reader sees must not lose a penny's sign or invent a zero."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ckanext.spenddata.web import figures

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1234.50", "£1,235"),
        (Decimal("-1234.5"), "−£1,235"),
        (0, "£0"),
        ("12345678901234.49", "£12,345,678,901,234"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_pounds_are_whole_with_separators_and_a_credit_shows_its_minus(amount, words):
    assert figures.spenddata_pounds(amount) == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("1234.5", "GBP", "£1,234.50"),
        ("1234.5", None, "£1,234.50"),
        ("-1234567.5", "EUR", "−1,234,567.50 EUR"),
        (None, "EUR", "–"),
    ],
)
def test_an_amount_is_told_in_its_own_currency(amount, currency, words):
    assert figures.spenddata_money(amount, currency, pence=True) == words


def test_pence_are_kept_to_the_penny_where_a_float_would_lose_them():
    assert figures.spenddata_pounds("90071992547409.93", pence=True) == "£90,071,992,547,409.93"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("999.40", "£999"),
        ("1000", "£1k"),
        ("1449999", "£1.4m"),
        ("999960", "£1m"),
        ("-2500000000", "−£2.5bn"),
        (None, "–"),
    ],
)
def test_short_amounts_for_headlines(amount, words):
    assert figures.spenddata_pounds_short(amount) == words


@pytest.mark.parametrize(
    ("share", "words"), [("0.424", "42%"), ("0.001", "under 1%"), (0, "0%"), (1, "100%"), (None, "–")]
)
def test_a_small_share_does_not_read_as_nothing(share, words):
    assert figures.spenddata_percent(share) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 4, 4), "4 April 2026"),
        ("2026-04-04", "4 April 2026"),
        # Half past eleven at night in UTC is the next day in London's summer.
        ("2026-06-30T23:30:00+00:00", "1 July 2026"),
        (None, "–"),
        ("not a date", "–"),
    ],
)
def test_days_are_londons(day, words):
    assert figures.spenddata_date(day) == words


def test_an_instant_without_a_zone_is_utc():
    assert figures.spenddata_time(datetime(2026, 7, 1, 12, 0)) == "1 July 2026, 13:00"  # noqa: DTZ001
    assert figures.spenddata_time(datetime(2026, 1, 1, 12, 0, tzinfo=UTC)) == "1 January 2026, 12:00"


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026-04", "April 2026"), ("2026-Q1", "January to March 2026"), ("<b>", "<b>"), (None, "–")],
)
def test_what_is_no_period_is_shown_as_it_is(period, words):
    assert figures.spenddata_period(period) == words


def test_sizes_of_files():
    assert [figures.spenddata_size(size) for size in (999, 1_500, 2_300_000, 4_000_000_000, None)] == [
        "999 bytes",
        "1.5 kB",
        "2.3 MB",
        "4 GB",
        "–",
    ]
