"""What a publisher has to file, and by when, whether or not anything was filed yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.values.calendar import add_months
from ckanext.spenddata.values.periods import Period

LOOK_BACK_MONTHS = 12
"""For a publisher that never filed, what is missing is told from so long ago on."""


@dataclass(frozen=True)
class Duty:
    """A return that is to be filed."""

    publisher_id: str
    regime: str
    period: Period
    due: dt.date

    @property
    def reference(self) -> str:
        """What the return is, or will be, called."""
        return f"{self.publisher_id}.{self.regime}.{self.period.text}"


def expected(
    publisher: Publisher, regimes: Mapping[str, Regime], today: dt.date, first_filed: Mapping[str, dt.date]
) -> Iterator[Duty]:
    """The duties of a publisher whose periods have ended: from its first return under a regime on, else from a year ago.

    Args:
        publisher: The publisher, with its regimes.
        regimes: All regimes by id.
        today: Today in London.
        first_filed: Regime → first day of the earliest period that was filed under it.
    """
    for name in publisher.regimes:
        regime = regimes.get(name)
        if regime is None:
            continue
        first = first_filed.get(name) or add_months(today, -LOOK_BACK_MONTHS)
        for period in Period.between(first, today, regime.cadence):
            if period.start >= first and period.end < today:
                yield Duty(publisher.publisher_id, name, period, regime.due.date(period))
