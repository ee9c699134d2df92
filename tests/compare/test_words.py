"""Figures in words: what is read is rounded half away from nought, once, and exactly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.words import apart, decimal, next_to_nothing, purpose, short, signed, span_words, times
from ckanext.spenddata.values.exact import Fraction


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (Fraction(-135725, 100), 2, "-1357.25"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(1, 201), 2, "0.00"),
        (Fraction(-1, 201), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(10**40 + 1, 3), 2, f"{(10**40 + 1) // 3}.67"),
    ],
)
def test_a_figure_is_rounded_half_away_from_nought(value, places, said):
    assert decimal(value, places) == said


@given(st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**7), st.integers(0, 4))
def test_a_figure_is_what_decimals_say_it_is(value, places):
    exact = Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert decimal(Fraction(value), places) == str(rounded or abs(rounded))


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (Fraction(135749, 100), "pounds", "£1,357"),
        (Fraction(1_350_000), "pounds", "£1.4m"),
        (Fraction(1_450_000_000), "pounds", "£1.5bn"),
        (Fraction(-16, 5), "pounds", "−£3.20"),
        (Fraction(-1, 1000), "pounds", "£0.00"),
        (Fraction(25, 2), "percent", "12.5%"),
        (Fraction(4310), "number", "4,310"),
    ],
)
def test_a_headline_gives_a_figure_briefly(value, unit, said):
    assert short(value, unit) == said
    assert next_to_nothing(value, unit) == (said == "£0.00")


@pytest.mark.parametrize(
    ("difference", "unit", "said"),
    [
        (Fraction(909, 100), "pounds", "+£9.09"),
        (Fraction(-31, 10), "percent", "−3.1 points"),
        (Fraction(1, 1000), "pounds", "£0.00"),
    ],
)
def test_a_difference_has_its_sign_unless_it_reads_as_nought(difference, unit, said):
    assert signed(difference, unit) == said


@pytest.mark.parametrize(
    ("difference", "unit", "value", "said"),
    [
        (Fraction(-16, 5), "pounds", Fraction(20), "£3.20"),
        (Fraction(-16, 5), "pounds", Fraction(2000), "£3"),
        (Fraction(5, 2), "percent", Fraction(12), "2.5 percentage points"),
    ],
)
def test_two_figures_are_told_apart_with_pennies_where_they_have_them(difference, unit, value, said):
    assert apart(difference, unit, value) == said


def test_multiples_are_exact_while_they_are_few():
    assert (times(Fraction(26, 10)), times(Fraction(314, 10)), times(Fraction(12345))) == ("2.6", "31", "12,345")


@pytest.mark.parametrize(
    ("category", "label", "said"),
    [
        ("agency-staff", "Agency staff", "agency staff"),
        ("it", "IT, software and data services", "IT, software and data services"),
        ("unclassified", "Not classified", "payments that are not classified"),
        ("redacted", "Withheld", "payments whose purpose is withheld"),
    ],
)
def test_a_purpose_reads_in_a_sentence(category, label, said):
    assert purpose(category, label) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2025-04", "2026-03", "2025-26"),
        ("2026-04", "2026-04", "April 2026"),
        ("2026-04", "2026-06", "April to June 2026"),
        ("2025-12", "2026-02", "December 2025 to February 2026"),
    ],
)
def test_months_are_said_as_briefly_as_they_can_be(first, last, said):
    assert span_words(Span(first, last)) == said
