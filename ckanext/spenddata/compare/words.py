"""Figures in words: full in tables, short in headlines. Rounded only here, half away from nought, as people do."""

from __future__ import annotations

from calendar import month_name

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.statistics import half_up
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.periods import financial_year

_MILLION = 1_000_000
_BILLION = 1_000_000_000
_PENNIES_BELOW = 100
_MANY_TIMES = 10


def decimal(value: Fraction, places: int = 2) -> str:
    """A figure with a fixed number of decimals, as a program reads it: ``-1357.25``; what is rounded to nought has no sign."""
    scale = 10**places
    rounded = half_up(value, scale)
    sign = "-" if rounded < 0 else ""
    whole, rest = divmod(abs(rounded), scale)
    return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"


def percent(share: Fraction | None) -> str | None:
    """A share in per cent, as a program reads it: ``12.5``; None where it is not known."""
    return None if share is None else decimal(share * 100, 1)


def short(value: Fraction, unit: str) -> str:
    """A figure as a headline gives it: £1,357 · £1.4m · £3.20 · −£3.20 · 12.5% · 4,310; what is rounded to nought has no sign."""
    said = _without_sign(abs(value), unit)
    return f"−{said}" if value < 0 and said != _without_sign(Fraction(0), unit) else said


def _without_sign(size: Fraction, unit: str) -> str:
    if unit == "percent":
        return f"{decimal(size, 1)}%"
    if unit == "number":
        return f"{int(decimal(size, 0)):,}"
    return f"£{_short_pounds(size)}"


def reads(value: Fraction, measure: Measure) -> str:
    """A figure as the measure says it: *£14.72 a head*."""
    return measure.reads.format(value=short(value, measure.unit))


def next_to_nothing(value: Fraction, unit: str) -> bool:
    """Whether a figure reads as nought does."""
    return short(value, unit) == short(Fraction(0), unit)


def apart(difference: Fraction, unit: str, value: Fraction) -> str:
    """How far two figures are apart, whichever is larger: £3.20 · 2.5 percentage points · 310.

    Pennies are given where they are given of ``value``, one of the two figures.
    """
    size = abs(difference)
    if unit == "pounds" and abs(value) >= _PENNIES_BELOW and Fraction(1, 2) <= size < _PENNIES_BELOW:
        return f"£{decimal(size, 0)}"
    return short(size, unit).replace("%", " percentage points")


POINTS = " points"
"""What follows a difference of two percentages: *+1.9%* would be 1.9 per cent of something."""
_UNKNOWN_PURPOSES = {
    UNCLASSIFIED: "payments that are not classified",
    REDACTED: "payments whose purpose is withheld",
}


def signed(difference: Fraction, unit: str) -> str:
    """A difference with its sign: +£9.09 · −3.1 points, of two percentages · £0.00."""
    said = short(difference, unit).replace("%", POINTS)
    return f"+{said}" if difference > 0 and not next_to_nothing(difference, unit) else said


def times(value: Fraction) -> str:
    """A multiple: ``2.6``, ``31``."""
    return decimal(value, 1) if value < _MANY_TIMES else f"{int(decimal(value, 0)):,}"


def in_sentence(label: str) -> str:
    """A label in the middle of a sentence: ``agency staff``, ``IT, software and data services``."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def purpose(category: str | None, label: str) -> str:
    """What a category's payments were for, as it reads after ``on``."""
    return _UNKNOWN_PURPOSES.get(category or "") or in_sentence(label)


def span_words(span: Span) -> str:
    """Some months in words: ``2025-26`` for a financial year, ``April 2026``, ``April to June 2026``."""
    if span.fiscal_year is not None:
        return financial_year(span.fiscal_year)
    (first_year, first), (last_year, last) = (each.split("-") for each in (span.first, span.last))
    start, end = month_name[int(first)], month_name[int(last)]
    if span.first == span.last:
        return f"{start} {first_year}"
    return f"{start} to {end} {last_year}" if first_year == last_year else f"{start} {first_year} to {end} {last_year}"


def _short_pounds(size: Fraction) -> str:
    if size >= _BILLION:
        return f"{decimal(size / _BILLION, 1)}bn"
    if size >= _MILLION:
        return f"{decimal(size / _MILLION, 1)}m"
    return decimal(size, 2) if size < _PENNIES_BELOW else f"{int(decimal(size, 0)):,}"
