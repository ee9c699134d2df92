"""Series of prices: what a pound of one financial year is in the prices of another. Figures are data, with their source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import msgspec

from ckanext.spenddata.definitions import yaml_file
from ckanext.spenddata.definitions.places import DefinitionError
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.periods import Period, financial_year

_ALL = 100
"""Per cent."""


class Deflator(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One series; ``schemas/deflators.yaml`` says what each part means."""

    id: str
    title: str
    source: str
    licence: str
    index: Mapping[str, Decimal]
    address: str = ""
    forecast: Mapping[str, Decimal] = {}

    @property
    def years(self) -> tuple[str, ...]:
        """The financial years whose prices are known or forecast, in their order."""
        return tuple(sorted(self.levels))

    @cached_property
    def levels(self) -> Mapping[str, Fraction]:
        """The level of prices by financial year: as published, then as forecast from the last one published."""
        found = {year: Fraction(level) for year, level in self.index.items()}
        for year, change in sorted(self.forecast.items()):
            found[year] = found[_year_before(year)] * (1 + Fraction(change) / 100)
        return found

    def forecasts_among(self, months: Iterable[str]) -> tuple[str, ...]:
        """The financial years of some months whose prices are only forecast, in their order."""
        return tuple(sorted({_year_of(month) for month in months} & set(self.forecast)))

    def factor(self, month: str, base: str) -> Fraction:
        """What a pound of a month is in the prices of a financial year.

        Args:
            month: ``YYYY-MM``.
            base: The financial year, ``2025-26``.

        Raises:
            KeyError: The series has one of the two years not.
        """
        return self.levels[base] / self.levels[_year_of(month)]

    def lacks(self, months: Sequence[str]) -> tuple[str, ...]:
        """The financial years of some months that the series has not, in their order."""
        return tuple(sorted({_year_of(month) for month in months} - set(self.levels)))


def read(paths: Sequence[Path], above: Sequence[Path] = ()) -> yaml_file.Entries[Deflator]:
    """The series by id, in the order of the file.

    Raises:
        DefinitionError: A year is none, a level of prices is not above nought, or a forecast has nothing before it.
    """
    found = yaml_file.by_id(paths, list[Deflator], above)
    for name, series in found.items():
        for fault in _faults(series):
            raise DefinitionError(f"{found.places[name]}: {name}: {fault}")
    return found


def _faults(series: Deflator) -> Iterator[str]:
    for year in (*series.index, *series.forecast):
        if not _is_year(year):
            yield f"{year!r} is no financial year, such as 2025-26."
            return
    for year, level in series.index.items():
        if not (level.is_finite() and level > 0):
            yield f"the level of prices of {year} is not above nought."
    for year, change in series.forecast.items():
        if not (change.is_finite() and change > -_ALL):
            yield f"the change forecast for {year} is no percentage above -100."
        if year in series.index:
            yield f"{year} has a level of prices, and needs no forecast."
        if _year_before(year) not in {*series.index, *series.forecast}:
            yield f"the forecast for {year} needs the level of {_year_before(year)}, or its forecast."
    if not (series.source.strip() and series.licence.strip()):
        yield "say the source and the licence of the figures."


def _is_year(words: str) -> bool:
    # Read here and not as a period, in which 2009-10 is October 2009.
    first = words[:4]
    return first.isascii() and first.isdigit() and words == financial_year(int(first))


def _year_before(year: str) -> str:
    return financial_year(int(year[:4]) - 1)


def _year_of(month: str) -> str:
    """The financial year of a month."""
    return financial_year(Period.parse(month).fiscal_year)
