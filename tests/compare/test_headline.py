"""The answer in a sentence: right to the pound, and honest about what it lacks."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.headline import headline
from ckanext.spenddata.compare.statistics import statistics
from ckanext.spenddata.compare.words import decimal, short, signed, span_words
from tests.compare.making import DEFINITIONS, YEAR, body, circumstances, filed, whole_year

PER_HEAD = DEFINITIONS.measures["spend-per-head"]
BODY = circumstances(body(1))


def of(value, *peers, measure=PER_HEAD, who=BODY, span=YEAR):
    own = None if value is None else Fraction(value)
    return headline(who, measure, span, own, statistics([Fraction(peer) for peer in peers]))


def test_more_and_less_than_the_median():
    assert of("1357.40", 1000, 1087, 1087, 1200) == (
        "Body 1 spent £1,357 a head in 2025-26, £270 more than the median of its 4 comparable county councils."
    )
    assert of(900, 1000, 1087, 1087, 1200).endswith("£187 less than the median of its 4 comparable county councils.")


def test_fewer_than_four_are_a_range():
    assert of(900, 1000, 1087, 1200).endswith("less than any of its 3 comparable county councils (£1,000 to £1,200).")
    assert of(1300, 1000, 1200).endswith("more than any of its 2 comparable county councils (£1,000 to £1,200).")
    assert of(1100, 1000, 1200).endswith("between the figures of its 2 comparable county councils (£1,000 to £1,200).")


def test_pennies_are_not_told_of_hundreds():
    assert ", £19 more than" in of("478.25", *["459.30"] * 4)
    assert ", £0.40 more than" in of("478.25", *["477.85"] * 4)


def test_the_same_where_people_would_see_no_difference():
    assert "the same as the median" in of("1000.001", *[1000] * 4)


def test_percentage_points_and_counts_have_their_own_words():
    share, count = DEFINITIONS.measures["share"], DEFINITIONS.measures["transactions"]
    assert "12.5 percentage points less than" in of(50, *["62.5"] * 4, measure=share)
    assert "10 fewer than the one comparable body" in of(90, 100, measure=count)


def test_some_months():
    assert "spent £1,000 a head from April to June 2026, " in of(1000, 900, span=Span("2026-04", "2026-06"))
    assert "spent £1,000 a head in May 2026, " in of(1000, 900, span=Span("2026-05", "2026-05"))


def test_nobody_to_set_beside_it():
    assert of(1000) == "Body 1 spent £1,000 a head in 2025-26. There are no comparable figures to set beside it."


def test_nothing_published():
    silent = circumstances(body(1), [])
    assert of(None, 1, who=silent) == "Body 1 has published nothing for 2025-26."


def test_no_figure():
    assert of(None, 1) == "Body 1 has no figure for spending per head in 2025-26."
    mixed = circumstances(body(1), whole_year(body(1), currencies=("EUR", "GBP")))
    assert of(None, 1, who=mixed).endswith("in 2025-26: its amounts are of several kinds, which are never in one sum.")


def test_a_figure_that_lacks_a_return_says_so_and_is_not_set_beside_others():
    part = circumstances(body(1), whole_year(body(1))[:3])
    said = headline(part, PER_HEAD, YEAR, Fraction(1000), statistics([Fraction(900)] * 4), whole=False)
    assert said == (
        "Body 1 spent £1,000 a head in 2025-26 (3 of 4 returns published). That is not its whole figure, so it is not"
        " set beside the median of its 4 comparable county councils."
    )


@pytest.mark.parametrize(("peers", "words"), [(1, "the one comparable body"), (2, "its 2 comparable county councils")])
def test_nor_is_it_set_beside_few(peers, words):
    part = circumstances(body(1), whole_year(body(1))[:3])
    said = headline(part, PER_HEAD, YEAR, Fraction(1000), statistics([Fraction(900)] * peers), whole=False)
    assert said.endswith(f"That is not its whole figure, so it is not set beside {words}.")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("1357.49", "pounds", "£1,357"),
        ("1357.50", "pounds", "£1,358"),
        ("3.2", "pounds", "£3.20"),
        ("99.99", "pounds", "£99.99"),
        ("-3.2", "pounds", "−£3.20"),
        ("1449999", "pounds", "£1.4m"),
        ("1450000", "pounds", "£1.5m"),
        ("-2500000000", "pounds", "−£2.5bn"),
        ("12.345", "percent", "12.3%"),
        ("4310", "number", "4,310"),
        ("0", "pounds", "£0.00"),
        ("-0.004", "pounds", "£0.00"),
        ("-0.04", "percent", "0.0%"),
        ("-0.4", "number", "0"),
    ],
)
def test_short_forms(value, unit, words):
    assert short(Fraction(value), unit) == words


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        ("0.04", "0.0 points"),
        ("-0.04", "0.0 points"),
        ("0.05", "+0.1 points"),
        ("-2.5", "−2.5 points"),
        ("0", "0.0 points"),
    ],
)
def test_a_difference_that_rounds_to_nought_is_neither_more_nor_less(difference, words):
    assert signed(Fraction(difference), "percent") == words


def test_halves_are_rounded_away_from_nought():
    assert (decimal(Fraction(1, 200)), decimal(Fraction(-1, 200)), decimal(Fraction(1, 3))) == ("0.01", "-0.01", "0.33")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-04", "2026-03", "2025-26"),
        ("2026-04", "2026-04", "April 2026"),
        ("2026-04", "2026-06", "April to June 2026"),
        ("2025-10", "2026-02", "October 2025 to February 2026"),
    ],
)
def test_months_in_words(first, last, words):
    assert span_words(Span(first, last)) == words


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (
            Span("2025-04", "2025-04"),
            "has published a return for April 2025, but no payment of it falls in April 2025.",
        ),
        (Span("2025-04", "2025-05"), "but no payment of it falls within April to May 2025."),
        (YEAR, "but no payment of it falls in 2025-26."),
    ],
)
def test_a_return_without_a_payment_in_these_months_is_no_silence(span, said):
    who = circumstances(body(1), [filed(body(1), "2025-Q2", inside=0)], span=span)
    assert of(None, who=who, span=span).endswith(said)
