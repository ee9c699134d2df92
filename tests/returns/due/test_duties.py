"""A duty is called what its return is, or will be, called."""

from __future__ import annotations

import datetime as dt

from ckanext.spenddata.returns.due.duties import LOOK_BACK_MONTHS, Duty
from ckanext.spenddata.values.periods import Period


def test_it_is_called_by_body_regime_and_period():
    duty = Duty("X-DEMO-1", "lgtc-500", Period.parse("2026-Q1"), dt.date(2026, 4, 30))
    assert duty.reference == "X-DEMO-1.lgtc-500.2026-Q1"


def test_who_never_filed_is_asked_for_a_year():
    assert LOOK_BACK_MONTHS == 12
