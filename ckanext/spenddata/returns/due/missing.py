"""Duties that no return covers, found by the database: for a window of time, so that a page costs the same on any portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import ARRAY, DATE

from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.model import Revision, SpendReturn
from ckanext.spenddata.model.returns import OVER
from ckanext.spenddata.returns.due.duties import LOOK_BACK_MONTHS, Duty
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.values.calendar import add_months
from ckanext.spenddata.values.periods import Period


@dataclass(frozen=True)
class Window:
    """Which duties are looked for."""

    bodies: Sequence[Body]
    regimes: Mapping[str, Regime]
    today: dt.date
    visible: sa.ColumnElement[bool]
    """Which revisions the reader may know of."""
    due_before: dt.date | None = None


def earliest(window: Window) -> dt.date:
    """First day of the first period that was ever filed, else a year ago."""
    first = model.Session.scalar(sa.select(sa.func.min(SpendReturn.period_start)))
    a_year_ago = add_months(window.today, -LOOK_BACK_MONTHS)
    return min(first, a_year_ago) if first else a_year_ago


def duties(window: Window, first: dt.date, last: dt.date) -> list[Duty]:
    """Duties that are missing, of periods that end between two days."""
    return _without_return(window, list(_periods(window, first, last)))


def running(window: Window) -> list[Duty]:
    """Duties of the periods in which this day lies, that nobody has filed for yet: nothing of them is missing."""
    periods = [(name, Period.of(window.today, window.regimes[name].cadence)) for name in _regimes(window)]
    bodies = {body.publisher.publisher_id: body.publisher for body in window.bodies}
    first, last = dt.date.min, dt.date.max
    return [
        duty
        for duty in _without_return(window, [each for each in periods if _in_time(window, *each)])
        if (bodies[duty.publisher_id].began or first) <= duty.period.end
        and duty.period.start <= (bodies[duty.publisher_id].ended or last)
    ]


def _without_return(window: Window, periods: Sequence[tuple[str, Period]]) -> list[Duty]:
    if not periods:
        return []
    missing = _missing(window, periods)
    known = {(regime, period.text): period for regime, period in periods}
    rows = model.Session.execute(sa.select(missing.c.publisher_id, missing.c.regime, missing.c.period))
    return [
        Duty(publisher_id, regime, known[regime, text], window.regimes[regime].due.date(known[regime, text]))
        for publisher_id, regime, text in rows
    ]


def count(window: Window) -> int:
    """How many duties are missing in all."""
    periods = list(_periods(window, earliest(window), window.today))
    if not periods:
        return 0
    return model.Session.scalar(sa.select(sa.func.count()).select_from(_missing(window, periods))) or 0


def overdue(window: Window) -> dict[str, int]:
    """How many duties of each publisher are late by now, the one with most first; those with none are missing."""
    periods = list(_periods(window, earliest(window), window.today))
    if not periods:
        return {}
    missing = _missing(window, periods)
    number = sa.func.count().label("late")
    query = (
        sa.select(missing.c.publisher_id, number)
        .where(missing.c.due < window.today, missing.c.due >= missing.c.joined)
        .group_by(missing.c.publisher_id)
        .order_by(number.desc(), missing.c.publisher_id)
    )
    return {row.publisher_id: row.late for row in model.Session.execute(query)}


def _periods(window: Window, first: dt.date, last: dt.date) -> Iterator[tuple[str, Period]]:
    """The periods of each regime that end between two days, and are over."""
    for name in _regimes(window):
        for period in Period.between(first, min(last, window.today), window.regimes[name].cadence):
            if first <= period.end <= last and period.end < window.today and _in_time(window, name, period):
                yield name, period


def _regimes(window: Window) -> list[str]:
    """The regimes under which somebody has a duty."""
    return sorted({name for body in window.bodies for name in body.publisher.regimes} & set(window.regimes))


def _in_time(window: Window, regime: str, period: Period) -> bool:
    """Whether it is due as early as is asked for."""
    due = window.regimes[regime].due.date(period)
    return window.due_before is None or (due is not None and due < window.due_before)


def _missing(window: Window, periods: Sequence[tuple[str, Period]]) -> sa.CTE:
    """Duties without a return: first those without one of the very period, which is a look-up, then of these without any overlap."""
    duty, period = _owed(window), _calendar(window, periods)
    begun = _first_filed(window, duty)
    same = _filed(window, SpendReturn.period == period.c.period, duty)
    candidates = (
        sa.select(
            duty.c.publisher_id,
            duty.c.regime,
            duty.c.joined,
            period.c.period,
            period.c.start,
            period.c.end,
            period.c.due,
        )
        .select_from(duty.join(period, period.c.regime == duty.c.regime).join(begun, sa.true()))
        .where(period.c.start >= begun.c.first, ~same)
        .cte("candidates")
    )
    overlaps = sa.and_(SpendReturn.period_start <= candidates.c.end, SpendReturn.period_end >= candidates.c.start)
    return sa.select(candidates).where(~_filed(window, overlaps, candidates)).cte("missing")


def _owed(window: Window) -> sa.TableValuedAlias:
    """Which publisher owes what."""
    owed = [(body, name) for body in window.bodies for name in body.publisher.regimes if name in window.regimes]
    joined = [body.publisher.joined or dt.date.min for body, _ in owed]
    columns = (
        sa.cast([body.publisher.publisher_id for body, _ in owed], ARRAY(sa.Text)),
        sa.cast([name for _, name in owed], ARRAY(sa.Text)),
        sa.cast(joined, ARRAY(DATE)),
    )
    return (
        sa.func.unnest(*columns)
        .table_valued("publisher_id", "regime", sa.column("joined", sa.Date))
        .render_derived("duty")
    )


def _calendar(window: Window, periods: Sequence[tuple[str, Period]]) -> sa.TableValuedAlias:
    columns = (
        sa.cast([name for name, _ in periods], ARRAY(sa.Text)),
        sa.cast([period.text for _, period in periods], ARRAY(sa.Text)),
        sa.cast([period.start for _, period in periods], ARRAY(DATE)),
        sa.cast([period.end for _, period in periods], ARRAY(DATE)),
        sa.cast([window.regimes[name].due.date(period) for name, period in periods], ARRAY(DATE)),
    )
    names = ("regime", "period", *(sa.column(name, sa.Date) for name in ("start", "end", "due")))
    return sa.func.unnest(*columns).table_valued(*names).render_derived("calendar")


def _first_filed(window: Window, duty: sa.FromClause) -> sa.FromClause:
    """From when on a publisher is expected to file: from its first return, else from a year ago."""
    first = (
        sa.select(SpendReturn.period_start)
        .where(
            SpendReturn.publisher_id == duty.c.publisher_id, SpendReturn.regime == duty.c.regime, _has_revision(window)
        )
        .order_by(SpendReturn.period_start)
        .limit(1)
        # Else the duties of everybody are looked through here once more, and whoever filed first stands for all.
        .correlate(duty)
        .scalar_subquery()
    )
    a_year_ago = add_months(window.today, -LOOK_BACK_MONTHS)
    return sa.select(sa.func.coalesce(first, a_year_ago).label("first")).lateral("begun")


def _filed(window: Window, which: sa.ColumnElement[bool], duty: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        SpendReturn.publisher_id == duty.c.publisher_id,
        SpendReturn.regime == duty.c.regime,
        which,
        _has_revision(window),
    )


def _has_revision(window: Window) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Revision.return_id == SpendReturn.id, window.visible, Revision.state.not_in([str(each) for each in OVER])
    )
