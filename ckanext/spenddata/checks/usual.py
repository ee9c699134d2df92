"""A filing against what is usual: amounts against the duty's threshold, VAT and names of bodies against earlier returns, months named."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.hints import months_named
from ckanext.spenddata.values.vat import UNKNOWN, WORDS

_THOUSAND = 1000
_LOW = 0.05
"""A list above a threshold has few below it; one of the lines of payments has many."""


class UnitParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``unlikely_unit``."""

    payments: int = 10
    """Payments of which it can be said."""
    small: int = 100
    """The usual amount is this many times smaller than the threshold, and nearly all would be above it were they thousands."""
    large: int = 60
    """The usual amount is this many times larger, and nothing is written with pence: perhaps pence."""


class NamedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``named_another_period``."""

    outside_percent: int = 0
    """At least this share of the dates lies outside the period."""
    below_percent: int = 101
    """And less than this."""


def unlikely_unit(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Amounts that are no likely pounds under a duty with a threshold, where there are no earlier returns to compare with."""
    parameters = rule.read(UnitParameters)
    limit = context.regime.threshold if context.regime else None
    if limit is None or context.history is not None or not table.has("amount"):
        return
    size = table.frame["amount"].abs().drop_nulls()
    size = size.filter(size > 0)
    usual = size.median()
    if len(size) < parameters.payments or not isinstance(usual, int | float):
        return
    low = size.quantile(_LOW, "lower") or 0
    unit = None
    if usual * parameters.small < limit.pence and low * _THOUSAND >= limit.lowest_pence:
        unit = "thousands of pounds"
    elif usual > limit.pence * parameters.large and bool((size % 100 == 0).all()):
        unit = "pence"
    if unit:
        expected = rule.expected.format(threshold=money(limit.lowest_pence))
        yield Overall(field="amount", value=f"a usual amount of {money(int(usual))}: perhaps {unit}", expected=expected)


def basis_changed(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Amounts that are another thing with regard to VAT than those of the publisher's other returns."""
    before = context.history.basis if context.history else None
    now = _usual(table.frame["amount_basis"]) if table.has("amount_basis") else context.amount_basis
    if before and now and UNKNOWN not in (before, now) and before != now:
        expected = rule.expected.format(basis=WORDS.get(before, before))
        yield Overall(field="amount_basis", value=WORDS.get(now, now), expected=expected)


def _usual(column: pl.Series) -> str | None:
    counts = column.drop_nulls().cast(pl.String).value_counts()
    return counts.sort(["count", column.name], descending=[True, False]).item(0, 0) if counts.height else None


def named_another_period(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Files whose name, sheets or headings name months none of which is in the period."""
    parameters = rule.read(NamedParameters)
    period = context.period
    if period is None:
        return
    outside = _outside(table, context)
    if not parameters.outside_percent <= outside < parameters.below_percent:
        return
    for file in dict.fromkeys(name for name, _ in context.words):
        # What the file is called comes first; a heading may speak of the day on which it was made.
        months = months_named([file])
        if months and (months[1] < period.start or months[0] > period.end):
            yield Overall(file=file, value=f"“{file}”", expected=rule.expected.format(period=period.title))


def _outside(table: Table, context: Context) -> int:
    """Share of the dates outside the period, in percent."""
    dates = table.frame["payment_date"].drop_nulls() if table.has("payment_date") else pl.Series(dtype=pl.Date)
    if context.period is None or not len(dates):
        return 100
    inside = int(dates.is_between(context.period.start, context.period.end).sum())
    return 100 - inside * 100 // len(dates)


KINDS: dict[str, Kind] = {
    "unlikely_unit": Kind(unlikely_unit, UnitParameters, fills=("threshold",)),
    "basis_changed": Kind(basis_changed, fills=("basis",)),
    "named_another_period": Kind(named_another_period, NamedParameters, fills=("period",)),
}
