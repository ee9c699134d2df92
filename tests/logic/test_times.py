"""Instants in the API are UTC to the second, whatever they were noted in."""

from __future__ import annotations

import datetime as dt

from ckanext.spenddata.logic.times import instant


def test_an_instant_is_given_in_utc_to_the_second():
    london = dt.timezone(dt.timedelta(hours=1))
    assert instant(dt.datetime(2026, 5, 1, 0, 30, 15, 999_999, tzinfo=london)) == "2026-04-30T23:30:15+00:00"


def test_what_has_not_happened_has_none():
    assert instant(None) is None
