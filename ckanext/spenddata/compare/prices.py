"""Sums in the prices of one year, from sums by month: only so can years be set side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ckanext.spenddata.compare.statistics import half_up
from ckanext.spenddata.definitions.deflators import Deflator
from ckanext.spenddata.values.exact import Fraction

Sum = tuple[tuple[str, ...], int, int]
"""A key, how many payments, how many pence."""


@dataclass(frozen=True)
class Prices:
    """In which year's prices amounts are told, and by which series."""

    series: Deflator
    year: str
    """A financial year, ``2025-26``."""

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
