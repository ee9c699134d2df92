"""Dates against the period of the return, its due date and today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Overall, Table
from ckanext.spenddata.checks.written import written
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.calendar import is_late
from ckanext.spenddata.values.periods import Period
from ckanext.spenddata.values.text import counted

_SEVERAL = 10
"""More different dates are not asked about one by one."""
PARTIAL = ("month", "year")
"""How dates without a day are written."""


class FutureParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``future``."""

    after_days: int = 0
    """Dates more than so many days after today."""
    within_days: int | None = None
    """And no more than so many; None is without end."""


class DistanceParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``far_from_period``."""

    days_before: int
    """Dates more than so many days before its first day."""
    days_after: int
    """Or more than so many after its last, up to today."""


class ShareParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``another_period``."""

    percent: int = 50
    """More than this share of the dates outside the period, and it is likely another period's file."""


class MonthsParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``months_missing``."""

    percent: int = 50
    """From this share on it is most of the months."""
    payments: int = 100
    """And of a filing of so many payments; bodies with few have months without any."""
    most: bool = False
    """Whether the rule is about most of the months missing, or about fewer."""


class EndParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``ends_early``."""

    returns: int = 2
    """Earlier returns by which it is seen when a return ends."""
    days: int = 7
    """The last payment is so many days further from the end of the period than in any of them, or more."""


class OneDateParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``one_date``."""

    at_least: int = 50
    """Rows of a filing that can't all be paid on one day."""


