"""Sums in the prices of one year, from sums by month: only so can years be set side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.statistics import half_up
from ckanext.spenddata.definitions.deflators import Deflator
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.periods import financial_year

Sum = tuple[tuple[str, ...], int, int]
"""A key, how many payments, how many pence."""


@dataclass(frozen=True)
class Prices:
    """In which year's prices amounts are told, and by which series."""

    series: Deflator
    year: str
    """A financial year, ``2025-26``."""

    def forecast(self, months: Iterable[str]) -> tuple[str, ...]:
        """The financial years whose prices are only forecast, of those of some months and the year in whose prices they are told."""
        return tuple(sorted({*self.series.forecasts_among(months), *({self.year} & set(self.series.forecast))}))

    def told(self, by_month: Iterable[Sum], months: Sequence[str]) -> list[Sum]:
        """The sums in the prices of the year.

        Args:
            by_month: Sums whose key ends with a month.
            months: Every month that there may be.

        Returns:
            The sums without that month in their keys, each rounded to whole pence once, half up: what is added up from them adds up.

        Raises:
            KeyError: The series lacks the year of a month.
        """
        factors = {month: self.series.factor(month, self.year) for month in months}
        counts: dict[tuple[str, ...], int] = defaultdict(int)
        pence: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
        for (*key, month), n, paid in by_month:
            counts[tuple(key)] += n
            pence[tuple(key)] += paid * factors[month]
        return [(key, n, half_up(pence[key])) for key, n in counts.items()]


def over_years(months: Sequence[str], deflator: Deflator | None) -> Prices | None:
    """In whose prices some months are set side by side: those of the last one's year.

    None where all are of one year, whose prices are taken to be one, and where the series lacks one.
    """
    years = Span(months[0], months[-1]).fiscal_years
    if deflator is None or len(years) == 1 or deflator.lacks(months):
        return None
    return Prices(deflator, financial_year(years[-1]))


def prices_dict(prices: Prices | None, months: Sequence[str]) -> dict[str, Any] | None:
    """The year in whose prices amounts of some months are, and whose figures say so; None as amounts were paid."""
    if prices is None:
        return None
    series = prices.series
    return {
        "financial_year": prices.year,
        "title": series.title,
        "source": series.source,
        "licence": series.licence,
        "address": series.address,
        "forecast": list(prices.forecast(months)),
    }
