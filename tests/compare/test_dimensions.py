"""What totals can be set out by: each value is read of its part alone, and what isn't known is told as nothing."""

from __future__ import annotations

import pytest

from ckanext.spenddata.compare.dimensions import DIMENSIONS, Known, months_of
from ckanext.spenddata.compare.figures import Span
from tests.compare.making import DEFINITIONS, body

KNOWN = Known({"X-DEMO-1": body(1)}, DEFINITIONS.regimes, {}, {})


@pytest.mark.parametrize(
    ("dimension", "value", "read"),
    [
        ("publisher", "X-DEMO-1", "X-DEMO-1"),
        ("body_type", "X-DEMO-1", "local authority"),
        ("body_subtype", "X-DEMO-1", "County"),
        ("region", "X-DEMO-1", "North"),
        ("region", "X-DEMO-2", ""),
        ("category", "it", "it"),
        ("category_group", "no-such", ""),
        ("month", "2026-03", "2026-03"),
        ("quarter", "2026-01", "2026-Q1"),
        ("quarter", "2026-03", "2026-Q1"),
        ("quarter", "2026-04", "2026-Q2"),
        ("quarter", "2026-12", "2026-Q4"),
        ("financial_year", "2026-03", "2025-26"),
        ("financial_year", "2026-04", "2026-27"),
        ("calendar_year", "2026-12", "2026"),
        ("regime", "lgtc-500", "lgtc-500"),
        ("payment_method", "lgtc-500", "invoice"),
        ("payment_method", "lgtc-gpc", "card"),
        ("payment_method", "no-such", "invoice"),
    ],
)
def test_a_value_of_each(dimension, value, read):
    assert DIMENSIONS[dimension].read(KNOWN, value) == read


def test_people_know_them_by_these_titles():
    titles = {
        "category": "Category",
        "category_group": "Group of categories",
        "publisher": "Public body",
        "body_type": "Kind of body",
        "body_subtype": "Tier or class of body",
        "region": "Region",
        "month": "Month",
        "quarter": "Quarter",
        "financial_year": "Financial year",
        "calendar_year": "Calendar year",
        "regime": "Duty to publish",
        "payment_method": "Invoice or card",
        "amount_basis": "With or without VAT",
    }
    assert {name: DIMENSIONS[name].title for name in titles} == titles


def test_what_is_never_in_one_sum_and_what_follows_in_time():
    assert {name for name, each in DIMENSIONS.items() if not each.adds_up} == {"payment_method", "amount_basis"}
    in_time = {name for name, each in DIMENSIONS.items() if each.in_time}
    assert in_time == {"month", "quarter", "financial_year", "calendar_year"}


@pytest.mark.parametrize(
    ("dimension", "value", "months"),
    [
        ("quarter", "2026-Q1", Span("2026-02", "2026-03")),
        ("quarter", "2026-Q2", Span("2026-04", "2026-06")),
        ("financial_year", "2026-27", Span("2026-04", "2026-07")),
        ("month", "2026-05", Span("2026-05", "2026-05")),
    ],
)
def test_a_value_in_time_stands_for_its_months_within_what_is_asked(dimension, value, months):
    assert months_of(DIMENSIONS[dimension], value, Span("2026-02", "2026-07"), KNOWN) == months
