"""Series of prices: what a pound of one financial year is in the prices of another. Figures are data, with their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from ckanext.spenddata.definitions import yaml_file
from ckanext.spenddata.definitions.places import DefinitionError
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.periods import Period, PeriodError, financial_year


class Deflator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One series; ``schemas/deflators.yaml`` says what each part means."""

    id: str
    title: str
    source: str
    licence: str
    index: Mapping[str, Decimal]
    address: str = ""

    @property
    def years(self) -> tuple[str, ...]:
        """The financial years whose prices are known, in their order."""
        return tuple(sorted(self.index))

    def factor(self, month: str, base: str) -> Fraction:
        """What a pound of a month is in the prices of a financial year.

        Args:
            month: ``YYYY-MM``.
            base: The financial year, ``2025-26``.

        Raises:
            KeyError: The series has one of the two years not.
        """
        return Fraction(self.index[base]) / Fraction(self.index[_year_of(month)])

    def lacks(self, months: Sequence[str]) -> tuple[str, ...]:
        """The financial years of some months that the series has not, in their order."""
        return tuple(sorted({_year_of(month) for month in months} - set(self.index)))


def read(paths: Sequence[Path], above: Sequence[Path] = ()) -> yaml_file.Entries[Deflator]:
    """The series by id, in the order of the file.

    Raises:
        DefinitionError: A year is none, or a level of prices is not above nought.
    """
    found = yaml_file.by_id(paths, list[Deflator], above)
    for name, series in found.items():
        for year, level in series.index.items():
            if not _is_year(year):
                raise DefinitionError(f"{found.places[name]}: {name}: {year!r} is no financial year, such as 2025-26.")
            if not (level.is_finite() and level > 0):
                raise DefinitionError(
                    f"{found.places[name]}: {name}: the level of prices of {year} is not above nought."
                )
        if not (series.source.strip() and series.licence.strip()):
            raise DefinitionError(f"{found.places[name]}: {name}: say the source and the licence of the figures.")
    return found


def _is_year(words: str) -> bool:
    try:
        period = Period.parse(words)
    except PeriodError:
        return False
    return period.kind == "year" and period.text == words


def _year_of(month: str) -> str:
    """The financial year of a month."""
    return financial_year(Period.parse(month).fiscal_year)