def outside(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Payments outside the period."""
    period = context.period
    if period and table.has("payment_date"):
        expected = rule.expected.format(start=_day(period.start), end=_day(period.end))
        yield Broken(~pl.col("payment_date").is_between(period.start, period.end), "payment_date", expected=expected)


def future(table: Table, rule: Rule, context: Context) -> Iterable[Broken | Overall]:
    """Payments that have not been made yet."""
    parameters = rule.read(FutureParameters)
    if table.has("payment_date"):
        ahead = (pl.col("payment_date") - context.today).dt.total_days()
        last = pl.lit(value=True) if parameters.within_days is None else ahead <= parameters.within_days
        expected = rule.expected.format(today=_day(context.today))
        yield from _by_date(rule, table, (ahead > parameters.after_days) & last, expected)


def far_from_period(table: Table, rule: Rule, context: Context) -> Iterable[Broken | Overall]:
    """Payments years away from the period, but not in the future: the year was mistyped, or the payments are no news."""
    parameters = rule.read(DistanceParameters)
    period = context.period
    if period and table.has("payment_date"):
        day = pl.col("payment_date")
        before = day < period.start - timedelta(days=parameters.days_before)
        after = (day > period.end + timedelta(days=parameters.days_after)) & (day <= context.today)
        expected = rule.expected.format(start=_day(period.start), end=_day(period.end))
        yield from _by_date(rule, table, before | after, expected)


def _by_date(rule: Rule, table: Table, where: pl.Expr, expected: str) -> Iterable[Broken | Overall]:
    """The rows whose dates are wrong. Where somebody must say yes, once for all of them if these are many: it is one slip then."""
    if rule.severity == "stop":
        dates = table.frame.lazy().filter(where).select("payment_date").collect().to_series()
        if dates.n_unique() > _SEVERAL:
            value = f"{counted(len(dates), 'payment')} from {_day(dates.min())} to {_day(dates.max())}"
            yield Overall(field="payment_date", value=value, expected=expected)
            return
    yield Broken(where, "payment_date", expected=expected)


def another(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing most of whose payments were made in another period: perhaps the wrong file, or period."""
    percent = rule.read(ShareParameters).percent
    period = context.period
    if not period or not table.has("payment_date"):
        return
    dates = table.frame["payment_date"].drop_nulls()
    strays = dates.filter(~dates.is_between(period.start, period.end))
    if not len(strays) or len(strays) * 100 <= len(dates) * percent:
        return
    likely = period
    if period.kind != "accounting":
        likely = Period.of(strays.dt.truncate("1mo").mode().sort().item(0), period.kind)
    yield Overall(
        field="payment_date",
        value=f"{len(strays):,} of {len(dates):,} dates are outside {period.title}",
        fix=str(likely) if likely != period else None,
    )


def months_missing(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Months of a longer period in which there is no payment at all: most of its months, or the others."""
    parameters = rule.read(MonthsParameters)
    period = context.period
    if not period or period.kind not in {"quarter", "year"} or not table.has("payment_date") or not len(table):
        return
    seen = set(table.frame["payment_date"].dt.truncate("1mo").unique().to_list())
    months = list(Period.between(period.start, min(period.end, context.today), "month"))
    missing = [month.title for month in months if month.start not in seen]
    most = len(table) >= parameters.payments and len(missing) * 100 >= len(months) * parameters.percent
    # Where no payment is of the period, it is another period's file.
    if 0 < len(missing) < len(months) and most is parameters.most:
        yield Overall(field="payment_date", value=f"no payment in {', '.join(missing)}")


def ends_early(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A return whose payments end long before its period does, where those of earlier returns run to its end."""
    parameters = rule.read(EndParameters)
    period, history = context.period, context.history
    if period is None or history is None or context.today <= period.end or not table.has("payment_date"):
        return
    # When an earlier accounting period ended, only its body knows.
    if period.kind == "accounting":
        return
    last = table.frame["payment_date"].filter(table.frame["payment_date"] <= period.end).max()
    before = list(_days_to_the_end(history.earlier, period))
    if len(before) < parameters.returns or not isinstance(last, date) or last < period.start:
        return
    days = (period.end - last).days
    if days >= max(before) + parameters.days:
        expected = rule.expected.format(days=counted(max(before), "day"))
        yield Overall(
            field="payment_date",
            value=f"the last payment is on {_day(last)}, {counted(days, 'day')} before the end of the period",
            expected=expected,
        )


def _days_to_the_end(earlier: pl.DataFrame, period: Period) -> Iterable[int]:
    """How long before its end the last payment of each other return of such a period was made."""
    days = earlier.select("period", "payment_date").drop_nulls().unique()
    for (name,), rows in days.partition_by("period", as_dict=True).items():
        other = Period.parse(str(name))
        inside = rows["payment_date"].filter(rows["payment_date"].is_between(other.start, other.end))
        last = inside.max()
        if other.kind == period.kind and isinstance(last, date):
            yield (other.end - last).days


def one_date(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """A filing in which every payment has the same date: the report's, not the payments'."""
    at_least = rule.read(OneDateParameters).at_least
    if table.has("payment_date") and len(table) >= at_least and table.frame["payment_date"].n_unique() == 1:
        day = table.frame["payment_date"].item(0)
        whole = not table.frame.select(table.form("payment_date").is_in(PARTIAL).any()).item()
        if day is not None and whole:
            yield Overall(field="payment_date", value=f"{len(table):,} payments on {_day(day)}")


def late(_: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing after its due date; what fell due before the publisher filed here is not judged."""
    if context.regime and context.period:
        due = context.regime.due.date(context.period)
        if is_late(due, context.today, context.publisher.joined if context.publisher else None):
            days = (context.today - due).days
            yield Overall(
                value=f"{days:,} {'day' if days == 1 else 'days'} late", expected=rule.expected.format(due=_day(due))
            )


def not_over(_: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing before its period has ended."""
    if context.period and context.today <= context.period.end:
        yield Overall(value=context.period.title, expected=rule.expected.format(end=_day(context.period.end)))


def empty(table: Table, _rule: Rule, _: Context) -> Iterable[Overall]:
    """A filing without a single transaction."""
    if not len(table):
        yield Overall(value="no rows")


def partial(table: Table, _rule: Rule, _: Context) -> Iterable[Broken]:
    """Dates that give a month or a year and no day."""
    if table.has("payment_date"):
        where = table.form("payment_date").is_in(PARTIAL)
        if table.has("date_precision"):
            where |= pl.col("date_precision").is_in(PARTIAL).fill_null(value=False)
        yield Broken(where, "payment_date", value=pl.coalesce(table.sent("payment_date"), written("payment_date")))


def _day(day: object) -> str:
    """A day as people write it: ``30 April 2026``."""
    return f"{day:%-d %B %Y}"


KINDS: dict[str, Kind] = {
    "outside_period": Kind(outside, fills=("start", "end")),
    "future": Kind(future, FutureParameters, fills=("today",)),
    "far_from_period": Kind(far_from_period, DistanceParameters, fills=("start", "end")),
    "another_period": Kind(another, ShareParameters),
    "months_missing": Kind(months_missing, MonthsParameters),
    "ends_early": Kind(ends_early, EndParameters, fills=("days",)),
    "one_date": Kind(one_date, OneDateParameters),
    "late": Kind(late, fills=("due",)),
    "not_over": Kind(not_over, fills=("end",), of_nil=True),
    "empty": Kind(empty),
    "partial_date": Kind(partial),
}
