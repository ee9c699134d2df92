"""Figures, dates and names in words: what a reader sees must not lose a penny's sign or invent a zero."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ckanext.spenddata import helpers

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
    assert helpers.spenddata_pounds(amount) == words


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
    assert helpers.spenddata_money(amount, currency, pence=True) == words


def test_no_template_shows_a_payment_in_pounds_whatever_its_currency():
    folder = Path(helpers.__file__).parent
    wrong = re.compile(r"spenddata_pounds\((?:line|row|payment|transaction)\.amount, pence=true")
    found = [each.name for each in folder.rglob("*.html") if wrong.search(each.read_text())]
    assert found == []


def test_pence_are_kept_to_the_penny_where_a_float_would_lose_them():
    assert helpers.spenddata_pounds("90071992547409.93", pence=True) == "£90,071,992,547,409.93"


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
    assert helpers.spenddata_pounds_short(amount) == words


@pytest.mark.parametrize(
    ("share", "words"), [("0.424", "42%"), ("0.001", "under 1%"), (0, "0%"), (1, "100%"), (None, "–")]
)
def test_a_small_share_does_not_read_as_nothing(share, words):
    assert helpers.spenddata_percent(share) == words


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
    assert helpers.spenddata_date(day) == words


def test_an_instant_without_a_zone_is_utc():
    assert helpers.spenddata_time(datetime(2026, 7, 1, 12, 0)) == "1 July 2026, 13:00"  # noqa: DTZ001
    assert helpers.spenddata_time(datetime(2026, 1, 1, 12, 0, tzinfo=UTC)) == "1 January 2026, 12:00"


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026-04", "April 2026"), ("2026-Q1", "January to March 2026"), ("<b>", "<b>"), (None, "–")],
)
def test_what_is_no_period_is_shown_as_it_is(period, words):
    assert helpers.spenddata_period(period) == words


def test_sizes_of_files():
    assert [helpers.spenddata_size(size) for size in (999, 1_500, 2_300_000, 4_000_000_000, None)] == [
        "999 bytes",
        "1.5 kB",
        "2.3 MB",
        "4 GB",
        "–",
    ]


def test_every_regime_is_a_choice_of_the_forms():
    choices = helpers.spenddata_regime_choices()
    assert {"value": "lgtc-500", "label": helpers.spenddata_regime_title("lgtc-500")} in choices
    assert helpers.spenddata_regime_title("not-a-regime") == "not-a-regime"


def test_a_state_has_words_and_a_stuck_one_says_so_whatever_its_state():
    assert helpers.spenddata_state("ready")["label"] == "Ready for you to check"
    assert helpers.spenddata_state("checking", stuck=True) == {"label": "Stuck", "look": "bad"}
    assert helpers.spenddata_state("some_new_state")["label"] == "Some new state"
