"""What a publisher has to file, and by when, whether or not anything was filed yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
