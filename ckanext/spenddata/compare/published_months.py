"""For which months bodies have published, and for which they should have: what tells nothing from nought in a table of totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ckanext.spenddata.compare.coverage import expected_periods, lives
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.values.calendar import add_months, due_date, is_judged

_LATELY = 18
"""Months in which the newest return of a duty surely lies."""
Duty = tuple[str, str]
"""A body and the regime under which it files."""


class _Owed(NamedTuple):
    """A return that is due."""

    start: date
    end: date
    months: tuple[str, ...]
    due: date


@dataclass(frozen=True)
class Months:
    """Of a body under a duty: the months of which everything is published, and those that are due and are not."""

    published: frozenset[str]
    missing: frozenset[str]
    returns: int
    """How many returns are due and not there, or not whole."""
    before_joining: int = 0
    """How many of those fell due before the body began to file here: nobody asked it for them here."""
    other_kind: frozenset[str] = frozenset()
    """Of one kind of amounts: the months of which amounts of another kind alone are published."""


def published(returns: Iterable[tuple[Duty, date, date]], span: Span) -> dict[Duty, frozenset[str]]:
    """The months that published returns hold whole.

    Args:
        returns: Each with its body and duty, its first and last day; those of one duty don't overlap.
        span: The months that are asked for.
    """
    days: dict[Duty, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for duty, start, end in returns:
        of_duty = days[duty]
        for month, count in _days(start, end):
            of_duty[month] += count
    whole = {month: _length(month) for month in span.months}
    return {
        duty: frozenset(month for month, count in found.items() if count >= whole.get(month, count + 1))
        for duty, found in days.items()
    }


def owed(regime: Regime, span: Span, today: date) -> list[_Owed]:
    """The returns of a duty that are due by now, with their months within a span."""
    asked = set(span.months)
    return [
        _Owed(
            period.start,
            period.end,
            tuple(month for month, _ in _days(period.start, period.end) if month in asked),
            due,
        )
        for period in expected_periods(regime.cadence, span)
        if (due := due_date(period.end, regime.due.kind, regime.due.count)) < today
    ]


def newest_whole_month(regimes: Iterable[Regime], today: date) -> str | None:
    """The newest month of which every return is due by now (``2026-09``); None without a duty.

    Of later ones some bodies have published and others needn't have yet: a sum up to them would look like a fall. Duties of whole years
    are not waited for.
    """
    lately = Span.of(add_months(today.replace(day=1), -_LATELY), today)
    newest = [
        max((each.end for each in owed(regime, lately, today)), default=None)
        for regime in regimes
        if regime.cadence != "year"
    ]
    return min((f"{end:%Y-%m}" for end in newest if end), default=None)


def standing(
    duties: Iterable[Duty],
    bodies: Mapping[str, Publisher],
    held: Mapping[Duty, frozenset[str]],
    due: Mapping[str, list[_Owed]],
) -> dict[Duty, Months]:
    """How each body stands with each of its duties.

    Args:
        duties: Bodies with their regimes.
        bodies: What is known of them; of others nothing is missing.
        held: What they have published (``published``).
        due: What each regime asks for (``owed``).
    """
    found = {}
    for duty in duties:
        publisher_id, regime = duty
        body, has = bodies.get(publisher_id), held.get(duty, frozenset())
        lacking = [
            each
            for each in (due.get(regime, []) if body and regime in body.regimes else ())
            if body and not has.issuperset(each.months) and lives(each.start, each.end, body.began, body.ended)
        ]
        missing = frozenset(month for each in lacking for month in each.months) - has
        before = sum(not is_judged(each.due, body.joined) for each in lacking) if body else 0
        found[duty] = Months(has, missing, len(lacking), before)
    return found


@lru_cache(maxsize=4096)
def _days(start: date, end: date) -> tuple[tuple[str, int], ...]:
    """The months between two days, each with how many of its days lie there."""
    found = []
    for month in Span.of(start, end).months:
        whole = Span(month, month)
        found.append((month, (min(end, whole.end) - max(start, whole.start)).days + 1))
    return tuple(found)


@lru_cache(maxsize=4096)
def _length(month: str) -> int:
    """How many days a month has."""
    whole = Span(month, month)
    return (whole.end - whole.start).days + 1
